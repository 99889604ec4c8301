"""Where a city stands among others: shares, quartiles, and never a statistic of too few."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from korzo.capabilities.assessments.rules.values import Reason, Unknown, Value

FEWEST = 10
"""Peers: below that many there is no statistic."""


def known(values: Iterable[Value]) -> list[Decimal]:
    """Those that are values."""
    return [value for value in values if isinstance(value, Decimal)]


def percentile(value: Value, peers: Iterable[Value], *, fewest: int = FEWEST) -> Value:
    """The share of peers strictly below, from 0 to 1."""
    if isinstance(value, Unknown):
        return value
    others = known(peers)
    if len(others) < fewest:
        return Unknown(Reason.SUPPRESSED)
    return Decimal(sum(other < value for other in others)) / len(others)


def quantile(ordered: Sequence[Decimal], share: Decimal) -> Decimal:
    """Linear between neighbours (Hyndman and Fan's type 7, the default of NumPy); of sorted values, at least one."""
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def quartiles(values: Iterable[Value], *, fewest: int = FEWEST) -> tuple[Decimal, Decimal, Decimal] | Unknown:
    """First quartile, median, third quartile."""
    ordered = sorted(known(values))
    if len(ordered) < fewest:
        return Unknown(Reason.SUPPRESSED)
    first, middle, third = (quantile(ordered, Decimal(share)) for share in ("0.25", "0.5", "0.75"))
    return first, middle, third
