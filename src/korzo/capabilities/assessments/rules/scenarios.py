"""What the next years look like under assumptions, and how much a city could borrow.

Lines of current revenue and spending grow by their driver, or by a part of their own growth; investment is planned, not
forecast; old and new loans are served by their schedules. Ratios and legal limits are read off every year to come.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from itertools import takewhile

from korzo.capabilities.assessments.rules import expressions, loans, projections
from korzo.capabilities.assessments.rules.expressions import Expression
from korzo.capabilities.assessments.rules.loans import Payment, Way
from korzo.capabilities.assessments.rules.packs import Pack
from korzo.capabilities.assessments.rules.ratios import Lines
from korzo.capabilities.assessments.rules.values import Reason, Unknown, Value

STRESS_REVENUE = Decimal("-0.10")
STRESS_RATE = Decimal("0.02")


@dataclass(frozen=True, slots=True)
class _Total:
    """A total that is projected by its lines; `less` is left out of it, and comes from the loans instead."""

    name: str
    lines: tuple[str, ...]
    less: str = ""


_REVENUE = _Total("RC", tuple(f"R{number}" for number in range(1, 10)))
_SPENDING = _Total("EC", tuple(f"E{number}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 10)), "E9")
LINES = _REVENUE.lines + _SPENDING.lines
"""What can have a driver."""


@dataclass(frozen=True, slots=True)
class Loan:
    """What is owed from a year on: paid back in `years` yearly instalments after it; `rate` 0.05 is five percent."""

    year: int
    amount: Decimal
    rate: Decimal
    years: int
    way: Way = Way.ANNUITY
    grace: int = 0
    floating: bool = False

    def payments(self, *, more: Decimal = Decimal(0)) -> dict[int, Payment]:
        """What is paid in which year, with so much `more` interest if the rate floats."""
        rate = self.rate + more if self.floating else self.rate
        paid = loans.schedule(self.amount, rate, self.years, way=self.way, grace=self.grace)
        return {self.year + payment.period: payment for payment in paid}


@dataclass(frozen=True, slots=True)
class Assumptions:
    """`growth` of lines as yearly shares; `invested` and `granted` (capital revenue) by year; `owed` now, and `taken`.

    `revenue` and `rate` are shocks: −0.10 takes a tenth of current revenue away in every year to come, 0.02 adds two
    points to floating rates.
    """

    years: int
    growth: Mapping[str, Decimal] = field(default_factory=dict)
    invested: Mapping[int, Decimal] = field(default_factory=dict)
    granted: Mapping[int, Decimal] = field(default_factory=dict)
    owed: tuple[Loan, ...] = ()
    taken: tuple[Loan, ...] = ()
    revenue: Decimal = Decimal(0)
    rate: Decimal = Decimal(0)

    def stressed(self) -> "Assumptions":
        """The same with a tenth less revenue and rates two points higher, new loans' too."""
        dearer = tuple(replace(loan, floating=True) for loan in self.taken)
        return replace(self, revenue=STRESS_REVENUE, rate=STRESS_RATE, taken=dearer)


@dataclass(slots=True)
class Outlook:
    """Figures with years to come behind them; asked like a book."""

    past: Lines
    last: int
    ahead: Mapping[tuple[str, int], Value]
    more: Mapping[str, Expression] = field(default_factory=dict)

    def over(self, lines: Mapping[str, Expression]) -> "Outlook":
        """The same, read through a pack's own lines first."""
        return replace(self, more=lines)

    def __call__(self, line: str, year: int) -> Value:
        """A line in a year, past or to come."""
        if line in self.more:
            return expressions.evaluate(self.more[line], self, year)
        if year <= self.last:
            return self.past(line, year)
        return self.ahead.get((line, year), Unknown(Reason.MISSING, line, year))


def project(past: Lines, first: int, last: int, given: Assumptions) -> Outlook:
    """Project RC, EC, E9, F1, X, RK and DEBT over the years to come, from the closed years `first` to `last`."""
    ahead: dict[tuple[str, int], Value] = {}
    years = range(last + 1, last + given.years + 1)
    closed = range(first, last + 1)
    revenue, spending = _grown(past, _REVENUE, closed, given), _grown(past, _SPENDING, closed, given)
    schedules = [loan.payments(more=given.rate) for loan in (*given.owed, *given.taken)]
    debt = past("DEBT", last)
    for year in years:
        interest = sum((each[year].interest for each in schedules if year in each), Decimal(0))
        repaid = sum((each[year].principal for each in schedules if year in each), Decimal(0))
        drawn = sum((loan.amount for loan in given.taken if loan.year == year), Decimal(0))
        debt = debt if isinstance(debt, Unknown) else debt + drawn - repaid
        found = revenue[year]
        ahead["RC", year] = found * (1 + given.revenue) if isinstance(found, Decimal) else found
        primary = spending[year]
        ahead["EC", year] = primary + interest if isinstance(primary, Decimal) else primary
        ahead |= {("E9", year): interest, ("F1", year): repaid, ("K5", year): drawn, ("DEBT", year): debt}
        ahead["X", year] = given.invested.get(year, Decimal(0))
        ahead["RK", year] = given.granted.get(year, Decimal(0))
    return Outlook(past, last, ahead)


def _grown(past: Lines, total: _Total, closed: range, given: Assumptions) -> dict[int, Value]:
    """A total over the years to come: of its lines where all are known, else of the total itself."""
    years = range(closed[-1] + 1, closed[-1] + given.years + 1)
    lines = {line: _series(partial(past, line), closed) for line in total.lines}
    if not all(lines.values()):
        lines = {total.name: _series(partial(_whole, past, total), closed)}
        if not lines[total.name]:
            return dict.fromkeys(years, Unknown(Reason.MISSING, total.name, closed[-1]))
    ahead = [_ahead(series, given.growth.get(line), given.years) for line, series in lines.items()]
    return {year: sum((each[at] for each in ahead), Decimal(0)) for at, year in enumerate(years)}


def _whole(past: Lines, total: _Total, year: int) -> Value:
    value, part = past(total.name, year), past(total.less, year) if total.less else Decimal(0)
    return value - part if isinstance(value, Decimal) and isinstance(part, Decimal) else value


def _series(at: Callable[[int], Value], closed: range) -> list[Decimal]:
    """The known values without a gap up to the last year; empty when that one is unknown."""
    back = takewhile(lambda value: isinstance(value, Decimal), (at(year) for year in reversed(closed)))
    return [value for value in reversed(list(back)) if isinstance(value, Decimal)]


def _ahead(series: Sequence[Decimal], growth: Decimal | None, years: int) -> list[Decimal]:
    if growth is None:
        return projections.shrunk(series, years)
    return [series[-1] * (1 + growth) ** year for year in range(1, years + 1)]


@dataclass(frozen=True, slots=True)
class Room:
    """How much could be borrowed in the first year to come, and what holds it back: service, stock or savings."""

    amount: Decimal
    held_by: str


def room(outlook: Outlook, limits: Pack, years: range, *, rate: Decimal, periods: int) -> Room | None:
    """What a level loan may come to within the legal limits and without net savings below zero in any year to come.

    None where the law's limits or what they are measured by are not known. Room = cap × RC − service; capacity = room ×
    (1 − (1 + r)⁻ⁿ) ÷ r; also bounded by the limit of the stock.
    """
    caps = {
        ratio.id: threshold.limit
        for ratio in limits.ratios
        for threshold in ratio.thresholds
        if threshold.band == "good" and threshold.test == "upto"
    }
    found = []
    for year in years:
        base, debt = outlook("RC", year - 1), outlook("DEBT", year)
        interest, repaid, revenue, spent = (outlook(line, year) for line in ("E9", "F1", "RC", "EC"))
        known = [value for value in (base, interest, repaid, revenue, spent) if isinstance(value, Decimal)]
        if len(known) < 5 or not caps:  # noqa: PLR2004 -- all five
            return None
        base, interest, repaid, revenue, spent = known
        if "service" in caps:
            left = caps["service"] * base - interest - repaid
            found.append(Room(loans.capacity(left, rate, periods), "service"))
        if "stock" in caps:
            if isinstance(debt, Unknown):
                return None
            found.append(Room(max(Decimal(0), caps["stock"] * base - debt), "stock"))
        found.append(Room(loans.capacity(revenue - spent - repaid, rate, periods), "savings"))
    return min(found, key=lambda each: each.amount, default=None)
