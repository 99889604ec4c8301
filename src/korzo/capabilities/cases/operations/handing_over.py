"""Giving a case to another office: asked with a reason, accepted or refused, decided by an arbiter where needed.

The giver owns the case until it is accepted or decided. The resident never gets it back.
"""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from korzo.capabilities.cases import events, permissions
from korzo.capabilities.cases.models import Case, HandOver, Update
from korzo.capabilities.cases.operations import intake
from korzo.capabilities.cases.operations.stepping import NotAllowed, changing, needed, worker
from korzo.capabilities.cases.queries import deciding, owning
from korzo.capabilities.cases.rules import handing_over as rules
from korzo.capabilities.cases.rules.handing_over import Move
from korzo.capabilities.cases.rules.states import Action
from korzo.kernel import trail
from korzo.kernel.people.models import Organisation, Person


def hand_over(
    case: Case, *, office: Organisation, reason: str, by: Person, now: datetime, version: int | None = None
) -> HandOver:
    """Ask another office to take the case over, with a reason that it can read."""
    with changing(case, now=now, version=version) as step:
        worker(by, step.case)
        if owning.is_decided(step.case):
            raise NotAllowed(_("An arbiter has decided that this office owns the case. Ask the arbiter."))
        if owning.hand_over(step.case):
            raise intake.ReportRefused(
                "office", _("Another office is asked already. Wait for its answer, or keep the case.")
            )
        if office == step.case.office:
            raise intake.ReportRefused("office", _("This office owns the case already. Choose another one."))
        _taking(office)
        reason = needed(reason, _("Tell the other office why it should take the case."))
        step.to(Action.HAND_OVER)
        made = HandOver.objects.create(
            case=step.case, giver=step.case.office, receiver=office, reason=reason, asked_by=by, asked_at=now,
            accept_by=rules.accept_by(now, settings.KORZO.acceptance_hours, deciding.calendar()),
        )  # fmt: skip
        step.log(Update.Kind.OFFERED, by=by, text=reason, public=False, toward=office)
        by_when, proof = made.accept_by.isoformat(), intake.hashed(reason)
        happened = events.CaseHandOverAsked(step.case.ref, made.pk, step.case.office.code, office.code, by_when, proof)
        trail.record(happened, by=by, now=now)
        return made


def accept(given: HandOver, *, by: Person, now: datetime, version: int | None = None) -> None:
    """Take the case over for the office that was asked: from now on it is the owner."""
    with changing(given.case, now=now, version=version) as step:
        found = _moved(given, Move.ACCEPT)
        _receiver(by, found)
        found.answered_by, found.answered_at = by, now
        found.save()
        step.log(Update.Kind.ASSIGNED, by=by, office=found.receiver, toward=found.receiver)
        step.set(office=found.receiver, assignee=None)
        happened = events.CaseHandOverAnswered(step.case.ref, found.pk, True, found.receiver.code, intake.hashed(""))
        trail.record(happened, by=by, now=now)


def refuse(given: HandOver, *, reason: str, by: Person, now: datetime, version: int | None = None) -> None:
    """Say for the office that was asked why it does not take the case: an arbiter decides now, by name."""
    with changing(given.case, now=now, version=version) as step:
        found = _moved(given, Move.REFUSE)
        _receiver(by, found)
        found.answer = needed(reason, _("Say why your office does not take the case. The arbiter reads it."))
        found.answered_by, found.answered_at, found.arbiter = by, now, owning.next_arbiter()
        found.save()
        step.log(
            Update.Kind.REFUSED, by=by, text=found.answer, public=False, office=found.receiver, toward=found.receiver
        )
        proof = intake.hashed(found.answer)
        happened = events.CaseHandOverAnswered(step.case.ref, found.pk, False, step.case.office.code, proof)
        trail.record(happened, by=by, now=now)


def take_back(given: HandOver, *, by: Person, now: datetime, version: int | None = None) -> None:
    """Keep the case after all, as long as nobody has answered."""
    with changing(given.case, now=now, version=version) as step:
        worker(by, step.case)
        found = _moved(given, Move.TAKE_BACK)
        found.save()
        step.log(Update.Kind.RECALLED, by=by, public=False)
        trail.record(events.CaseHandOverTakenBack(step.case.ref, found.pk), by=by, now=now)


def decide(
    given: HandOver, *, office: Organisation, reason: str, by: Person, now: datetime, version: int | None = None
) -> None:
    """Name the office that owns the case, for good: it cannot hand the case over once more, only an arbiter can."""
    with changing(given.case, now=now, version=version) as step:
        if not permissions.can_decide(by):
            raise NotAllowed(_("Only an arbiter decides who owns a case."))
        _taking(office)
        reason = needed(reason, _("Give the reason. Both offices read it."))
        found, before = _moved(given, Move.DECIDE), step.case.office
        found.decided_for, found.decision, found.decided_by, found.decided_at = office, reason, by, now
        found.save()
        step.log(Update.Kind.DECIDED, by=by, text=reason, public=False, toward=office)
        if office != before:
            step.set(office=office, assignee=None)
            step.log(Update.Kind.ASSIGNED, by=by, toward=office)
        proof = intake.hashed(reason)
        happened = events.CaseHandOverDecided(step.case.ref, found.pk, office.code, before.code, proof)
        trail.record(happened, by=by, now=now)


def run_out(*, now: datetime) -> int:
    """Bring every hand-over that nobody answered in time before an arbiter; returns how many."""
    late = list(HandOver.objects.filter(state=HandOver.State.WAITING, accept_by__lte=now).select_related("case"))
    return sum(_ran_out(each, now) for each in late)


def _ran_out(given: HandOver, now: datetime) -> bool:
    try:
        with changing(given.case, now=now) as step:
            found = _moved(given, Move.RUN_OUT)
            found.arbiter = owning.next_arbiter()
            found.save()
            step.log(Update.Kind.OVERDUE, by=None, public=False, toward=found.receiver)
            trail.record(events.CaseHandOverOverdue(step.case.ref, found.pk), by=None, now=now)
    except rules.Settled:  # answered in the very moment
        return False
    return True


def _moved(given: HandOver, move: Move) -> HandOver:
    """The hand-over as it is now, under the lock of its case, moved one step; raises Settled."""
    found = HandOver.objects.select_related("giver", "receiver").get(pk=given.pk)
    found.state = rules.after(found.step, move)
    return found


def _receiver(person: Person, given: HandOver) -> None:
    if not permissions.can_answer_for(person, given.receiver_id):
        raise NotAllowed(_("Only the office that was asked can answer."))


def _taking(office: Organisation) -> None:
    if not office.is_active or office.kind not in owning.OFFICES:
        raise intake.ReportRefused("office", _("This office no longer takes cases."))
