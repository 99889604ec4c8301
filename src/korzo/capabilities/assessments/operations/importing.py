"""Taking figures from a document, and taking them back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from korzo.capabilities.assessments import events
from korzo.capabilities.assessments.models import Assessment, Document, Figure
from korzo.capabilities.assessments.operations import standing
from korzo.capabilities.assessments.operations.refusals import Refused
from korzo.capabilities.assessments.operations.setting_up import lock
from korzo.capabilities.assessments.queries import definitions
from korzo.capabilities.assessments.rules.cells import Cell
from korzo.kernel import trail
from korzo.kernel.people.models import Person


@dataclass(frozen=True)
class Taken:
    """What a document says for a cell: an amount or a text, and what stood there."""

    cell: Cell
    amount: Decimal | None = None
    text: str = ""
    original: str = ""


@dataclass(frozen=True)
class Imported:
    """What came of it: figures stored, those that stand `beside` another source's, and those that said the same."""

    stored: int
    beside: int
    same: int


@transaction.atomic
def take(
    assessment: Assessment,
    document: Document,
    figures: Sequence[Taken],
    *,
    confidence: str = "",
    by: Person,
    now: datetime,
) -> Imported:
    """Store what a document says. It counts where nothing stood; what differs stands beside until somebody chooses.

    A cell that says what the chosen figure says already is left alone. Raises NotAllowed, Refused with the cell as
    field.
    """
    locked = lock(assessment)
    standing.allowed(locked, {each.cell.table for each in figures}, by)
    instrument = definitions.instrument(locked)
    origin = standing.origin(document.pk)
    chosen = {figure.cell: figure for figure in locked.figures.filter(is_chosen=True)}
    rows, same, replaced = [], 0, []
    for each in figures:
        if instrument.kind(each.cell) is None:
            raise Refused(str(each.cell), str(each.cell))
        held = chosen.get(each.cell)
        if held and (held.amount, held.text) == (each.amount, each.text):
            same += 1
            continue
        again = held is not None and held.origin == origin
        replaced += [held.pk] if held and again else []
        rows.append(
            Figure(
                assessment=locked,
                origin=origin,
                is_chosen=held is None or again,
                amount=each.amount,
                text=each.text,
                original=each.original[:80],
                confidence=confidence,
                document=document,
                by=by,
                at=now,
                **standing.address(each.cell),
            )
        )
    locked.figures.filter(Q(pk__in=replaced) | Q(origin=origin, is_chosen=False)).delete()
    Figure.objects.bulk_create(rows, batch_size=500)
    beside = sum(not row.is_chosen for row in rows)
    trail.record(events.FiguresImported(locked.ref, document.pk, len(rows), beside), by=by, now=now)
    return Imported(len(rows), beside, same)


@transaction.atomic
def undo(assessment: Assessment, document: Document, *, by: Person, now: datetime) -> int:
    """Take back all that came from a document; where it was chosen, what stood beside it counts again.

    Raises NotAllowed.
    """
    locked = lock(assessment)
    rows = list(locked.figures.filter(origin=standing.origin(document.pk)))
    standing.allowed(locked, {row.table for row in rows}, by)
    for row in rows:
        standing.forget(row)
    trail.record(events.FiguresImported(locked.ref, document.pk, -len(rows), 0), by=by, now=now)
    return len(rows)
