"""What the next years look like under assumptions, and how much a city could borrow.

Lines of current revenue and spending grow by their driver, or by a part of their own growth; where prices are assumed
to rise, that is growth in real terms, and prices are added. Investment is planned, not forecast: an unplanned year is
unknown. Old and new loans are served by their schedules. Ratios and legal limits are read off every year to come.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from itertools import takewhile

from korzo.capabilities.assessments.rules import expressions, loans, projections, terms
from korzo.capabilities.assessments.rules.expressions import Expression
from korzo.capabilities.assessments.rules.loans import Payment, Way
from korzo.capabilities.assessments.rules.packs import Pack
from korzo.capabilities.assessments.rules.ratios import Lines
from korzo.capabilities.assessments.rules.values import Reason, Unknown, Value, applies

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
PRICES = "CPI"
"""The index of prices, which can have a driver too: all other growth is beside it."""
TOTAL = {line: each.name for each in (_REVENUE, _SPENDING) for line in (each.name, *each.lines)}
"""What a line is a part of."""


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

    With `prices`, the yearly growth of prices as a share, `growth` is in real terms. `moved` is what is added to lines
    by year, such as by the actions of a plan; what is added to a line is added to its total.
    `revenue` and `rate` are shocks: −0.10 takes a tenth of current revenue away in every year to come, 0.02 adds two
    points to floating rates.
    """

    years: int
    growth: Mapping[str, Decimal] = field(default_factory=dict)
    invested: Mapping[int, Decimal] = field(default_factory=dict)
    granted: Mapping[int, Decimal] = field(default_factory=dict)
    owed: tuple[Loan, ...] = ()
    taken: tuple[Loan, ...] = ()
    prices: Decimal | None = None
    moved: Mapping[str, Mapping[int, Decimal]] = field(default_factory=dict)
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

    def shifted(self, line: str, year: int, amount: Decimal) -> "Outlook":
        """The same with a line, and the total that it is a part of, changed by an amount in a year to come."""
        changed = {
            (name, year): value + amount
            for name in {line, TOTAL.get(line, line)}
            if isinstance(value := self.ahead.get((name, year)), Decimal)
        }
        return replace(self, ahead={**self.ahead, **changed})

    def __call__(self, line: str, year: int) -> Value:
        """A line in a year, past or to come."""
        if line in self.more:
            return expressions.evaluate(self.more[line], self, year)
        if year <= self.last:
            return self.past(line, year)
        return self.ahead.get((line, year), Unknown(Reason.MISSING, line, year))


def project(past: Lines, first: int, last: int, given: Assumptions) -> Outlook:
    """Project RC, EC and their lines, E9, F1, X, RK, CPI and DEBT, from the closed years `first` to `last`."""
    years = range(last + 1, last + given.years + 1)
    closed = range(first, last + 1)
    ahead = _grown(past, _REVENUE, closed, given, times=1 + given.revenue) | _grown(past, _SPENDING, closed, given)
    schedules = [loan.payments(more=given.rate) for loan in (*given.owed, *given.taken)]
    debt = past("DEBT", last)
    for year in years:
        interest = sum((each[year].interest for each in schedules if year in each), Decimal(0))
        repaid = sum((each[year].principal for each in schedules if year in each), Decimal(0))
        drawn = sum((loan.amount for loan in given.taken if loan.year == year), Decimal(0))
        debt = debt if isinstance(debt, Unknown) else debt + drawn - repaid
        primary, index = ahead["EC", year], past(PRICES, last)
        if isinstance(primary, Decimal):
            ahead["EC", year] = primary + interest
        if given.prices is not None and isinstance(index, Decimal):
            ahead[PRICES, year] = index * (1 + given.prices) ** (year - last)
        ahead |= {("E9", year): interest, ("F1", year): repaid, ("K5", year): drawn, ("DEBT", year): debt}
        ahead["X", year] = given.invested.get(year, Unknown(Reason.MISSING, "X", year))
        ahead["RK", year] = given.granted.get(year, Unknown(Reason.MISSING, "RK", year))
    return Outlook(past, last, ahead)


def _grown(
    past: Lines, total: _Total, closed: range, given: Assumptions, *, times: Decimal | int = 1
) -> dict[tuple[str, int], Value]:
    """A total and its lines over the years to come; of the total alone where not all lines are known."""
    years = range(closed[-1] + 1, closed[-1] + given.years + 1)
    lines = {line: _series(partial(past, line), closed) for line in total.lines if applies(past(line, closed[-1]))}
    if not lines or not all(lines.values()):
        lines = {total.name: _series(partial(_whole, past, total), closed)}
        if not lines[total.name]:
            return {(total.name, year): _whole(past, total, closed[-1]) for year in years}
    index = [past(PRICES, year) for year in closed]
    found: dict[tuple[str, int], Value] = {}
    for at, year in enumerate(years):
        whole = _moved(given, total.name, year)
        for line, series in lines.items():
            amount = _ahead(series, index, given.growth.get(line), given)[at]
            if line != total.name:
                amount += _moved(given, line, year)
                found[line, year] = amount * times
            whole += amount
        found[total.name, year] = whole * times
    return found


def _moved(given: Assumptions, line: str, year: int) -> Decimal:
    return given.moved.get(line, {}).get(year, Decimal(0))


def _whole(past: Lines, total: _Total, year: int) -> Value:
    """A total as it grows: without what comes from the loans. Where that is not known, it would count twice."""
    value, part = past(total.name, year), past(total.less, year) if total.less else Decimal(0)
    if isinstance(value, Unknown) or not applies(part):
        return value
    return part if isinstance(part, Unknown) else value - part


def _series(at: Callable[[int], Value], closed: range) -> list[Decimal]:
    """The known values without a gap up to the last year; empty when that one is unknown."""
    back = takewhile(lambda value: isinstance(value, Decimal), (at(year) for year in reversed(closed)))
    return [value for value in reversed(list(back)) if isinstance(value, Decimal)]


def _ahead(
    series: Sequence[Decimal], index: Sequence[Value], growth: Decimal | None, given: Assumptions
) -> list[Decimal]:
    prices = given.prices or Decimal(0)
    if growth is not None:
        own = [series[-1] * (1 + growth) ** year for year in range(1, given.years + 1)]
    else:
        own = projections.shrunk(series if given.prices is None else _real(series, index), given.years)
    return [amount * (1 + prices) ** year for year, amount in enumerate(own, 1)]


def _real(series: Sequence[Decimal], index: Sequence[Value]) -> list[Decimal]:
    """In prices of the last year; only the last value where the index of any year is not known."""
    made = [terms.real(amount, at, index[-1]) for amount, at in zip(series, index[-len(series) :], strict=True)]
    known = [amount for amount in made if isinstance(amount, Decimal)]
    return known if len(known) == len(series) else list(series[-1:])


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
