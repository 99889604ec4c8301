"""Currencies that became the euro, or follow it: the rate that was fixed, from when, and by whom."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Rate:
    """How many units are one euro, since when, and where that stands."""

    currency: str
    per_euro: Decimal
    since: date
    source: str

    @property
    def at(self) -> datetime:
        """The noon of the day since when it is fixed."""
        return datetime(self.since.year, self.since.month, self.since.day, 12, tzinfo=UTC)


FIXED = {
    each.currency: each
    for each in (
        Rate("HRK", Decimal("7.53450"), date(2023, 1, 1), "Council Regulation (EU) 2022/1208"),
        Rate("SIT", Decimal("239.640"), date(2007, 1, 1), "Council Regulation (EC) No 1086/2006"),
        Rate("BAM", Decimal("1.95583"), date(2002, 1, 1), "Law on the Central Bank of Bosnia and Herzegovina"),
    )
}


def fixed_from(currency: str) -> list[str]:
    """The currencies that a fixed rate leads to."""
    return ["EUR"] if currency in FIXED else []


class NoRate(ValueError):
    """There is no fixed rate between two currencies."""


def rate(of: str, to: str) -> Decimal:
    """How many units of `to` one of `of` is worth, by fixed rates only; raises NoRate."""
    return _per_euro(to) / _per_euro(of) if of != to else Decimal(1)


def _per_euro(currency: str) -> Decimal:
    if currency == "EUR":
        return Decimal(1)
    if currency not in FIXED:
        raise NoRate(currency)
    return FIXED[currency].per_euro
