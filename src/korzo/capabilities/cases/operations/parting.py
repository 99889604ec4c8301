"""Asking other offices for parts of the work; the resident sees one case, one owner and one clock."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from korzo.capabilities.cases import events, permissions
from korzo.capabilities.cases.models import Case, Part, Update
from korzo.capabilities.cases.operations import intake
from korzo.capabilities.cases.operations.stepping import NotAllowed, changing, needed, worker
from korzo.capabilities.cases.queries import owning
from korzo.capabilities.cases.rules.states import Action
from korzo.kernel import trail
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.text import plain


def ask_part(
    case: Case,
    *,
    office: Organisation,
    text: str,
    due_on: date | None = None,
    required: bool = True,
    by: Person,
    now: datetime,
    version: int | None = None,
) -> Part:
    """Ask another office for a part of the work."""
    with changing(case, now=now, version=version) as step:
        worker(by, step.case)
        if office == step.case.office or not office.is_active or office.kind not in owning.OFFICES:
            raise intake.ReportRefused("office", _("Choose another office of the city."))
        text = needed(text, _("Say what the other office should do."))
        step.to(Action.ASSIGN)  # what can be owned can be divided
        made = Part.objects.create(
            case=step.case, office=office, text=text, due_on=due_on, is_required=required, asked_by=by, asked_at=now
        )
        step.log(Update.Kind.PART_ASKED, by=by, text=text, public=False, toward=office)
        happened = events.CasePartAsked(step.case.ref, made.pk, office.code, required, intake.hashed(text))
        trail.record(happened, by=by, now=now)
        return made


def answer_part(part: Part, *, done: bool, text: str, by: Person, now: datetime, version: int | None = None) -> None:
    """Report a part as done, or say why it is not possible."""
    with changing(part.case, now=now, version=version) as step:
        found = _open(part)
        if not permissions.can_answer_for(by, found.office_id):
            raise NotAllowed(_("Only the office that was asked can answer."))
        text = plain.clean(text) if done else needed(text, _("Say why it is not possible."))
        found.state = Part.State.DONE if done else Part.State.NOT_DONE
        found.answer, found.answered_by, found.answered_at = text, by, now
        found.save()
        kind = Update.Kind.PART_DONE if done else Update.Kind.PART_FAILED
        step.log(kind, by=by, text=text, public=False, office=found.office, toward=found.office)
        happened = events.CasePartAnswered(step.case.ref, found.pk, done, intake.hashed(text))
        trail.record(happened, by=by, now=now)


def drop_part(part: Part, *, by: Person, now: datetime, version: int | None = None) -> None:
    """Say that a part is no longer needed."""
    with changing(part.case, now=now, version=version) as step:
        worker(by, step.case)
        found = _open(part)
        found.state = Part.State.DROPPED
        found.save()
        trail.record(events.CasePartDropped(step.case.ref, found.pk), by=by, now=now)


def _open(part: Part) -> Part:
    found = Part.objects.select_related("office").get(pk=part.pk)
    if not found.is_open:
        raise intake.ReportRefused("part", _("This part was answered already."))
    return found
