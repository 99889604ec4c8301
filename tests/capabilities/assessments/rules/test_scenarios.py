"""Years to come: what grows, what is served, what may be borrowed; worked out by hand."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from korzo.capabilities.assessments.rules import loans, packs, projections, ratios, scenarios
from korzo.capabilities.assessments.rules.expressions import Expression
from korzo.capabilities.assessments.rules.scenarios import Assumptions, Loan, Room
from korzo.capabilities.assessments.rules.values import Reason, Unknown, Value


class Totals:
    """A city of which only totals are known: current revenue 1000, spending 800 of which 20 interest, debt 400."""

    known = {"RC": 1000, "EC": 800, "E9": 20, "DEBT": 400, "F1": 40}

    def __call__(self, line: str, year: int, /) -> Value:
        return Decimal(self.known[line]) if line in self.known else Unknown(Reason.MISSING, line, year)

    def over(self, _lines: Mapping[str, Expression], /) -> "Totals":
        return self


YEARS = range(2026, 2029)


def test_what_does_not_grow_stays_and_loans_are_served() -> None:
    owed = Loan(2025, Decimal(400), Decimal("0.05"), 10)
    outlook = scenarios.project(Totals(), 2021, 2025, Assumptions(3, owed=(owed,)))
    payment = loans.schedule(Decimal(400), Decimal("0.05"), 10)[0]
    assert outlook("RC", 2026) == 1000
    assert outlook("EC", 2026) == 780 + payment.interest
    assert outlook("F1", 2026) == payment.principal
    assert outlook("DEBT", 2026) == 400 - payment.principal
    assert outlook("RC", 2025) == 1000
    savings = {each.ratio.id: each.value for each in ratios.compute(packs.named("mfsa"), outlook, 2026)}
    assert savings["C2"] == (1000 - 780 - payment.instalment) / Decimal(1000)


def test_a_driver_a_new_loan_and_a_bad_year() -> None:
    taken = Loan(2026, Decimal(100), Decimal("0.04"), 5)
    given = Assumptions(3, growth={"RC": Decimal("0.10")}, taken=(taken,), invested={2026: Decimal(150)})
    outlook = scenarios.project(Totals(), 2021, 2025, given)
    assert [outlook("RC", year) for year in YEARS] == [1100, 1210, 1331]
    assert outlook("DEBT", 2026) == 500
    assert [outlook(line, 2026) for line in ("X", "K5", "F1")] == [150, 100, 0]
    bad = scenarios.project(Totals(), 2021, 2025, given.stressed())
    assert bad("RC", 2026) == 990
    assert bad("E9", 2027) == 6
    assert outlook("E9", 2027) == 4


def test_the_law_savings_and_the_stock_hold_back_what_may_be_borrowed() -> None:
    outlook = scenarios.project(Totals(), 2021, 2025, Assumptions(3))
    service = scenarios.room(outlook, packs.named("limits-me"), YEARS, rate=Decimal("0.05"), periods=10)
    assert service is not None
    assert service.held_by == "service"
    assert service.amount == loans.capacity(Decimal(100), Decimal("0.05"), 10)
    stock = scenarios.room(outlook, packs.named("limits-xk"), YEARS, rate=Decimal(0), periods=30)
    assert stock == Room(Decimal(0), "stock")


def test_what_is_not_known_is_said() -> None:
    class Nothing(Totals):
        known: dict[str, int] = {}

    outlook = scenarios.project(Nothing(), 2021, 2025, Assumptions(3))
    assert outlook("RC", 2026) == Unknown(Reason.MISSING, "RC", 2025)
    assert scenarios.room(outlook, packs.named("limits-me"), YEARS, rate=Decimal(0), periods=1) is None


@pytest.mark.parametrize("code", ["al", "ba-fbih", "ba-rs", "hr", "me", "mk", "rs", "si", "xk"])
def test_every_limit_says_that_it_is_to_be_confirmed(code: str) -> None:
    pack = packs.named(f"limits-{code}")
    assert not pack.confirmed
    assert pack.ratios


def test_a_limit_of_debt_cannot_be_kept_where_debt_is_not_known() -> None:
    class Owing(Totals):
        known = {line: amount for line, amount in Totals.known.items() if line != "DEBT"}

    outlook = scenarios.project(Owing(), 2021, 2025, Assumptions(3))
    assert scenarios.room(outlook, packs.named("limits-rs"), YEARS, rate=Decimal("0.05"), periods=10) is None


class Lines(Totals):
    """A city of which every line is known; revenue of nine lines rose by a tenth, as prices did."""

    known = {"EC": 800, "E9": 20, "DEBT": 400, "F1": 40}
    without: tuple[str, ...] = ()

    def __call__(self, line: str, year: int, /) -> Value:
        if line in self.without:
            return Unknown(Reason.MISSING, line, year)
        if line in scenarios.LINES and line.startswith("R"):
            return Decimal(110 if year == 2025 else 100)
        return Decimal(110 if year == 2025 else 100) if line == "CPI" else super().__call__(line, year)


def test_interest_does_not_count_twice_where_nobody_knows_it() -> None:
    class Owing(Totals):
        known = {line: amount for line, amount in Totals.known.items() if line != "E9"}

    owed = Loan(2025, Decimal(400), Decimal("0.05"), 10)
    outlook = scenarios.project(Owing(), 2021, 2025, Assumptions(3, owed=(owed,)))
    assert outlook("EC", 2026) == Unknown(Reason.MISSING, "E9", 2025)
    assert outlook("E9", 2026) == 20


def test_what_nobody_planned_is_not_nothing() -> None:
    given = Assumptions(3, invested={2026: Decimal(150), 2028: Decimal(0)})
    outlook = scenarios.project(Totals(), 2021, 2025, given)
    assert [outlook("X", year) for year in YEARS] == [150, Unknown(Reason.MISSING, "X", 2027), 0]
    assert outlook("RK", 2026) == Unknown(Reason.MISSING, "RK", 2026)


def test_growth_is_beside_prices_where_prices_are_assumed_to_rise() -> None:
    flat = scenarios.project(Lines(), 2024, 2025, Assumptions(2, prices=Decimal("0.05")))
    assert flat("R1", 2027) == Decimal(110) * Decimal("1.05") ** 2  # what rose like prices did not grow
    assert flat("RC", 2026) == 9 * Decimal(110) * Decimal("1.05")
    assert flat("CPI", 2027) == Decimal(110) * Decimal("1.05") ** 2
    given = Assumptions(2, growth={"R1": Decimal("0.02")}, prices=Decimal("0.05"))
    assert scenarios.project(Lines(), 2024, 2025, given)("R1", 2026) == Decimal(110) * Decimal("1.02") * Decimal("1.05")
    nominal = scenarios.project(Lines(), 2024, 2025, Assumptions(2))
    assert nominal("R1", 2026) == pytest.approx(Decimal(110) * Decimal("1.025"))

    class Unindexed(Lines):
        without = ("CPI",)

    silent = scenarios.project(Unindexed(), 2024, 2025, Assumptions(2, prices=Decimal("0.05")))
    assert silent("R1", 2026) == Decimal(110) * Decimal("1.05")


def test_a_fan_pairs_years_and_not_neighbours() -> None:
    gap = {2020: Decimal(100), 2022: Decimal(121), 2023: Decimal(121)}
    assert projections.fan([gap] * 10, 1) == (Decimal(0),) * 5
    assert projections.fan([gap] * 10, 2) == (Decimal("0.21"),) * 5
