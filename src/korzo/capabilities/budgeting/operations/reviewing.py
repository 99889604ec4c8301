"""Checking ideas: an office writes, a second person confirms, and only then everybody reads it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.capabilities.budgeting import events, permissions
from korzo.capabilities.budgeting.models import Idea, Review
from korzo.capabilities.budgeting.models.reviewing import REASON_LIMIT
from korzo.capabilities.budgeting.operations.stepping import (
    NotAllowed,
    Refused,
    changing,
    hashed,
    in_time,
    needed,
    tidy,
)
from korzo.capabilities.budgeting.rules.states import Action
from korzo.kernel import trail
from korzo.kernel.people.models import Organisation, Person

DAYS_AGAIN = 14
QUESTIONS = ("competence", "legality", "feasibility")
_ACTIONS = {
    Review.Verdict.FEASIBLE: Action.FIND_FEASIBLE,
    Review.Verdict.INFEASIBLE: Action.FIND_INFEASIBLE,
    Review.Verdict.RETURNED: Action.RETURN,
}


@dataclass(frozen=True)
class Findings:
    """What an office found: an answer and words to each question, costs in the cycle's currency, and what follows."""

    competence: str = ""
    competence_why: str = ""
    legality: str = ""
    legality_why: str = ""
    feasibility: str = ""
    feasibility_why: str = ""
    cost: Decimal | None = None
    yearly_cost: Decimal | None = None
    verdict: str = ""
    reason: str = ""


def ask(idea: Idea, *, office: Organisation, due_on: date, by: Person, now: datetime) -> Review:
    """Give an idea to an office, which checks it by a day."""
    if not permissions.can_plan(by):
        raise NotAllowed(_("Only who plans the cycle can do this."))
    if due_on < timezone.localdate(now):
        raise Refused("due_on", _("This day is over."))
    with changing(idea, now=now) as step:
        in_time(step.idea.cycle, "review", now=now)
        step.to(Action.CHECK)
        return _asked(step.idea, office, due_on, by=by, now=now)


def again(last: Review, *, now: datetime) -> Review:
    """Have the same office look at an improved idea."""
    return _asked(last.idea, last.office, timezone.localdate(now) + timedelta(days=DAYS_AGAIN), by=None, now=now)


def pass_on(review: Review, *, office: Organisation, by: Person, now: datetime) -> None:
    """Have another office do an open check."""
    with transaction.atomic():
        if not permissions.can_plan(by):
            raise NotAllowed(_("Only who plans the cycle can do this."))
        row = _locked(review, Review.State.OPEN)
        row.office = review.office = office
        row.reviewer = None
        row.save(update_fields=["office", "reviewer"])
        happened = events.ReviewAsked(row.idea.ref, row.pk, office.code, row.due_on.isoformat())
        trail.record(happened, by=by, now=now)


@transaction.atomic
def write(review: Review, found: Findings, *, by: Person, now: datetime, version: int | None = None) -> None:
    """Keep what was written so far; nobody outside the office reads it.

    Who says on which `version` they wrote does not write over what a colleague has kept since.
    """
    del now
    row = _locked(review, Review.State.OPEN, version=version)
    _reviewer(by, row)
    _fill(row, found)
    row.reviewer = by
    row.save()


@transaction.atomic
def finish(review: Review, found: Findings, *, by: Person, now: datetime, version: int | None = None) -> None:
    """Be done with a check: everything is answered, and a second person is to look at it; `version` as in `write`."""
    row = _locked(review, Review.State.OPEN, version=version)
    _reviewer(by, row)
    _fill(row, found)
    _complete(row)
    row.reviewer, row.state, row.finished_at = by, Review.State.FINISHED, now
    row.save()
    trail.record(events.ReviewFinished(row.idea.ref, row.pk), by=by, now=now)


@transaction.atomic
def send_back(review: Review, *, why: str, by: Person, now: datetime) -> None:
    """Have a finished check done better; the reason is for colleagues."""
    row = _locked(review, Review.State.FINISHED)
    _confirmer(by, row)
    row.sent_back_why = needed(why, _("Say what should be done better."), field="why")
    row.state, row.finished_at = Review.State.OPEN, None
    row.save()
    trail.record(events.ReviewSentBack(row.idea.ref, row.pk), by=by, now=now)


def confirm(review: Review, *, by: Person, now: datetime) -> None:
    """Confirm a check as the second person: it is public from now on, and the idea moves on."""
    with changing(review.idea, now=now) as step:
        row = _locked(review, Review.State.FINISHED)
        _confirmer(by, row)
        in_time(step.idea.cycle, "review", now=now)
        row.state, row.confirmer, row.confirmed_at = Review.State.CONFIRMED, by, now
        row.save()
        step.to(_ACTIONS[Review.Verdict(row.verdict)])
        if row.verdict == Review.Verdict.FEASIBLE:
            step.set(cost=row.cost, yearly_cost=row.yearly_cost)
        cost = str(row.cost) if row.cost is not None else None
        happened = events.IdeaChecked(step.idea.ref, row.pk, row.verdict, cost, hashed(row.reason))
        trail.record(happened, by=by, now=now)


def _asked(idea: Idea, office: Organisation, due_on: date, *, by: Person | None, now: datetime) -> Review:
    review = Review.objects.create(idea=idea, office=office, asked_at=now, due_on=due_on)
    trail.record(events.ReviewAsked(idea.ref, review.pk, office.code, due_on.isoformat()), by=by, now=now)
    return review


def _locked(review: Review, state: str, *, version: int | None = None) -> Review:
    rows = Review.objects.select_for_update(of=("self",)).select_related("idea__cycle", "idea__track", "office")
    row = rows.filter(pk=review.pk).first()
    if row is None or row.state != state or version not in {None, row.version}:
        raise Refused("", _("Somebody else has just changed this check. Look at it again."))
    return row


def _reviewer(person: Person, review: Review) -> None:
    if not permissions.can_review(person, review):
        raise NotAllowed(_("Only the office that was asked can do this."))


def _confirmer(person: Person, review: Review) -> None:
    if not permissions.can_confirm(person, review):
        raise NotAllowed(_("Somebody else than who wrote the check has to confirm it."))


def _fill(row: Review, found: Findings) -> None:
    row.version += 1
    for name in QUESTIONS:
        setattr(row, name, getattr(found, name))
        setattr(row, f"{name}_why", tidy(getattr(found, f"{name}_why"), field=f"{name}_why", limit=REASON_LIMIT))
    row.cost, row.yearly_cost, row.verdict = found.cost, found.yearly_cost, found.verdict
    row.reason = tidy(found.reason, field="reason", limit=REASON_LIMIT)


def _complete(row: Review) -> None:
    if row.verdict not in Review.Verdict.values:
        raise Refused("verdict", _("Say what follows for the idea."))
    if not row.reason:
        raise Refused("reason", _("Write the reason. Everybody reads it."))
    answers = [getattr(row, name) for name in QUESTIONS]
    for name, answer in zip(QUESTIONS, answers, strict=True):
        if row.verdict != Review.Verdict.RETURNED and not answer:
            raise Refused(name, _("Answer this question."))
        if answer in (Review.Answer.NO, Review.Answer.CONDITIONS) and not getattr(row, f"{name}_why"):
            raise Refused(f"{name}_why", _("Say why, or on which condition."))
    if row.verdict == Review.Verdict.FEASIBLE:
        if Review.Answer.NO in answers:
            raise Refused("verdict", _("One answer is “no”, so it cannot be done as it is."))
        if row.cost is None:
            raise Refused("cost", _("Say what it costs."))
