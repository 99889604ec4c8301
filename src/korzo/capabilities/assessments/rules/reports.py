"""A report as plain data: what is printed, in the words of one language. Whoever has these words needs no database."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

Sheet = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing (SVG), what it says for who cannot see it, and its figures: the first row are the heads."""

    title: str
    drawing: str
    says: str
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class Finding:
    """A ratio: its value and what it says, how it stands, how it is made."""

    name: str
    value: str
    stands: str
    says: str
    beside: str
    formula: str
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """All of it; `legend` gives the scenarios of what is to come their colours.

    `words` are the headings: findings, money, ratios, scores, future, room, plan, outcomes, unknown, notes, formula.
    """

    title: str
    facts: str
    words: Mapping[str, str]
    narrative: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    ratios: Sheet = ()
    money: Sheet = ()
    money_in: str = ""
    scores: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    future: tuple[Figure, ...] = ()
    room: tuple[str, ...] = ()
    legend: tuple[tuple[str, str], ...] = ()
    plan: Sheet = ()
    outcomes: Sheet = ()
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())

    def said(self) -> dict[str, Any]:
        """It as JSON can hold it."""
        return asdict(self)
