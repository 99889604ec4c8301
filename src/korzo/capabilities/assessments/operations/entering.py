"""Typing figures, and taking them back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from korzo.capabilities.assessments import events
from korzo.capabilities.assessments.models import Assessment, Document, Figure
from korzo.capabilities.assessments.models.figure import TYPED
from korzo.capabilities.assessments.operations import standing
from korzo.capabilities.assessments.operations.refusals import Conflict, NotAllowed, Refused
from korzo.capabilities.assessments.queries import definitions
from korzo.capabilities.assessments.rules import entering
from korzo.capabilities.assessments.rules.cells import Cell
from korzo.capabilities.assessments.rules.entering import BadEntry, Entry
from korzo.capabilities.assessments.rules.instruments import Instrument
from korzo.capabilities.assessments.rules.numbers import Mark
from korzo.kernel import trail
from korzo.kernel.people.models import Person

MOST = 5_000
"""Cells at once: a pasted block."""
WRONG = {
    "number": gettext_lazy("This is not a number."),
    "two_numbers": gettext_lazy("This could be two numbers. Write it without marks for thousands."),
    "nothing": gettext_lazy("This is no figure. Leave the cell empty, or say why there is none."),
    "too_large": gettext_lazy("This number is too large."),
    "year": gettext_lazy("A year has four digits."),
    "date": gettext_lazy("This is not a day. Write it like 31.12.2025."),
    "choice": gettext_lazy("Choose from the list."),
    "too_long": gettext_lazy("This is too long."),
}


@dataclass(frozen=True)
class Edit:
    """A cell as somebody wants it; `version` is that of the figure they saw, 0 where there was none.

    With an `absence` it says why there is nothing; an empty `typed` takes the figure away.
    """

    cell: Cell
    typed: str = ""
    version: int = 0
    absence: str = ""
    note: str | None = None
    confidence: str | None = None
    document: Document | None = None


@dataclass(frozen=True)
class _Writing:
    """Who writes into what, and when."""

    assessment: Assessment
    instrument: Instrument
    mark: Mark | None
    by: Person
    now: datetime

    def record(self, cell: Cell, before: str, after: str) -> None:
        told = events.FigureEntered(self.assessment.ref, str(cell), before, after)
        trail.record(told, by=self.by, now=self.now)


def enter(
    assessment: Assessment, edits: Sequence[Edit], *, mark: Mark | None, by: Person, now: datetime
) -> list[Figure]:
    """Store cells as typed, all or none. Raises NotAllowed, Refused with the cell's spelling as field, Conflict."""
    if len(edits) > MOST:
        raise Refused("", _("Paste at most %(most)d cells at once.") % {"most": MOST})
    instrument = definitions.instrument(assessment)
    with transaction.atomic():
        locked = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
        standing.allowed(locked, {edit.cell.table for edit in edits}, by)
        held, writing = _held(locked, edits), _Writing(locked, instrument, mark, by, now)
        found = [_one(writing, edit, held.get(edit.cell)) for edit in edits]
        Assessment.objects.filter(pk=locked.pk).update(changed_at=now)
    return found


def remove_row(assessment: Assessment, table: str, row: str, *, by: Person, now: datetime) -> None:
    """Take a row of a register away, whoever typed or imported its cells. Raises NotAllowed."""
    instrument = definitions.instrument(assessment)
    asked = instrument.table(table)
    with transaction.atomic():
        locked = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
        standing.allowed(locked, {table}, by)
        if asked is None or not asked.is_register:
            raise NotAllowed
        writing = _Writing(locked, instrument, None, by, now)
        for figure in locked.figures.filter(table=table, row=row):
            writing.record(figure.cell, _told(figure), "")
            figure.delete()


def _held(assessment: Assessment, edits: Sequence[Edit]) -> dict[Cell, Figure]:
    tables = {edit.cell.table for edit in edits}
    wanted = {edit.cell for edit in edits}
    typed = assessment.figures.filter(table__in=tables, row__in={cell.row for cell in wanted}, origin=TYPED)
    return {figure.cell: figure for figure in typed if figure.cell in wanted}


def _one(writing: _Writing, edit: Edit, held: Figure | None) -> Figure:
    entry = _read(writing, edit)
    if edit.version != (held.version if held else 0):
        raise Conflict(held, _("Somebody else changed this figure meanwhile."))
    before = _told(held)
    figure = held or Figure(assessment=writing.assessment, is_chosen=False, version=0, **standing.address(edit.cell))
    if entry.is_empty and not edit.absence:
        if held:
            standing.forget(held)
            writing.record(edit.cell, before, "")
        figure.version = 0
        return figure
    figure.amount, figure.text, figure.absence = entry.amount, entry.text, edit.absence
    figure.original = edit.typed.strip()[:80]
    for name in ("note", "confidence", "document"):
        given = getattr(edit, name)
        if given is not None:
            setattr(figure, name, given)
    figure.by, figure.at, figure.version = writing.by, writing.now, figure.version + 1
    if not figure.is_chosen:
        figure.is_chosen = not standing.beside(figure).filter(is_chosen=True).exists()
    figure.save()
    if before != _told(figure):
        writing.record(edit.cell, before, _told(figure))
    return figure


def _read(writing: _Writing, edit: Edit) -> Entry:
    kind = writing.instrument.kind(edit.cell)
    if kind is None:
        raise Refused(str(edit.cell), _("Nothing asks for this figure."))
    if edit.absence and (edit.typed.strip() or edit.absence not in Figure.Absence.values):
        raise Refused(str(edit.cell), _("Give a figure, or say why there is none."))
    table = writing.instrument.table(edit.cell.table)
    try:
        return entering.read(edit.typed, kind, writing.mark, column=table.column(edit.cell.column) if table else None)
    except BadEntry as error:
        raise Refused(str(edit.cell), str(WRONG[error.why])) from error


def _told(figure: Figure | None) -> str:
    """A figure as the trail tells it: amounts and choices; texts that people wrote stay out of it."""
    if figure is None:
        return ""
    if figure.absence:
        return figure.absence
    return format(figure.amount.normalize(), "f") if isinstance(figure.amount, Decimal) else "…"
