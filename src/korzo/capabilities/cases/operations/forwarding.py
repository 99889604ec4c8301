"""Passing a case to an authority outside the city, by letter or to its system, and taking in what it answers."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from korzo.capabilities.cases import events
from korzo.capabilities.cases.models import Case, Forwarding, Update
from korzo.capabilities.cases.operations import dispatching, intake
from korzo.capabilities.cases.operations.stepping import changing, needed, worker
from korzo.capabilities.cases.queries import owning
from korzo.capabilities.cases.rules.states import Action
from korzo.kernel import trail
from korzo.kernel.messages import sending
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.text.multilingual import in_language

LETTER = "cases/letter"


def forward(
    case: Case,
    *,
    authority: Organisation,
    text: str,
    language: str,
    on_paper: bool = False,
    by: Person,
    now: datetime,
    version: int | None = None,
) -> Forwarding:
    """Send the case to an authority with a letter in its language; everybody reads with whom it is now.

    The letter tells kind, place and words of the report, never who reported it. It goes to the authority's own system
    where that takes this kind of case, or else by e-mail, unless the officer brings it `on_paper`.
    """
    with changing(case, now=now, version=version) as step:
        worker(by, step.case)
        if not authority.is_active or authority.kind not in owning.OUTSIDE:
            raise intake.ReportRefused("authority", _("Choose an authority outside the city."))
        system = None if on_paper else dispatching.system_for(authority, step.case)
        if not (authority.email or on_paper or system):
            raise intake.ReportRefused(
                "authority", _("This authority has no e-mail address yet. An administrator can add it.")
            )
        if owning.hand_over(step.case):
            raise intake.ReportRefused(
                "authority", _("Another office is asked already. Wait for its answer, or keep the case.")
            )
        text = needed(text, _("Write to the authority what you ask for."))
        step.to(Action.FORWARD)
        made = Forwarding.objects.create(
            case=step.case, authority=authority, text=text, language=language, forwarded_by=by, forwarded_at=now
        )
        step.log(Update.Kind.FORWARDED, by=by, toward=authority)
        if system:
            dispatching.queue(made, system, now=now)
        elif not on_paper:
            _send(step.case, made, now)
        happened = events.CaseForwarded(step.case.ref, made.pk, authority.code, intake.hashed(text))
        trail.record(happened, by=by, now=now)
        return made


def answered(
    letter: Forwarding,
    *,
    text: str,
    on: date,
    solved: bool | None,
    by: Person,
    now: datetime,
    version: int | None = None,
) -> None:
    """Record what the authority answered, for everybody to read, and pass it to the reporter.

    `solved` closes the case as solved, or as not possible; None takes it back: the office goes on with it.
    """
    with changing(letter.case, now=now, version=version) as step:
        worker(by, step.case)
        found = _waiting(letter)
        text = needed(text, _("Write what the authority answered. The reporter reads it."))
        if on > now.date():
            raise intake.ReportRefused("on", _("This day has not come yet."))
        found.state, found.answer, found.answered_on = Forwarding.State.ANSWERED, text, on
        found.ended_by, found.ended_at = by, now
        found.save()
        made = step.log(Update.Kind.RETURNED, by=by, text=text, toward=found.authority)
        proof, ref = intake.hashed(text), step.case.ref
        trail.record(events.CaseForwardingEnded(ref, found.pk, True, proof), by=by, now=now)
        if solved is None:
            step.to(Action.TAKE_BACK)
            happened: trail.Event = events.CaseCommented(ref, made.pk, True, proof)
        else:
            step.to(Action.RESOLVE if solved else Action.DECLINE)
            step.set(outcome=text, outcome_is_public=True, reason="" if solved else "not_ours")
            happened = (
                events.CaseResolved(ref, made.pk, proof, step.case.on_time)
                if solved
                else events.CaseDeclined(ref, made.pk, proof, "not_ours")
            )
        trail.record(happened, by=by, now=now)


def take_back(letter: Forwarding, *, reason: str, by: Person, now: datetime, version: int | None = None) -> None:
    """Go on with the case in the office that owns it, without an answer."""
    with changing(letter.case, now=now, version=version) as step:
        worker(by, step.case)
        found = _waiting(letter)
        reason = needed(reason, _("Say why, for colleagues."))
        step.to(Action.TAKE_BACK)
        found.state, found.ended_by, found.ended_at = Forwarding.State.TAKEN_BACK, by, now
        found.save()
        step.log(Update.Kind.RECALLED, by=by, text=reason, public=False, toward=found.authority)
        trail.record(
            events.CaseForwardingEnded(step.case.ref, found.pk, False, intake.hashed(reason)),
            by=by,
            now=now,
        )


def _send(case: Case, made: Forwarding, now: datetime) -> None:
    language, authority = made.language, in_language(made.authority.name, made.language).text
    context = {
        "code": case.code,
        "category": in_language(case.category.name, language).text,
        "office": in_language(case.office.name, language).text,
        "office_email": case.office.email,
        "authority": authority,
        "address": case.address,
        "position": f"{case.lat:.5f}, {case.long:.5f}" if case.lat is not None else "",
        "description": case.description,
        "text": made.text,
        "is_public": case.is_public,
    }
    to = sending.Recipient(email=made.authority.email, name=authority, language=language)
    sending.send(to=to, template=LETTER, context=context, ref=case.ref, key=made.letter, now=now)


def _waiting(letter: Forwarding) -> Forwarding:
    found = Forwarding.objects.select_related("authority").get(pk=letter.pk)
    if not found.is_waiting:
        raise intake.ReportRefused("text", _("This letter was answered already."))
    return found
