"""Setting up inspections, making what is due, and taking what was found."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.capabilities.cases import events, permissions
from korzo.capabilities.cases.models import Check, Inspection
from korzo.capabilities.cases.operations import intake, work
from korzo.capabilities.cases.operations.stepping import NotAllowed, needed
from korzo.kernel import trail
from korzo.kernel.people.models import Person
from korzo.kernel.text import plain

CHANNEL = "inspection"


def keep(row: Inspection, *, by: Person, now: datetime) -> Inspection:
    """Set an inspection up, or change it. Raises ValidationError, NotAllowed."""
    if not permissions.can_answer_for(by, row.office_id):
        raise NotAllowed(_("Only the office that does it can set up an inspection."))
    row.full_clean()
    with transaction.atomic():
        row.save()
        event = events.InspectionKept(f"inspection:{row.pk}", row.office.code, row.is_active)
        trail.record(event, by=by, now=now)
        make(row, now=now)
    return row


def make_due(*, now: datetime) -> int:
    """Make what is due up to today; returns how many. What was missed while nothing ran is made once."""
    return sum(make(row, now=now) for row in Inspection.objects.filter(is_active=True))


def make(row: Inspection, *, now: datetime) -> bool:
    """Make the latest that is due, unless an older one still waits."""
    day = row.rhythm.latest(timezone.localtime(now).date()) if row.is_active else None
    if day is None or row.checks.filter(due_on__gte=day).exists() or row.checks.filter(state="unchecked").exists():
        return False
    try:
        with transaction.atomic():
            row.checks.create(due_on=day)
    except IntegrityError:
        return False  # another worker was quicker
    return True


def do_check(
    check: Check, *, state: str, answers: Sequence[Any] = (), note: str = "", by: Person, now: datetime
) -> Check:
    """Take the answers to an inspection's questions, in their order; or, with `state` not_checkable, the reason.

    A question that is answered with no opens one case of the inspection's kind, with all that is not in order. Raises
    ReportRefused, NotAllowed.
    """
    with transaction.atomic():
        found = Check.objects.select_for_update(of=("self",)).select_related("inspection__office").get(pk=check.pk)
        inspection = found.inspection
        if not permissions.can_answer_for(by, inspection.office_id):
            raise NotAllowed(_("Only the office that does it can report an inspection."))
        if found.state != Check.State.UNCHECKED:
            raise intake.ReportRefused("state", _("Somebody has reported this already."))
        if state == Check.State.NOT_CHECKABLE:
            found.note = needed(note, _("Say why it could not be checked."), field="note")
        else:
            found.note, found.answers = plain.clean(note), list(answers)
            if len(found.answers) != len(inspection.questions) or None in found.answers:
                raise intake.ReportRefused("state", _("Answer all questions."))
            found.case = _opened(found, by=by, now=now)
        found.state, found.person, found.done_at = state, by, now
        found.save()
        code = found.case.ref if found.case else ""
        event = events.InspectionDone(f"inspection:{inspection.pk}", found.due_on.isoformat(), state, code)
        trail.record(event, by=by, now=now)
        make(inspection, now=now)
    return found


def _opened(check: Check, *, by: Person, now: datetime) -> Any:
    row = check.inspection
    wrong = [
        each["text"]
        for each, answer in zip(row.questions, check.answers, strict=True)
        if each["type"] == Inspection.Answer.YES and answer is False
    ]
    if not wrong:
        return None
    said = "\n".join([row.name, *(_("Not in order: %(what)s") % {"what": each} for each in wrong), check.note]).strip()
    report = intake.Report(
        category=row.category.code, description=said, lat=row.lat, long=row.long, address=row.address, channel=CHANNEL
    )
    case = intake.report(report, by=by, now=now).case
    if permissions.can_work_on(by, case):
        work.validate(case, by=by, now=now)
    return case
