"""Ratio packs: which ratios, of what, and what is called good, by whom. Data, not code: a country adds a file."""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from korzo.capabilities.assessments.rules import expressions
from korzo.capabilities.assessments.rules import names as others
from korzo.capabilities.assessments.rules.expressions import BadFormula, Expression

HERE = Path(__file__).parent
_TESTS = ("above", "below", "from", "upto", "within", "beyond")


class BadPack(ValueError):
    """A pack or chart that cannot be used: where, and why."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A band and the first test that puts a value into it: above, below, from (≥), upto (≤), within or beyond (±)."""

    test: str
    limit: Decimal
    band: str

    def holds(self, value: Decimal) -> bool:
        """Whether the value is in this band."""
        match self.test:
            case "above":
                return value > self.limit
            case "below":
                return value < self.limit
            case "from":
                return value >= self.limit
            case "upto":
                return value <= self.limit
            case "within":
                return abs(value) <= self.limit
        return abs(value) > self.limit


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio: `unit` is share, percent, months, years, times or money; `direction` up, down or band.

    `positive` is what has to be above zero for it to mean anything; `decimals` to what it is rounded before its band is
    decided (none: not at all).
    """

    id: str
    name: dict[str, str]
    expression: Expression
    unit: str
    direction: str
    thresholds: tuple[Threshold, ...] = ()
    positive: Expression | None = None
    decimals: int | None = None
    interest: str = ""
    principal: str = ""
    transfers: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pack:
    """Ratios that belong together; not `confirmed`: to be confirmed by an association or ministry.

    Limits of debt by law are a pack too: of what is `bad` there, the law says no.
    """

    id: str
    version: str
    title: dict[str, str]
    country: str
    source: str
    confirmed: bool
    lines: dict[str, Expression]
    ratios: tuple[Ratio, ...]
    legal_basis: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


def names(folder: Path) -> list[str]:
    """What comes with Korzo in a folder."""
    return sorted(path.stem for path in folder.glob("*.toml"))


def shipped(folder: Path, what: str, name: str) -> str:
    """The text of a pack or chart that comes with Korzo; BadPack if there is none."""
    if name not in names(folder):
        raise BadPack(f"there is no {what} {name}; there are {', '.join(names(folder))}")
    return (folder / f"{name}.toml").read_text(encoding="utf-8")


def loaded(text: str) -> dict[str, Any]:
    """What a definition's file holds; BadPack with the place."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadPack(str(error)) from error


@cache
def named(name: str) -> Pack:
    """A pack that comes with Korzo; BadPack if there is none."""
    return read(shipped(HERE, "pack", name))


def read(text: str) -> Pack:
    """Read a pack; BadPack with the place."""
    found = loaded(text)
    for name in ("id", "version", "title", "source", "confirmed", "ratios"):
        if name not in found:
            raise BadPack(f"{name} is missing")
    ratios = tuple(_ratio(at, each) for at, each in enumerate(found["ratios"], 1))
    if len({each.id for each in ratios}) < len(ratios):
        raise BadPack("two ratios have the same id")
    lines = {name: formula(f"lines.{name}", text) for name, text in found.get("lines", {}).items()}
    return Pack(
        id=found["id"],
        version=found["version"],
        title=others.spread(found["title"]),
        country=found.get("country", ""),
        source=found["source"],
        confirmed=found["confirmed"],
        lines=lines,
        ratios=ratios,
        legal_basis=found.get("legal_basis", ""),
        valid_from=found.get("valid_from"),
        valid_to=found.get("valid_to"),
    )


def formula(place: str, text: Any) -> Expression:
    """Read a formula of a file; BadPack with the place."""
    try:
        return expressions.parse(text)
    except (BadFormula, TypeError) as error:
        raise BadPack(f"{place}: {error}") from error


def _ratio(at: int, value: dict[str, Any]) -> Ratio:
    given = dict(value)
    place = f"ratio {given.get('id', at)}"
    try:
        given["name"] = others.spread(given["name"])
        given["expression"] = formula(place, given["expression"])
        given["thresholds"] = tuple(_threshold(place, each) for each in given.get("thresholds", ()))
        if "positive" in given:
            given["positive"] = formula(place, given["positive"])
        return Ratio(**given)
    except (KeyError, TypeError) as error:
        raise BadPack(f"{place}: {error}") from error


def _threshold(place: str, value: dict[str, Any]) -> Threshold:
    tests = [name for name in _TESTS if name in value]
    if len(tests) != 1 or "band" not in value:
        raise BadPack(f"{place}: a threshold has a band and one of {', '.join(_TESTS)}")
    try:
        return Threshold(tests[0], Decimal(value[tests[0]]), value["band"])
    except (InvalidOperation, TypeError) as error:
        raise BadPack(f"{place}: {value[tests[0]]!r} is no number in quotes") from error
