"""Scores that follow from the tables: how budgets were carried out over the last three years, in the manner of PEFA.

Against the original budget as approved, never a changed one. Repayment of loans is not expenditure. Source: PEFA
framework 2016, PI-1 to PI-3; bands in `scoring`, to be confirmed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from korzo.capabilities.assessments.rules import scoring
from korzo.capabilities.assessments.rules.ratios import Lines
from korzo.capabilities.assessments.rules.values import Reason, Unknown, Value, applies

YEARS = 3
_DIVISIONS = tuple(f"G{number:02}" for number in range(1, 11))
_TYPES = {
    "21": ("E1", "E2"), "22": ("E3", "E4", "E5"), "24": ("E9",), "25": ("E6",), "26": ("E7",), "27": ("E8",),
    "31": ("X1", "X3"), "28": ("X2",),
}  # fmt: skip
"""GFS economic types of two digits; the reserve (E10) is left out of the composition."""
_CONTINGENCY = (("A", Decimal("0.03")), ("B", Decimal("0.06")), ("C", Decimal("0.10")))


@dataclass(frozen=True, slots=True)
class Proposal:
    """A score, and the share or variance of each of the three years that it follows from."""

    score: str
    values: tuple[tuple[int, Value], ...]


def propose(name: str, figures: Lines, last: int) -> Proposal:
    """The score of what a questionnaire calls `computed`; KeyError for another name."""
    return _PROPOSED[name](figures, last)


def _outturn(line: str, bands: dict[str, tuple[str, str]]) -> Callable[[Lines, int], Proposal]:
    def compute(figures: Lines, last: int) -> Proposal:
        values = [(year, _share(figures, line, year)) for year in _three(last)]
        return Proposal(scoring.outturn([_or_none(value) for _year, value in values], bands), tuple(values))

    return compute


def _composition(heads: Callable[[Lines, int, str], dict[str, Value]]) -> Callable[[Lines, int], Proposal]:
    def compute(figures: Lines, last: int) -> Proposal:
        values = []
        for year in _three(last):
            budget, actual = heads(figures, year, "_ORIGINAL"), heads(figures, year, "")
            told = [each for each in (*budget.values(), *actual.values()) if applies(each)]
            unknown = next((each for each in told if isinstance(each, Unknown)), None)
            values.append((year, unknown or _variance(budget, actual, year)))
        return Proposal(scoring.composition([_or_none(value) for _year, value in values]), tuple(values))

    return compute


def _variance(budget: dict[str, Value], actual: dict[str, Value], year: int) -> Value:
    planned, spent = (
        {head: value for head, value in each.items() if isinstance(value, Decimal)} for each in (budget, actual)
    )
    found = scoring.variance(planned, spent)
    return Unknown(Reason.ZERO_DENOMINATOR, "TE", year) if found is None else found


def _by_task(figures: Lines, year: int, phase: str) -> dict[str, Value]:
    """The divisions of COFOG, current and capital together; interest is taken out of general services.

    Of the budget and of what was spent alike: where one of the two is not known, the year is not.
    """
    found = {each: _sum(figures, (f"{each}C{phase}", f"{each}K{phase}"), year) for each in _DIVISIONS}
    interest, general = figures(f"E9{phase}", year), found["G01"]
    if isinstance(general, Decimal) and applies(interest):
        found["G01"] = general - interest if isinstance(interest, Decimal) else interest
    return found


def _by_type(figures: Lines, year: int, phase: str) -> dict[str, Value]:
    return {head: _sum(figures, tuple(f"{line}{phase}" for line in lines), year) for head, lines in _TYPES.items()}


def _contingency(figures: Lines, last: int) -> Proposal:
    """What is spent from the reserve, as a share of the original budget, on average."""
    values: list[tuple[int, Value]] = []
    for year in _three(last):
        reserve, budget = figures("E10", year), figures("TE_ORIGINAL", year)
        values.append((year, _divided(reserve, budget, year)))
    known = [value for _year, value in values if isinstance(value, Decimal)]
    if len(known) < YEARS:
        return Proposal(scoring.NONE, tuple(values))
    average = sum(known, Decimal(0)) / len(known)
    return Proposal(next((score for score, most in _CONTINGENCY if average < most), "D"), tuple(values))


def _three(last: int) -> range:
    return range(last - YEARS + 1, last + 1)


def _share(figures: Lines, line: str, year: int) -> Value:
    return _divided(figures(line, year), figures(f"{line}_ORIGINAL", year), year)


def _divided(value: Value, by: Value, year: int) -> Value:
    if isinstance(value, Unknown):
        return value
    if isinstance(by, Unknown):
        return by
    return value / by if by else Unknown(Reason.ZERO_DENOMINATOR, "", year)


def _sum(figures: Lines, lines: tuple[str, ...], year: int) -> Value:
    """Together; a line that does not apply adds nothing, one that is not known makes all unknown."""
    values = [figures(line, year) for line in lines]
    told = [value for value in values if applies(value)]
    unknown = next((value for value in told or values if isinstance(value, Unknown)), None)
    return unknown or sum((value for value in told if isinstance(value, Decimal)), Decimal(0))


def _or_none(value: Value) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


_PROPOSED: dict[str, Callable[[Lines, int], Proposal]] = {
    "expenditure_outturn": _outturn("TE", scoring.EXPENDITURE_OUTTURN),
    "composition_function": _composition(_by_task),
    "composition_economic": _composition(_by_type),
    "contingency": _contingency,
    "revenue_outturn": _outturn("TR", scoring.REVENUE_OUTTURN),
}
NAMES = tuple(_PROPOSED)
