"""Typing figures, and emptying their cells."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from korzo.capabilities.assessments import events
from korzo.capabilities.assessments.models import Assessment, Document, Figure
from korzo.capabilities.assessments.models.figure import TYPED
from korzo.capabilities.assessments.operations import documents, standing
from korzo.capabilities.assessments.operations.documents import Handed
from korzo.capabilities.assessments.operations.refusals import Conflict, Refused
from korzo.capabilities.assessments.operations.setting_up import lock
from korzo.capabilities.assessments.queries import definitions
from korzo.capabilities.assessments.rules import entering
from korzo.capabilities.assessments.rules.cells import Cell
from korzo.capabilities.assessments.rules.entering import BadEntry, Entry
from korzo.capabilities.assessments.rules.instruments import Instrument
from korzo.capabilities.assessments.rules.numbers import Mark
from korzo.kernel import trail
from korzo.kernel.people.models import Person

WRONG = {
    "number": gettext_lazy("This is not a number."),
    "two_numbers": gettext_lazy("This could be two numbers. Write it without marks for thousands."),
    "nothing": gettext_lazy("This is no figure. Leave the cell empty, or say why there is none."),
    "too_large": gettext_lazy("This number is too large."),
    "year": gettext_lazy("A year has four digits."),
    "date": gettext_lazy("This is not a day. Write it like 31.12.2025."),
    "choice": gettext_lazy("Choose from the list."),
    "too_long": gettext_lazy("This is too long."),
    "outside": standing.OUTSIDE,
}
_ABOUT = ("note", "confidence", "document")
_LONGEST_NOTE = 1_000


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

    new: list[Figure] = field(default_factory=list)
    told: list[events.FigureEntered] = field(default_factory=list)

    def record(self, cell: Cell, before: str, after: str) -> None:
        self.told.append(events.FigureEntered(self.assessment.ref, str(cell), before, after))

    def store(self, figure: Figure) -> None:
        """Store a figure at once, or with the other new ones at the end."""
        if figure.pk is None:
            self.new.append(figure)
        else:
            figure.save()

    def end(self) -> None:
        """Store what is new, then tell the trail, for which others wait."""
        Figure.objects.bulk_create(self.new, batch_size=500)
        Assessment.objects.filter(pk=self.assessment.pk).update(changed_at=self.now)
        for each in self.told:
            trail.record(each, by=self.by, now=self.now)


def enter(
    assessment: Assessment,
    edits: Sequence[Edit],
    *,
    mark: Mark | None,
    handed: Handed | None = None,
    most: int | None = None,
    by: Person,
    now: datetime,
) -> list[Figure]:
    """Store cells as typed, all or none and at `most` so many, with the document that was `handed` in for them.

    Raises NotAllowed, Refused with the cell's spelling as field, Conflict, ValidationError.
    """
    if most is not None and len(edits) > most:
        raise Refused("", _("Paste at most %(most)d cells at once.") % {"most": most})
    instrument = definitions.instrument(assessment)
    with transaction.atomic():
        locked = lock(assessment)
        standing.allowed(locked, {edit.cell.table for edit in edits}, by)
        standing.asked(locked, instrument, [edit.cell for edit in edits])
        if handed:
            made = documents.keep(locked, handed, by=by, now=now)
            edits = [replace(edit, document=made) for edit in edits]
        held, writing = _held(locked, edits), _Writing(locked, instrument, mark, by, now)
        found = [_one(writing, edit, held.get(edit.cell, [])) for edit in edits]
        writing.end()
    return found


def _held(assessment: Assessment, edits: Sequence[Edit]) -> dict[Cell, list[Figure]]:
    """What all sources say of these cells."""
    wanted = {edit.cell for edit in edits}
    tables, rows = {cell.table for cell in wanted}, {cell.row for cell in wanted}
    found = defaultdict[Cell, list[Figure]](list)
    for figure in assessment.figures.filter(table__in=tables, row__in=rows):
        if figure.cell in wanted:
            found[figure.cell].append(figure)
    return found


def _one(writing: _Writing, edit: Edit, sources: Sequence[Figure]) -> Figure:
    entry = _read(writing, edit)
    held = next((each for each in sources if each.origin == TYPED), None)
    counts = next((each for each in sources if each.is_chosen), None)
    if edit.version != (held.version if held else 0):
        raise Conflict(held, _("Somebody else changed this figure meanwhile."))
    if held is None and counts is not None and _says(counts, entry, edit):
        return _note(writing, counts, edit)
    before = held.told if held else ""
    figure = held or Figure(assessment=writing.assessment, is_chosen=False, version=0, **standing.address(edit.cell))
    if entry.is_empty and not edit.absence:
        if held:
            standing.forget(held)
            writing.record(edit.cell, before, "")
        figure.version = 0
        return figure
    figure.amount, figure.text, figure.absence = entry.amount, entry.text, edit.absence
    figure.original = edit.typed.strip()[:80]
    for name in _ABOUT:
        if (given := getattr(edit, name)) is not None:
            setattr(figure, name, given)
    figure.by, figure.at, figure.version = writing.by, writing.now, figure.version + 1
    figure.is_chosen = counts is None or counts is held
    writing.store(figure)
    if before != figure.told:
        writing.record(edit.cell, before, figure.told)
    return figure


def _says(figure: Figure, entry: Entry, edit: Edit) -> bool:
    """Whether an imported figure says already what was typed, as exactly as it can be typed."""
    amount = figure.amount
    if amount is not None and entry.amount is not None:
        amount = amount.quantize(entry.amount)
    same = (amount, figure.text, figure.absence) == (entry.amount, entry.text, edit.absence)
    return same and edit.document in {None, figure.document}


def _note(writing: _Writing, figure: Figure, edit: Edit) -> Figure:
    """Say more about the figure that counts, whoever brought it; nothing stands beside it for that."""
    said = {name: getattr(edit, name) for name in ("note", "confidence")}
    changed = {name: given for name, given in said.items() if given not in {None, getattr(figure, name)}}
    if changed:
        for name, given in changed.items():
            setattr(figure, name, given)
        figure.version += 1
        writing.store(figure)
    return figure


def _read(writing: _Writing, edit: Edit) -> Entry:
    kind = writing.instrument.kind(edit.cell) or "text"
    if edit.confidence and edit.confidence not in Figure.Confidence.values:
        raise Refused(str(edit.cell), _("Choose from the list how sure it is."))
    if edit.note and len(edit.note) > _LONGEST_NOTE:
        raise Refused(str(edit.cell), str(WRONG["too_long"]))
    if edit.absence and (edit.typed.strip() or edit.absence not in Figure.Absence.values):
        raise Refused(str(edit.cell), _("Give a figure, or say why there is none."))
    table = writing.instrument.table(edit.cell.table)
    try:
        return entering.read(edit.typed, kind, writing.mark, column=table.column(edit.cell.column) if table else None)
    except BadEntry as error:
        raise Refused(str(edit.cell), str(WRONG[error.why])) from error
