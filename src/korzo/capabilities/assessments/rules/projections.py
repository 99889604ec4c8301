"""What comes next, from a handful of yearly figures: the last value and a little of its growth, with an honest fan.

On short series of cities the last value is hard to beat; a growth rate carried on does worse. So growth is shrunk
towards zero, and how uncertain that is comes from what really happened to the peers.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from korzo.capabilities.assessments.rules import peers

QUARTER = Decimal("0.25")
FAN = (Decimal("0.1"), Decimal("0.25"), Decimal("0.5"), Decimal("0.75"), Decimal("0.9"))


def last_value(series: Sequence[Decimal], years: int) -> list[Decimal]:
    """The last value, for so many years."""
    return [series[-1]] * years


def shrunk(series: Sequence[Decimal], years: int, *, weight: Decimal = QUARTER) -> list[Decimal]:
    """The last value, growing by a part of the series' yearly growth; flat where there is no growth to see."""
    growth = weight * _growth(series)
    return [series[-1] * (1 + growth) ** year for year in range(1, years + 1)]


def compound(series: Sequence[Decimal], years: int) -> list[Decimal]:
    """The growth rate of the whole series carried on: only to compare with."""
    growth = _growth(series)
    return [series[-1] * (1 + growth) ** year for year in range(1, years + 1)]


def _growth(series: Sequence[Decimal]) -> Decimal:
    """The compound yearly growth from the first to the last value, as a share."""
    if len(series) < 2 or series[0] <= 0 or series[-1] <= 0:  # noqa: PLR2004 -- a growth has two ends
        return Decimal(0)
    rate: Decimal = (series[-1] / series[0]) ** (Decimal(1) / (len(series) - 1))
    return rate - 1


def linear(series: Sequence[Decimal], years: int) -> list[Decimal]:
    """The straight line of least squares carried on: only to compare with."""
    count = len(series)
    if count == 1:
        return last_value(series, years)
    middle = Decimal(count - 1) / 2
    mean = sum(series, Decimal(0)) / count
    slope = sum(((at - middle) * (value - mean) for at, value in enumerate(series)), Decimal(0)) / sum(
        ((at - middle) ** 2 for at in range(count)), Decimal(0)
    )
    return [mean + slope * (count - 1 + year - middle) for year in range(1, years + 1)]


def fan(series: Iterable[Mapping[int, Decimal]], ahead: int) -> tuple[Decimal, ...]:
    """How such series, by year, really grew over so many years: the quantiles 10, 25, 50, 75, 90 %, as shares.

    Needs ten. Years that are missing in between are years all the same.
    """
    grown = sorted(
        one[year + ahead] / before - 1
        for one in series
        for year, before in one.items()
        if before > 0 and year + ahead in one
    )
    if len(grown) < peers.FEWEST:
        raise ValueError("too few series to say how uncertain it is")
    return tuple(peers.quantile(grown, share) for share in FAN)
