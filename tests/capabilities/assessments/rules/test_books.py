"""Totals and sums of registers where something does not apply, or nobody knows it."""

from decimal import Decimal

import pytest

from korzo.capabilities.assessments.rules import instruments, packs, ratios
from korzo.capabilities.assessments.rules.books import Book
from korzo.capabilities.assessments.rules.cells import Cell
from korzo.capabilities.assessments.rules.values import Reason, Unknown, Value

NOT_OURS = Unknown(Reason.NOT_APPLICABLE)
CAPITAL = ("X1", "X2", "X3")


def book(amounts: dict[Cell, Value], texts: dict[Cell, str] | None = None) -> Book:
    return Book(instruments.named("mfsa"), amounts, texts or {})


def lines(told: dict[str, Value]) -> dict[Cell, Value]:
    return {Cell("T2", line, "", 2025): value for line, value in told.items()}


def test_where_nothing_applies_neither_does_the_total_nor_a_ratio_of_it() -> None:
    none = book(lines(dict.fromkeys(CAPITAL, NOT_OURS)) | {Cell("T1", "R1", "", 2025): Decimal(5)})
    assert none("X", 2025) == Unknown(Reason.NOT_APPLICABLE, "X", 2025)
    financed = next(each for each in ratios.compute(packs.named("mfsa"), none, 2025) if each.ratio.id == "I2")
    assert isinstance(financed.value, Unknown)
    some = book(lines({"X1": NOT_OURS, "X2": Decimal(7), "X3": NOT_OURS}))
    assert some("X", 2025) == 7
    published = book(lines(dict.fromkeys(CAPITAL, NOT_OURS) | {"X": Decimal(9)}))
    assert published("X", 2025) == 9


@pytest.mark.parametrize("line", ["EC", "TE"])
def test_what_does_not_apply_adds_nothing_to_the_totals_above(line: str) -> None:
    current: dict[str, Value] = {f"E{number}": Decimal(number) for number in range(1, 11)}
    assert book(lines(current | dict.fromkeys(CAPITAL, NOT_OURS)))(line, 2025) == 55


def test_a_register_in_which_nothing_applies_is_not_zero() -> None:
    kind, left = Cell("T4", "1", "kind"), Cell("T4", "1", "closing", 2025)
    assert book({left: NOT_OURS}, {kind: "own"})("DEBT", 2025) == Unknown(Reason.NOT_APPLICABLE, "DEBT", 2025)
    assert book({left: NOT_OURS}, {kind: "own"})("GUARANTEES", 2025) == 0
