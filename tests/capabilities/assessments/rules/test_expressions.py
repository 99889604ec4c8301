"""One formula in three forms: computed, read, and in a spreadsheet."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from korzo.capabilities.assessments.rules import expressions
from korzo.capabilities.assessments.rules.expressions import BadFormula, Line, Number, Operation
from korzo.capabilities.assessments.rules.values import Reason, Unknown, Value

FIGURES = {("RC", 2025): 200, ("EC", 2025): 150, ("RC", 2024): 100, ("III/1.", 2025): 7, ("ZERO", 2025): 0}


def figures(line: str, year: int) -> Value:
    found = FIGURES.get((line, year))
    return Unknown(Reason.MISSING, line, year) if found is None else Decimal(found)


def cells(line: str, year: int) -> str:
    return f"{'B' if year == 2025 else 'A'}{sorted({name for name, _ in FIGURES}).index(line) + 1}"


def value(text: str) -> Value:
    return expressions.evaluate(expressions.parse(text), figures, 2025)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("(RC - EC) / RC", "0.25"),
        ("RC − EC × 2", "-100"),
        ("-RC + [III/1.]", "-193"),
        ("lag(RC, 1)", "100"),
        ("mean(RC, 2)", "150"),
        ("max(0, EC - RC)", "0"),
        ("min(RC, EC, 3)", "3"),
        ("abs(EC - RC) / 4 / 5", "2.5"),
        ("2 - 3 - 4", "-5"),
        ("sum(RC, EC)", "350"),
    ],
)
def test_it_computes(text: str, result: str) -> None:
    assert value(text) == Decimal(result)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("RC / ZERO", Unknown(Reason.ZERO_DENOMINATOR, "ZERO", 2025)),
        ("RC + DEBT", Unknown(Reason.MISSING, "DEBT", 2025)),
        ("mean(RC, 3)", Unknown(Reason.MISSING, "RC", 2023)),
        ("0 * DEBT", Unknown(Reason.MISSING, "DEBT", 2025)),
    ],
)
def test_what_is_missing_is_never_zero(text: str, reason: Unknown) -> None:
    assert value(text) == reason


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("RC +", "character 5"),
        ("RC EC", "character 4"),
        ("open(RC)", "character 5"),
        ("RC ** 2", "character 5"),
        ("__import__", "character 1"),
        ("lag(RC, 1.5)", "a number of years"),
        ("(" * 99 + "RC" + ")" * 99, "too deep"),
        ("", "character 1"),
    ],
)
def test_what_it_cannot_read_it_says_where(text: str, place: str) -> None:
    with pytest.raises(BadFormula, match=place.replace("(", r"\(")):
        expressions.parse(text)


def test_it_is_a_formula_of_a_spreadsheet_and_words() -> None:
    read = expressions.parse("(RC - (EC - 3)) / (RC * 2)")
    assert expressions.formula(read, cells, 2025) == "=IF(COUNT(B1,B3)<2,NA(),(B3-(B1-3))/(B3*2))"
    assert expressions.readable(read, {"RC": "Revenue", "EC": "Spending"}.__getitem__) == (
        "(Revenue − (Spending − 3)) ÷ (Revenue × 2)"
    )
    assert (
        expressions.formula(expressions.parse("max(0, lag(RC, 1))"), cells, 2025) == "=IF(COUNT(A3)<1,NA(),MAX(0,A3))"
    )


LEAF = st.one_of(
    st.integers(0, 99).map(lambda number: Number(Decimal(number))), st.sampled_from(["RC", "EC"]).map(Line)
)
TREES = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from("+-*/"), inner, inner).map(lambda made: Operation(made[0], made[1:])),
        inner.map(lambda term: Operation("neg", (term,))),
        st.lists(inner, min_size=1, max_size=3).map(lambda terms: Operation("max", tuple(terms))),
    ),
    max_leaves=12,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # machines are slow while other tests run
@given(TREES)
@example(expressions.parse("2 * (1 / 3)"))
@example(expressions.parse("0.1 + (RC / 3 + EC / 7)"))
def test_what_is_spelled_out_computes_the_same(tree: expressions.Expression) -> None:
    spelled = expressions.readable(tree, str)
    again = expressions.parse(spelled)
    assert expressions.evaluate(again, figures, 2025) == expressions.evaluate(tree, figures, 2025)
