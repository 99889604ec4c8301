"""Ratios of a city in a year: the value or why there is none, its band, and from what it was computed."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from korzo.capabilities.assessments.rules import expressions
from korzo.capabilities.assessments.rules.expressions import Expression
from korzo.capabilities.assessments.rules.packs import Pack, Ratio
from korzo.capabilities.assessments.rules.values import Reason, Unknown, Value


class Lines(Protocol):
    """Figures by line and year: a table of figures, or the book of an assessment."""

    def __call__(self, line: str, year: int, /) -> Value:
        """A line in a year."""
        ...

    def over(self, lines: Mapping[str, Expression], /) -> "Lines":
        """The same, read through a pack's own lines first."""
        ...


@dataclass(frozen=True, slots=True)
class Computed:
    """`band` is empty where none is defined or nothing is known; `terms` are the lines and years it was made of."""

    ratio: Ratio
    year: int
    value: Value
    band: str
    terms: tuple[tuple[str, int, Value], ...]


def compute(pack: Pack, figures: Lines, year: int) -> list[Computed]:
    """All ratios of a pack."""
    through = figures.over(pack.lines)
    return [_compute(ratio, through, year) for ratio in pack.ratios]


def _compute(ratio: Ratio, figures: Lines, year: int) -> Computed:
    value = _value(ratio, figures, year)
    if isinstance(value, Decimal) and ratio.decimals is not None:
        value = value.quantize(Decimal(1).scaleb(-ratio.decimals), ROUND_HALF_UP)
    band = ""
    if isinstance(value, Decimal):
        band = next((each.band for each in ratio.thresholds if each.holds(value)), "")
    used = dict.fromkeys((each.name, year - each.back) for each in expressions.lines(ratio.expression))
    return Computed(ratio, year, value, band, tuple((line, at, figures(line, at)) for line, at in used))


def _value(ratio: Ratio, figures: Lines, year: int) -> Value:
    if ratio.positive is not None:
        base = expressions.evaluate(ratio.positive, figures, year)
        if isinstance(base, Unknown):
            return base
        if base <= 0:
            return Unknown(Reason.BASE_NOT_POSITIVE, ratio.id, year)
    return expressions.evaluate(ratio.expression, figures, year)
