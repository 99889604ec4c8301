"""Scores from the tables, worked out by hand."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from korzo.capabilities.assessments.rules import instruments, pefa
from korzo.capabilities.assessments.rules.books import Book
from korzo.capabilities.assessments.rules.cells import Cell, Phase
from korzo.capabilities.assessments.rules.values import Reason, Unknown, Value

TYPES = {
    "E1": 30,
    "E2": 0,
    "E3": 20,
    "E4": 0,
    "E5": 0,
    "E6": 5,
    "E7": 5,
    "E8": 5,
    "E9": 5,
    "E10": 0,
    "X1": 30,
    "X2": 0,
    "X3": 0,
}


def book(actual: Mapping[int, Mapping[str, int]], original: Mapping[str, int]) -> Book:
    """T2 of three years; the original budget is the same in each."""
    amounts: dict[Cell, Value] = {}
    for year, lines in actual.items():
        amounts |= {Cell("T2", line, "", year): Decimal(value) for line, value in lines.items()}
        amounts |= {Cell("T2", line, "", year, Phase.ORIGINAL): Decimal(value) for line, value in original.items()}
    return Book(instruments.named("mfsa"), amounts)


@pytest.mark.parametrize(("spent", "score"), [((100, 94, 104), "A"), ((100, 89, 112), "C"), ((130, 100, 60), "D")])
def test_two_of_three_years_decide_the_outturn(spent: tuple[int, ...], score: str) -> None:
    years = {2023 + at: {**TYPES, "X1": 30 + total - 100} for at, total in enumerate(spent)}
    found = pefa.propose("expenditure_outturn", book(years, TYPES), 2025)
    assert found.score == score
    assert [value for _year, value in found.values] == [Decimal(each) / 100 for each in spent]


def test_what_was_spent_otherwise_than_planned() -> None:
    moved = {**TYPES, "E1": 35, "X1": 25}  # five of a hundred from one type to another: |5| + |5|
    found = pefa.propose("composition_economic", book(dict.fromkeys((2023, 2024, 2025), moved), TYPES), 2025)
    assert {value for _year, value in found.values} == {Decimal("0.1")}
    assert found.score == "C"


def test_the_reserve_is_taken_on_average() -> None:
    years = {year: {**TYPES, "E10": reserve} for year, reserve in ((2023, 0), (2024, 6), (2025, 6))}
    assert pefa.propose("contingency", book(years, TYPES), 2025).score == "B"


def test_without_budgets_nothing_can_be_said() -> None:
    found = pefa.propose("composition_function", book(dict.fromkeys((2023, 2024, 2025), TYPES), {}), 2025)
    assert found.score == "D*"
    assert found.values[0] == (2023, Unknown(Reason.MISSING, "G01C_ORIGINAL", 2023))


def test_interest_is_taken_out_of_budget_and_spending_alike_or_the_year_is_not_known() -> None:
    def told(*, with_budgeted_interest: bool) -> Book:
        amounts: dict[Cell, Value] = {}
        for year in (2023, 2024, 2025):
            for phase in (Phase.ACTUAL, Phase.ORIGINAL):
                for number in range(1, 11):
                    amounts[Cell("T3", f"G{number:02}C", "", year, phase)] = Decimal(10)
                    amounts[Cell("T3", f"G{number:02}K", "", year, phase)] = Decimal(0)
                if phase is Phase.ACTUAL or with_budgeted_interest:
                    amounts[Cell("T2", "E9", "", year, phase)] = Decimal(5)
        return Book(instruments.named("mfsa"), amounts)

    both = pefa.propose("composition_function", told(with_budgeted_interest=True), 2025)
    assert {value for _year, value in both.values} == {Decimal(0)}
    one = pefa.propose("composition_function", told(with_budgeted_interest=False), 2025)
    assert (one.score, one.values[0]) == ("D*", (2023, Unknown(Reason.MISSING, "E9_ORIGINAL", 2023)))
