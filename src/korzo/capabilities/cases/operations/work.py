"""Working on a case, from validation to its end.

Every verb: check who and whether, change, tell the trail; one transaction.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.cases import events, permissions
from korzo.capabilities.cases.models import Case, Category, Contact, Update
from korzo.capabilities.cases.operations import clocks, intake, writing
from korzo.capabilities.cases.operations.stepping import NotAllowed, changing, needed, worker
from korzo.capabilities.cases.queries import owning
from korzo.capabilities.cases.rules.states import Action, NotPossible
from korzo.kernel import trail
from korzo.kernel.files.models import Upload
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.text import plain

REASONS = ("not_ours", "no_money", "no_defect", "not_found", "private_ground", "other")


def validate(case: Case, *, by: Person, now: datetime, publish_text: bool = True, version: int | None = None) -> None:
    """Confirm that a report is real: the promise begins to run, and its words and photos become public."""
    with changing(case, now=now, version=version) as step:
        worker(by, step.case)
        if step.case.is_unsorted:
            raise intake.ReportRefused("category", _("First say what it is about and where."))
        step.to(Action.VALIDATE)
        step.set(validated_at=now, text_is_public=publish_text)
        if step.case.category.starts == Category.Starts.VALIDATED:
            clocks.recount(step, clocks.Reason.CHECKED, since=now)
        step.log(Update.Kind.VALIDATED, by=by)
        due = step.case.due_at.isoformat() if step.case.due_at else None
        trail.record(events.CaseValidated(step.case.ref, step.case.office.code, due), by=by, now=now)


def assign(
    case: Case,
    *,
    office: Organisation,
    assignee: Person | None = None,
    by: Person,
    now: datetime,
    note: str = "",
    version: int | None = None,
) -> None:
    """Give the case to an office, and to one person in it if named; the resident reads the office, never the person."""
    with changing(case, now=now, version=version) as step:
        if not permissions.can_assign(by, step.case):
            raise NotAllowed(_("Only the office that owns the case, or an arbiter, can hand it over."))
        if office != step.case.office:
            if not permissions.can_give(by):
                raise NotAllowed(_("Ask the other office to take the case over."))
            if owning.hand_over(step.case):
                raise intake.ReportRefused(
                    "office", _("Two offices speak about this case already. Decide between them.")
                )
        if not office.is_active:
            raise intake.ReportRefused("office", _("This office no longer takes cases."))
        if assignee is not None and office.pk not in assignee.offices:
            raise intake.ReportRefused("assignee", _("This person does not work for that office."))
        before = step.case.office
        step.to(Action.ASSIGN)
        step.set(office=office, assignee=assignee)
        if before != office:
            step.log(Update.Kind.ASSIGNED, by=by, toward=office)
        if note := plain.clean(note):
            step.log(Update.Kind.COMMENTED, by=by, text=note, public=False)
        trail.record(events.CaseAssigned(step.case.ref, office.code, before.code, assignee is not None), by=by, now=now)


def start(case: Case, *, by: Person, now: datetime, version: int | None = None) -> None:
    """Say that work has begun."""
    with changing(case, now=now, version=version) as step:
        worker(by, step.case)
        step.to(Action.START)
        step.log(Update.Kind.STARTED, by=by)
        trail.record(events.CaseStarted(step.case.ref), by=by, now=now)


def comment(
    case: Case,
    *,
    text: str,
    public: bool,
    by: Person | None,
    now: datetime,
    photos: tuple[Upload, ...] = (),
    as_reporter: bool = False,
    channel: str = "",
    version: int | None = None,
) -> Update:
    """Write about a case: publicly, or for colleagues only. The reporter writes to the office, not to the public."""
    with changing(case, now=now, version=version) as step:
        if not as_reporter:
            worker(by, step.case)
        text = needed(text, _("Write something first."))
        went_on = as_reporter and clocks.go_on(step)
        if public and not as_reporter:
            clocks.answered(step)
        made = step.log(
            Update.Kind.REPLIED if went_on else Update.Kind.COMMENTED,
            by=None if as_reporter else by,
            text=text,
            public=public and not as_reporter,
            photos=photos,
            channel=channel,
        )
        if went_on:
            due = step.case.due_at.isoformat() if step.case.due_at else None
            trail.record(events.CaseWentOn(step.case.ref, due), by=by, now=now)
        if not (public or as_reporter) and by is not None:
            writing.mention(made, step.case, by=by)
        happened = events.CaseCommented(step.case.ref, made.pk, made.is_public, intake.hashed(text))
        trail.record(happened, by=by, now=now)
        return made


def read(case: Case, *, by: Person, now: datetime) -> None:
    """Note that the office has read what the reporter wrote about a closed case."""
    with changing(case, now=now) as step:
        worker(by, step.case)
        step.set(unread_since=None)


def resolve(
    case: Case,
    *,
    text: str,
    by: Person,
    now: datetime,
    photos: tuple[Upload, ...] = (),
    despite: str = "",
    version: int | None = None,
) -> None:
    """Close a case as solved, telling in a sentence what was done.

    While a required part of the work is missing, `despite` says to colleagues why that is so.
    """
    with changing(case, now=now, version=version) as step:
        worker(by, step.case)
        text = needed(text, _("Tell the resident in a sentence what was done."))
        clocks.answered(step)
        step.to(Action.RESOLVE)
        if owning.missing(step.case):
            despite = needed(
                despite,
                _("A part of the work is missing. Wait for it, or say why the case is solved without it."),
                field="despite",
            )
            step.log(Update.Kind.COMMENTED, by=by, text=despite, public=False)
        step.set(outcome=text, outcome_is_public=True, reason="")
        made = step.log(Update.Kind.RESOLVED, by=by, text=text, photos=photos)
        happened = events.CaseResolved(step.case.ref, made.pk, intake.hashed(text), step.case.on_time)
        trail.record(happened, by=by, now=now)


def decline(case: Case, *, reason: str, text: str, by: Person, now: datetime, version: int | None = None) -> None:
    """Close a case without solving it, for a named reason and with an explanation that the resident can read."""
    with changing(case, now=now, version=version) as step:
        worker(by, step.case)
        if reason not in REASONS:
            raise intake.ReportRefused("reason", _("Choose the reason."))
        text = needed(text, _("Explain to the resident why it is not possible, and who can help."))
        clocks.answered(step)
        step.to(Action.DECLINE)
        step.set(outcome=text, outcome_is_public=True, reason=reason)
        made = step.log(Update.Kind.DECLINED, by=by, text=text)
        trail.record(events.CaseDeclined(step.case.ref, made.pk, intake.hashed(text), reason), by=by, now=now)


def reopen(
    case: Case,
    *,
    text: str,
    by: Person | None,
    now: datetime,
    photos: tuple[Upload, ...] = (),
    as_reporter: bool = False,
    version: int | None = None,
) -> None:
    """Open a closed case again, because it was not solved; a new promise begins to run."""
    with changing(case, now=now, version=version) as step:
        if not as_reporter:
            worker(by, step.case)
        text = needed(text, _("Tell us what is still wrong."))
        step.to(Action.REOPEN)
        step.set(closed_at=None, reason="", reopened=step.case.reopened + 1, answered_at=None)
        clocks.recount(step, clocks.Reason.REOPENED, since=now)
        writer = None if as_reporter else by
        made = step.log(Update.Kind.REOPENED, by=writer)
        step.log(Update.Kind.COMMENTED, by=writer, text=text, public=not as_reporter, photos=photos)
        due = step.case.due_at.isoformat() if step.case.due_at else None
        trail.record(events.CaseReopened(step.case.ref, made.pk, due), by=by, now=now)


def withdraw(case: Case, *, by: Person | None, now: datetime) -> None:
    """Take a report back; only its reporter comes here, through the secret link. Not when others wait for it too."""
    with changing(case, now=now) as step:
        if case.repeated.exists():
            raise NotPossible(Action.WITHDRAW, step.case.step)
        step.to(Action.WITHDRAW)
        step.log(Update.Kind.WITHDRAWN, by=None)
        trail.record(events.CaseWithdrawn(step.case.ref), by=by, now=now)


def hide(case: Case, *, hidden: bool, by: Person, now: datetime, version: int | None = None) -> None:
    """Take a case out of public view, or put it back."""
    with changing(case, now=now, version=version) as step:
        if not permissions.can_hide(by, step.case):
            raise NotAllowed(_("Only the office that owns the case can do this."))
        if not hidden and step.case.category.is_private:
            raise intake.ReportRefused("category", _("Cases of this kind are never public."))
        step.set(is_public=not hidden)
        trail.record(events.CaseHidden(step.case.ref, hidden), by=by, now=now)


def publish_outcome(case: Case, *, public: bool, by: Person, now: datetime, version: int | None = None) -> None:
    """Let everybody read a closing note that came from another system, or take it back."""
    with changing(case, now=now, version=version) as step:
        worker(by, step.case)
        step.set(outcome_is_public=public)
        trail.record(events.CaseHidden(f"{step.case.ref}#outcome", not public), by=by, now=now)


def erase_contact(case: Case, *, by: Person | None, now: datetime) -> None:
    """Delete the reporter's name and addresses; the case stays."""
    with transaction.atomic():
        Contact.objects.filter(case=case).update(
            person=None, name="", email="", phone="", follow_nonce="", erased_at=now
        )
        trail.record(events.ContactErased(case.ref), by=by, now=now)
