"""Figures that look wrong: sudden jumps, signs that turn, amounts in thousands, values far from all peers.

None of this blocks: an honest figure can be strange. Each asks for a look, and for a word if it is right.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from korzo.capabilities.assessments.rules import peers
from korzo.capabilities.assessments.rules.values import Value

MANY = 5
"""Times its own usual amount, or a fifth of it."""
_THOUSAND = (Decimal(300), Decimal(3000))
_FEWEST = 3
_FAR = 3


class Odd(StrEnum):
    """What is odd about a figure."""

    JUMP = "jump"
    SIGN = "sign"
    THOUSAND = "thousand"
    FAR_FROM_PEERS = "far_from_peers"
    NEGATIVE_CASH = "negative_cash"
    PROVISIONAL = "provisional"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A figure to look at again; `usual` is what it was measured by, where there is such a thing."""

    odd: Odd
    line: str
    year: int
    value: Decimal
    usual: Decimal | None = None


def of_series(line: str, series: Mapping[int, Value]) -> Iterator[Doubt]:
    """Jumps, turned signs and amounts in thousands within the years of one line."""
    known = {year: value for year, value in series.items() if isinstance(value, Decimal) and value}
    if len(known) < _FEWEST:
        return
    usual = peers.quantile(sorted(map(abs, known.values())), Decimal("0.5"))
    negative = sum(value < 0 for value in known.values())
    for year, value in known.items():
        times = abs(value) / usual
        if _THOUSAND[0] < times < _THOUSAND[1] or _THOUSAND[0] < 1 / times < _THOUSAND[1]:
            yield Doubt(Odd.THOUSAND, line, year, value, usual)
        elif times > MANY or times < Decimal(1) / MANY:
            yield Doubt(Odd.JUMP, line, year, value, usual)
        if (value < 0) != (negative * 2 > len(known)) and (negative == 1 or negative == len(known) - 1):
            yield Doubt(Odd.SIGN, line, year, value)


def of_cash(closing: Mapping[int, Value]) -> Iterator[Doubt]:
    """Years that end with less than nothing in the bank."""
    for year, value in closing.items():
        if isinstance(value, Decimal) and value < 0:
            yield Doubt(Odd.NEGATIVE_CASH, "CLOSING", year, value)


def of_confidence(years: Mapping[int, Iterable[str]]) -> list[int]:
    """Years of which something is provisional or estimated, where another year is audited."""
    told = {year: set(each) for year, each in years.items()}
    if not any("audited" in each for each in told.values()):
        return []
    return [year for year, each in told.items() if each & {"provisional", "estimate"}]


def of_peers(line: str, year: int, value: Value, others: Sequence[Decimal]) -> Doubt | None:
    """A value farther from the quartiles of the peers than three times what lies between these."""
    if not isinstance(value, Decimal) or len(others) < peers.FEWEST:
        return None
    ordered = sorted(others)
    first, median, third = (peers.quantile(ordered, Decimal(share)) for share in ("0.25", "0.5", "0.75"))
    reach = _FAR * (third - first)
    if first - reach <= value <= third + reach:
        return None
    return Doubt(Odd.FAR_FROM_PEERS, line, year, value, median)


def of_lines(lines: Iterable[str], years: Iterable[int], figures: Callable[[str, int], Value]) -> list[Doubt]:
    """All that is odd within the series of these lines."""
    span = list(years)
    return [each for line in lines for each in of_series(line, {year: figures(line, year) for year in span})]
