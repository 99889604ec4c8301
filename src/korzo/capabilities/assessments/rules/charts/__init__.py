"""Charts of accounts: how a country's codes become the lines of an assessment, and with what its totals must agree."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from korzo.capabilities.assessments.rules import names
from korzo.capabilities.assessments.rules.expressions import Expression
from korzo.capabilities.assessments.rules.packs import BadPack, formula, shipped

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Identity:
    """Two ways to one amount. `level`: an error has to be put right or accepted as published, a warning explained."""

    name: dict[str, str]
    left: Expression
    right: Expression
    level: str = "error"


@dataclass(frozen=True, slots=True)
class Chart:
    """`lines` are formulas over codes; `rules` give codes that begin alike to a line, the longest beginning first."""

    id: str
    country: str
    currency: str
    source: str
    unit_of: str
    year_of: str
    lines: dict[str, Expression]
    rules: tuple[tuple[str, str], ...]
    identities: tuple[Identity, ...]

    def line_of(self, code: str) -> str | None:
        """To which line a code belongs by its beginning; None: to none, which has to be said."""
        return next((line for prefix, line in self.rules if code.startswith(prefix)), None)


@cache
def named(name: str) -> Chart:
    """A chart that comes with Korzo; BadPack if there is none."""
    return read(shipped(HERE, "chart", name))


def read(text: str) -> Chart:
    """Read a chart; BadPack with the place."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadPack(str(error)) from error
    identities = tuple(
        Identity(
            names.spread(each.get("name", {})),
            formula(f"identity {at}: left", each.get("left")),
            formula(f"identity {at}: right", each.get("right")),
            each.get("level", "error"),
        )
        for at, each in enumerate(found.get("identities", ()), 1)
    )
    rules = sorted(found.get("rules", {}).items(), key=lambda rule: -len(rule[0]))
    return Chart(
        id=found.get("id", ""),
        country=found.get("country", ""),
        currency=found.get("currency", ""),
        source=found.get("source", ""),
        unit_of=found.get("unit_of", "municipality"),
        year_of=found.get("year_of", "year"),
        lines={name: formula(f"lines.{name}", text) for name, text in found.get("lines", {}).items()},
        rules=tuple(rules),
        identities=identities,
    )
