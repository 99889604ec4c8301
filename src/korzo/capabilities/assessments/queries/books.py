"""The figures of an assessment as lines by year."""

from collections.abc import Iterable

from korzo.capabilities.assessments.models import Assessment, Figure
from korzo.capabilities.assessments.queries import definitions
from korzo.capabilities.assessments.rules.books import Book
from korzo.capabilities.assessments.rules.cells import Cell
from korzo.capabilities.assessments.rules.values import Reason, Unknown, Value

_WHY = {Figure.Absence.NOT_APPLICABLE: Reason.NOT_APPLICABLE, Figure.Absence.UNKNOWN: Reason.MISSING}


def book(assessment: Assessment) -> Book:
    """The chosen figures, in two queries."""
    empty = assessment.parts.filter(is_empty=True).values_list("code", flat=True)
    return made(assessment, assessment.figures.filter(is_chosen=True), empty)


def made(assessment: Assessment, figures: Iterable[Figure], empty: Iterable[str]) -> Book:
    """A book of these figures."""
    amounts: dict[Cell, Value] = {}
    texts: dict[Cell, str] = {}
    for figure in figures:
        cell = figure.cell
        if figure.absence:
            amounts[cell] = Unknown(_WHY[Figure.Absence(figure.absence)], figure.row, cell.year)
        elif figure.amount is not None:
            amounts[cell] = figure.amount
        else:
            texts[cell] = figure.text
    return Book(definitions.instrument(assessment), amounts, texts, frozenset(empty))
