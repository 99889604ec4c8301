"""The figures of an assessment as lines by year."""

from collections.abc import Iterable, Sequence
from typing import Any

from korzo.capabilities.assessments.models import Assessment, Figure
from korzo.capabilities.assessments.queries import definitions
from korzo.capabilities.assessments.rules.books import Book
from korzo.capabilities.assessments.rules.cells import Cell, Phase
from korzo.capabilities.assessments.rules.values import Reason, Unknown, Value

_FIELDS = ("table", "row", "column", "year", "phase", "absence", "amount", "text")
_PHASES = {phase.value: phase for phase in Phase}
_WHY = {Figure.Absence.NOT_APPLICABLE: Reason.NOT_APPLICABLE, Figure.Absence.UNKNOWN: Reason.MISSING}


def book(assessment: Assessment) -> Book:
    """The chosen figures, in two queries; read as plain rows, since a page that saves a cell reads them all."""
    empty = assessment.parts.filter(is_empty=True).values_list("code", flat=True)
    return _of(assessment, assessment.figures.filter(is_chosen=True).order_by().values_list(*_FIELDS), empty)


def made(assessment: Assessment, figures: Iterable[Figure], empty: Iterable[str]) -> Book:
    """A book of these figures."""
    return _of(assessment, ([getattr(figure, name) for name in _FIELDS] for figure in figures), empty)


def _of(assessment: Assessment, rows: Iterable[Sequence[Any]], empty: Iterable[str]) -> Book:
    amounts: dict[Cell, Value] = {}
    texts: dict[Cell, str] = {}
    for table, row, column, year, phase, absence, amount, text in rows:
        cell = Cell(table, row, column, year or None, _PHASES[phase])
        if absence:
            amounts[cell] = Unknown(_WHY[Figure.Absence(absence)], row, cell.year)
        elif amount is not None:
            amounts[cell] = amount
        else:
            texts[cell] = text
    return Book(definitions.instrument(assessment), amounts, texts, frozenset(empty))
