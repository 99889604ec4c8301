"""Loans to the cent, scores by the tables, numbers as offices write them."""

from decimal import Decimal
from itertools import product

import pytest

from korzo.capabilities.assessments.rules import loans, numbers, scoring
from korzo.capabilities.assessments.rules.loans import Way
from korzo.capabilities.assessments.rules.numbers import Mark, NotANumber, TwoNumbers

MILLION, FIVE = Decimal(1_000_000), Decimal("0.05")


def test_an_annuity_exactly_and_as_a_bank_bills_it() -> None:
    exact = loans.schedule(MILLION, FIVE, 10, cents=False)
    billed = loans.schedule(MILLION, FIVE, 10)
    assert round(exact[0].instalment, 4) == Decimal("129504.5750")
    assert [round(exact[at].balance, 2) for at in (0, 1, 2, 8)] == [
        Decimal(each) for each in ("920495.43", "837015.62", "749361.83", "123337.69")
    ]
    assert abs(exact[-1].balance) < Decimal("1e-15")
    assert [billed[at].balance for at in (1, 2, 8, 9)] == [
        Decimal(each) for each in ("837015.63", "749361.84", "123337.74", "0.00")
    ]
    assert (billed[0].instalment, billed[-1].instalment) == (Decimal("129504.57"), Decimal("129504.63"))


def test_other_ways_to_pay_back() -> None:
    equal = loans.schedule(Decimal(1000), Decimal("0.1"), 4, way=Way.EQUAL_PRINCIPAL, grace=1)
    assert [(str(each.interest), str(each.principal)) for each in equal] == [
        ("100.00", "0"), ("100.00", "333.33"), ("66.67", "333.33"), ("33.33", "333.34"),
    ]  # fmt: skip
    bullet = loans.schedule(Decimal(1000), [Decimal("0.1"), Decimal("0.2")], 2, way=Way.BULLET)
    assert [each.instalment for each in bullet] == [Decimal(100), Decimal(1200)]
    rising = loans.schedule(Decimal(1000), [Decimal("0.05"), Decimal("0.07"), Decimal("0.07")], 3)
    assert rising[-1].balance == 0
    assert rising[1].instalment == pytest.approx(rising[2].instalment, abs=Decimal("0.02"))
    assert round(loans.capacity(Decimal("129504.5750"), FIVE, 10)) == 1_000_000
    with pytest.raises(ValueError, match="fewer periods of grace"):
        loans.schedule(MILLION, FIVE, 3, grace=3)


def test_the_conversion_table_is_not_the_mean() -> None:
    assert scoring.weakest_link(["A", "B", "NA"]) == "B+"
    assert scoring.weakest_link(["C", "C"]) == "C"
    assert scoring.averaged(["A", "D*"]) == "C+"
    table = {
        sum(map(scoring.POINTS.__getitem__, three)): scoring.averaged(three) for three in product("ABCD", repeat=3)
    }
    assert [table[total] for total in range(3, 13)] == ["D", "D+", "D+", "C", "C+", "B", "B", "B+", "A", "A"]
    with pytest.raises(ValueError, match="two to four"):
        scoring.averaged(list("AAAAA"))
    with pytest.raises(ValueError, match="E is no score"):
        scoring.averaged(["A", "E"])


def test_scores_from_figures() -> None:
    def share(*texts: str | None) -> list[Decimal | None]:
        return [None if text is None else Decimal(text) for text in texts]

    assert scoring.outturn(share("0.96", "1.2", "1.05"), scoring.EXPENDITURE_OUTTURN) == "A"
    assert scoring.outturn(share("0.96", "1.2", "0.8"), scoring.EXPENDITURE_OUTTURN) == "D"
    assert scoring.outturn(share("0.96", None, None), scoring.EXPENDITURE_OUTTURN) == "D*"
    assert scoring.composition(share("0.04", "0.09", "0.2")) == "B"
    assert scoring.variance({"a": Decimal(50), "b": Decimal(50)}, {"a": Decimal(60), "b": Decimal(40)}) == Decimal(
        "0.2"
    )


@pytest.mark.parametrize(
    ("cell", "mark", "value"),
    [
        ("1.234,56 ", None, "1234.56"),
        ("150,000.00", None, "150000.00"),
        ("-0,00", None, "0.00"),
        ("1,1e+07", None, "11000000"),
        ("2e+05", None, "200000"),
        ("40634.92", None, "40634.92"),
        ("1.234.567", None, "1234567"),
        ("(1 234,5)", None, "-1234.5"),
        ("50,000", Mark.POINT, "50000"),
        ("50,000", Mark.COMMA, "50.000"),
        ("−7", None, "-7"),
        ("NA", None, None),
        (" – ", None, None),
        ("12.5", Mark.COMMA, "12.5"),
        ("0,125", Mark.COMMA, "0.125"),
        ("1.234,567", Mark.POINT, "1234.567"),
        ("1'234.50", Mark.COMMA, "1234.50"),
    ],
)
def test_numbers_as_they_are_written(cell: str, mark: Mark | None, value: str | None) -> None:
    assert numbers.read(cell, mark) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    "cell", ["1,234", "12a", "=1+1", "1.2.3", "inf", "1,23,456.7", "1,23,4", "1.234.5", "12 34", "1_000"]
)
@pytest.mark.parametrize("mark", [None, Mark.POINT])
def test_what_is_no_number_or_two_is_said(cell: str, mark: Mark | None) -> None:
    if (cell, mark) == ("1,234", Mark.POINT):
        cell = "0,125"  # against the mark, and not by one or two decimals: somebody meant another number
    with pytest.raises(NotANumber):
        numbers.read(cell, mark)


def test_against_the_mark_only_what_is_clear_is_read() -> None:
    for cell in ("1.2345", "0.125", "1234.567"):
        with pytest.raises(TwoNumbers):
            numbers.read(cell, Mark.COMMA)


def test_a_column_decides_what_a_cell_cannot() -> None:
    assert numbers.guess(["1.234,50", "1,234", "7"]) == numbers.Guess(Mark.COMMA, 1)
    assert numbers.guess(["1,234", "5,678"]).mark is None
