"""Charts of accounts: how a country's codes become the lines of an assessment, and with what its totals must agree."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from korzo.capabilities.assessments.rules import expressions, names
from korzo.capabilities.assessments.rules.expressions import Expression
from korzo.capabilities.assessments.rules.packs import formula, loaded, shipped

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
    """`lines` are formulas over codes; `rules` give codes that begin alike to a line, the longest beginning first.

    `names` are columns known by a name instead of a code; `code_of` are the heads of columns that make a code together,
    joined by a slash (task and kind: `09/21`). `optional` codes are left out by the publication where there
    is nothing: absent, they add nothing. It holds for figures `valid_from` a year `valid_to` another. `base` is a chart
    that comes with Korzo, to which this one adds rules of its own.
    """

    id: str
    country: str
    currency: str
    source: str
    unit_of: str
    year_of: str
    lines: dict[str, Expression]
    rules: tuple[tuple[str, str], ...]
    identities: tuple[Identity, ...]
    version: str = "1"
    title: dict[str, str] = field(default_factory=dict)
    confirmed: bool = False
    names: dict[str, str] = field(default_factory=dict)
    key_of: tuple[str, ...] = ()
    code_of: tuple[str, ...] = ()
    optional: frozenset[str] = frozenset()
    valid_from: int | None = None
    valid_to: int | None = None
    base: str = ""

    def holds_in(self, year: int) -> bool:
        """Whether its codes meant in that year what it says."""
        return (self.valid_from or year) <= year <= (self.valid_to or year)

    def used(self) -> set[str]:
        """The codes that its lines are made of."""
        return {each.name for made in self.lines.values() for each in expressions.lines(made)} - set(self.lines)

    def controls(self) -> set[str]:
        """The codes that only its identities name."""
        named = (each for identity in self.identities for each in self._terms(identity))
        return {each.name for each in named} - self.used() - set(self.lines)

    @staticmethod
    def _terms(identity: Identity) -> Iterator[expressions.Line]:
        yield from expressions.lines(identity.left)
        yield from expressions.lines(identity.right)

    def knows(self, code: str) -> bool:
        """Whether it says anything about a code."""
        return code in self.used() or code in self.controls() or self.line_of(code) is not None

    def line_of(self, code: str) -> str | None:
        """To which line a code belongs by its beginning; None: to none, which has to be said."""
        return next((line for prefix, line in self.rules if code.startswith(prefix)), None)


@cache
def named(name: str) -> Chart:
    """A chart that comes with Korzo; BadPack if there is none."""
    return read(shipped(HERE, "chart", name))


def read(text: str) -> Chart:
    """Read a chart; BadPack with the place."""
    found = loaded(text)
    identities = tuple(
        Identity(
            names.spread(each.get("name", {})),
            formula(f"identity {at}: left", each.get("left")),
            formula(f"identity {at}: right", each.get("right")),
            each.get("level", "error"),
        )
        for at, each in enumerate(found.get("identities", ()), 1)
    )
    rules = found.get("rules", {})
    if "base" in found:
        base = named(found["base"])
        return replace(
            base,
            id=found.get("id", ""),
            version=str(found.get("version", "1")),
            title=names.spread(found.get("title", {})),
            rules=_longest_first({**dict(base.rules), **rules}),
            code_of=tuple(found.get("code_of", base.code_of)),
            base=base.id,
        )
    return Chart(
        id=found.get("id", ""),
        country=found.get("country", ""),
        currency=found.get("currency", ""),
        source=found.get("source", ""),
        unit_of=found.get("unit_of", "municipality"),
        year_of=found.get("year_of", "year"),
        lines={name: formula(f"lines.{name}", text) for name, text in found.get("lines", {}).items()},
        rules=_longest_first(rules),
        identities=identities,
        version=str(found.get("version", "1")),
        title=names.spread(found.get("title", {})),
        confirmed=found.get("confirmed", False),
        names=dict(found.get("names", {})),
        key_of=tuple(found.get("key_of", ())),
        code_of=tuple(found.get("code_of", ())),
        optional=frozenset(found.get("optional", ())),
        valid_from=found.get("valid_from"),
        valid_to=found.get("valid_to"),
    )


def _longest_first(rules: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(rules.items(), key=lambda rule: -len(rule[0])))
