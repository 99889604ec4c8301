"""Settling what does not agree: between two sources, between two ways to an amount, and in remarks."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.assessments import events, permissions
from korzo.capabilities.assessments.models import Assessment, Explanation, Figure, Part, Remark
from korzo.capabilities.assessments.operations.refusals import NotAllowed, Refused
from korzo.capabilities.assessments.operations.setting_up import lock
from korzo.capabilities.assessments.queries import books
from korzo.capabilities.assessments.rules.cells import Cell
from korzo.kernel import trail
from korzo.kernel.people.models import Person


@transaction.atomic
def choose(figure: Figure, *, reason: str, by: Person, now: datetime) -> Figure:
    """Take one source's figure for its cell, and say why, under what was said of it. Raises NotAllowed, Refused."""
    assessment = lock(figure.assessment)
    if not permissions.can_settle(by, assessment):
        raise NotAllowed
    if not reason.strip():
        raise Refused("reason", _("Say why this figure is the right one."))
    same = assessment.figures.filter(
        table=figure.table, row=figure.row, column=figure.column, year=figure.year, phase=figure.phase
    )
    same.filter(is_chosen=True).update(is_chosen=False)
    figure.refresh_from_db()
    figure.is_chosen, figure.version = True, figure.version + 1
    figure.note = "\n".join(each for each in (figure.note, reason.strip()) if each)
    figure.full_clean()
    figure.save()
    trail.record(events.FigureChosen(assessment.ref, str(figure.cell), figure.origin), by=by, now=now)
    return figure


@transaction.atomic
def explain(assessment: Assessment, check: str, year: int, *, reason: str, by: Person, now: datetime) -> Explanation:
    """Say why two ways to an amount do not agree, or that it is published so; it holds for these amounts only.

    Raises NotAllowed, Refused.
    """
    locked = lock(assessment)
    if not permissions.can_settle(by, locked):
        raise NotAllowed
    if not reason.strip():
        raise Refused("reason", _("Say why they do not agree."))
    found = next((each for each in books.book(locked).check([year]) if each.check.id == check), None)
    if found is None:
        raise Refused("", _("They agree by now."))
    values = {"left": found.left, "right": found.right, "reason": reason.strip(), "by": by, "at": now}
    kept, _made = Explanation.objects.update_or_create(assessment=locked, check_id=check, year=year, defaults=values)
    kept.full_clean()
    trail.record(events.DifferenceExplained(locked.ref, check, year), by=by, now=now)
    return kept


@transaction.atomic
def remark(assessment: Assessment, cell: Cell, text: str, *, by: Person, now: datetime) -> Remark:
    """Say something about a cell. Raises NotAllowed, Refused."""
    locked = lock(assessment)
    part = locked.parts.filter(code=cell.table).first() or Part(assessment=locked, code=cell.table)
    if not permissions.can_open(by, part):
        raise NotAllowed
    _open(locked)
    if not text.strip():
        raise Refused("text", _("Write what you want to say."))
    made = Remark(assessment=assessment, cell=str(cell), text=text.strip(), by=by, at=now)
    made.full_clean()
    made.save()
    return made


@transaction.atomic
def settle(told: Remark, *, by: Person, now: datetime) -> None:
    """Close a remark: who wrote it, or who leads. Raises NotAllowed, Refused."""
    locked = lock(told.assessment)
    if told.by_id != by.pk and not permissions.can_lead(by, locked):
        raise NotAllowed
    _open(locked)
    told.settled_at = now
    told.save()


def _open(assessment: Assessment) -> None:
    if assessment.is_locked:
        raise Refused("", _("It is signed, and nothing can be said about its figures any more. Begin a correction."))
