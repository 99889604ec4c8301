"""Scores A to D of a questionnaire in the manner of PEFA: of one dimension, of an indicator, and from figures.

Sources: PEFA framework 2016 and its field guide. Conversion tables as recalled, to be confirmed. There is no method for
adding up across indicators, and none here.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

POINTS = {"A": 4, "B": 3, "C": 2, "D": 1}
NONE = "D*"
"""Not enough information: counts like D, and is shown only at its dimension."""
NOT_APPLICABLE = "NA"
_M2 = {
    2: ("D", "D+", "C", "C+", "B", "B+", "A"),
    3: ("D", "D+", "D+", "C", "C+", "B", "B", "B+", "A", "A"),
    4: ("D", "D", "D+", "D+", "C", "C+", "C+", "B", "B", "B+", "B+", "A", "A"),
}


def weakest_link(scores: Sequence[str]) -> str:
    """Method M1: the lowest, with a plus if any other is higher; NA when none applies."""
    given = _given(scores)
    if not given:
        return NOT_APPLICABLE
    lowest = min(given, key=POINTS.__getitem__)
    return lowest if len(set(given)) == 1 else f"{lowest}+"


def averaged(scores: Sequence[str]) -> str:
    """Method M2: by the conversion table of two, three or four dimensions, which is not the mean."""
    given = _given(scores)
    if not given:
        return NOT_APPLICABLE
    if len(given) == 1:
        return given[0]
    if len(given) not in _M2:
        raise ValueError("the tables are for two to four dimensions")
    return _M2[len(given)][sum(POINTS[each] for each in given) - len(given)]


def _given(scores: Sequence[str]) -> list[str]:
    given = ["D" if each == NONE else each for each in scores if each != NOT_APPLICABLE]
    if strange := [each for each in given if each not in POINTS]:
        raise ValueError(f"{strange[0]} is no score")
    return given


# Computed from figures -----------------------------------------------------------------------------------------------
EXPENDITURE_OUTTURN = {"A": ("0.95", "1.05"), "B": ("0.90", "1.10"), "C": ("0.85", "1.15")}
REVENUE_OUTTURN = {"A": ("0.97", "1.06"), "B": ("0.94", "1.12"), "C": ("0.92", "1.16")}
COMPOSITION = {"A": "0.05", "B": "0.10", "C": "0.15"}
_NEEDED = 2  # of the last three years


def outturn(shares: Sequence[Decimal | None], bands: Mapping[str, tuple[str, str]]) -> str:
    """PI-1.1, PI-3.1: actual over original budget, of three years; the best band that two of them are in."""
    return _best(shares, lambda share, band: Decimal(bands[band][0]) <= share <= Decimal(bands[band][1]))


def composition(variances: Sequence[Decimal | None]) -> str:
    """PI-2.1, PI-2.2: the variances of three years; the best band that two of them are in."""
    return _best(variances, lambda variance, band: variance < Decimal(COMPOSITION[band]))


def variance(budget: Mapping[str, Decimal], actual: Mapping[str, Decimal]) -> Decimal | None:
    """Σ|actual − adjusted| ÷ Σ adjusted, the budget adjusted to what was spent in all; None without any budget."""
    planned, spent = sum(budget.values(), Decimal(0)), sum(actual.values(), Decimal(0))
    if planned == 0 or spent == 0:
        return None
    heads = {*budget, *actual}
    off = (abs(actual.get(each, Decimal(0)) - budget.get(each, Decimal(0)) * spent / planned) for each in heads)
    return sum(off, Decimal(0)) / spent


def _best(values: Sequence[Decimal | None], fits: Callable[[Decimal, str], bool]) -> str:
    known = [value for value in values if value is not None]
    if len(known) < _NEEDED:
        return NONE
    for band in "ABC":
        if sum(fits(value, band) for value in known) >= _NEEDED:
            return band
    return "D"
