"""Taking figures from a document, and taking them back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from korzo.capabilities.assessments import events
from korzo.capabilities.assessments.models import Assessment, Document, Figure
from korzo.capabilities.assessments.operations import standing
from korzo.capabilities.assessments.operations.refusals import Refused
from korzo.capabilities.assessments.operations.setting_up import lock
from korzo.capabilities.assessments.queries import definitions
from korzo.capabilities.assessments.rules import entering
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

    Read anew, a document takes the place of what it said of these cells before, and of no others. A cell that says what
    the chosen figure says already is left alone. Raises NotAllowed, Refused with the cell as
    field.
    """
    locked = lock(assessment)
    standing.allowed(locked, {each.cell.table for each in figures}, by)
    standing.asked(locked, definitions.instrument(locked), [each.cell for each in figures])
    origin = standing.origin(document.pk)
    standing_there = list(locked.figures.filter(Q(is_chosen=True) | Q(origin=origin)))
    chosen = {figure.cell: figure for figure in standing_there if figure.is_chosen}
    before = {figure.cell: figure for figure in standing_there if figure.origin == origin}
    rows, same, replaced = [], 0, []
    for each in figures:
        if each.amount is not None and abs(each.amount) >= entering.LARGEST:
            raise Refused(str(each.cell), _("%(cell)s: this number is too large.") % {"cell": each.cell})
        held, own = chosen.get(each.cell), before.get(each.cell)
        says_so = held is not None and (held.amount, held.text) == (each.amount, each.text)
        if own and not (says_so and own is held):
            replaced.append(own.pk)
        if says_so:
            same += 1
            continue
        again = own is not None and own.is_chosen
        rows.append(
            Figure(
                assessment=locked,
                origin=origin,
                is_chosen=held is None or again,
                amount=each.amount,
                text=each.text,
                original=each.original[:80],
                confidence=confidence,
                note=own.note if own else "",
                document=document,
                by=by,
                at=now,
                **standing.address(each.cell),
            )
        )
    locked.figures.filter(pk__in=replaced).delete()
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
