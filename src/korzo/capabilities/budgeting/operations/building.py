"""After the count: the council decides, offices build, everybody hears of it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.capabilities.budgeting import events, permissions
from korzo.capabilities.budgeting.models import Decision, Idea, Progress
from korzo.capabilities.budgeting.operations.stepping import (
    NotAllowed,
    Refused,
    changing,
    hashed,
    in_time,
    needed,
    tidy,
)
from korzo.capabilities.budgeting.rules import states
from korzo.capabilities.budgeting.rules.states import Action
from korzo.kernel import trail
from korzo.kernel.files.models import Upload
from korzo.kernel.people.models import Person


def decide(idea: Idea, *, endorsed: bool, reason: str, on: date, by: Person, now: datetime) -> Decision:
    """Record that the council approved a chosen idea, or cut it with a reason that everybody reads."""
    if not permissions.can_decide(by):
        raise NotAllowed(_("Only members of the council and administrators can do this."))
    in_time(idea.cycle, "decide", now=now)
    if on > timezone.localdate(now):
        raise Refused("decided_on", _("This day is still to come."))
    reason = tidy(reason, field="reason", limit=2000) if endorsed else needed(
        reason, _("Say why it is not approved. Everybody reads it."), field="reason"
    )  # fmt: skip
    with changing(idea, now=now) as step:
        if step.idea.step is not states.State.WON or Decision.objects.filter(idea=step.idea).exists():
            raise Refused("", _("The council has decided about this idea, or it was not chosen."))
        if not endorsed:
            step.to(Action.CUT)
        made = Decision.objects.create(
            idea=step.idea, is_endorsed=endorsed, reason=reason, decided_on=on, recorded_by=by, recorded_at=now
        )
        trail.record(events.IdeaDecided(step.idea.ref, endorsed, hashed(reason)), by=by, now=now)
    return made


@dataclass(frozen=True)
class News:
    """A step in building: what was reached, in words, on which day, at what cost so far."""

    step: str
    text: str
    on: date
    spent: Decimal | None = None
    photo: Upload | None = None


def report(idea: Idea, news: News, *, by: Person, now: datetime) -> Progress:
    """Tell how the building of an approved idea goes on."""
    if not permissions.can_report(by):
        raise NotAllowed(_("Only offices and who plans the cycle can do this."))
    in_time(idea.cycle, "report", now=now)
    if news.on > timezone.localdate(now):
        raise Refused("on", _("This day is still to come."))
    text = needed(news.text, _("Say in a sentence what happened."))
    with changing(idea, now=now) as step:
        decision = Decision.objects.filter(idea=step.idea).first()
        if step.idea.step not in states.CHOSEN or decision is None or not decision.is_endorsed:
            raise Refused("", _("The council has not approved this idea."))
        if news.step == Progress.Step.FINISHED and step.idea.step is not states.State.FINISHED:
            step.to(Action.FINISH)
        elif step.idea.step is states.State.WON:
            step.to(Action.BUILD)
        made = Progress.objects.create(
            idea=step.idea, step=news.step, text=text, on=news.on, spent=news.spent, photo=news.photo
        )
        trail.record(events.ProgressReported(step.idea.ref, made.pk, news.step, hashed(text)), by=by, now=now)
    return made
