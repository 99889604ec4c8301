"""What others do with an idea: support it, stand behind it, speak about it."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from korzo.capabilities.budgeting import events, permissions
from korzo.capabilities.budgeting.models import Coauthor, Comment, Complaint, Idea, Support
from korzo.capabilities.budgeting.models.idea import COMMENT_LIMIT
from korzo.capabilities.budgeting.operations.stepping import NotAllowed, Refused, hashed, in_time, needed, tidy
from korzo.capabilities.budgeting.rules import states
from korzo.kernel import trail
from korzo.kernel.people.models import Person

MOST_COAUTHORS = 5
COMPLAINTS_TO_HOLD = 3


@transaction.atomic
def support(idea: Idea, *, yes: bool, by: Person, now: datetime) -> int:
    """Support an idea, or no longer; returns how many do. Authors do not support their own."""
    _seen(idea, by)
    in_time(idea.cycle, "support", now=now)
    locked = Idea.objects.select_for_update().get(pk=idea.pk)
    if permissions.is_author(by, locked):
        raise Refused("", _("This is your own idea; others support it."))
    if locked.step not in states.BEFORE_SHORTLIST:
        raise Refused("", _("This idea can no longer be supported."))
    if yes:
        Support.objects.get_or_create(idea=locked, person=by, defaults={"since": now})
    else:
        Support.objects.filter(idea=locked, person=by).delete()
    counted = recount(locked)
    idea.supporters = counted
    trail.record(events.IdeaSupported(idea.ref, counted), by=None, now=now)
    return counted


def recount(idea: Idea) -> int:
    """Count supporters anew."""
    idea.supporters = idea.supports.count()
    idea.save(update_fields=["supporters"])
    return idea.supporters


@transaction.atomic
def comment(idea: Idea, *, text: str, by: Person, now: datetime) -> Comment:
    """Comment on an idea; links wait for a moderator, everything else is shown at once."""
    _seen(idea, by)
    in_time(idea.cycle, "comment", now=now)
    text = needed(text, _("Write something first."), limit=COMMENT_LIMIT)
    waits = "://" in text or "www." in text.casefold()
    made = Comment.objects.create(
        idea=idea, person=by, text=text, at=now, state=Comment.State.HELD if waits else Comment.State.SHOWN
    )
    trail.record(events.CommentWritten(idea.ref, made.pk, hashed(text)), by=by, now=now)
    return made


@transaction.atomic
def complain(idea: Idea, comment: Comment | None, *, why: str, by: Person, now: datetime) -> None:
    """Tell moderators that an idea or a comment is out of place; a comment that several complain of waits for them."""
    _seen(idea, by)
    why = tidy(why, field="why", limit=300, lines=False)
    try:
        with transaction.atomic():
            Complaint.objects.create(idea=idea, comment=comment, person=by, why=why, at=now)
    except IntegrityError:
        return
    if comment is not None and _is_doubtful(comment):
        comment.state = Comment.State.HELD
        comment.save(update_fields=["state"])
    trail.record(events.ComplaintMade(idea.ref, comment.pk if comment else None), by=by, now=now)


def _is_doubtful(comment: Comment) -> bool:
    """Say whether so many complain of a comment that it waits; not when a moderator has judged it already."""
    waiting = comment.complaints.filter(settled_at__isnull=True).count()
    return comment.state == Comment.State.SHOWN and comment.judged_by_id is None and waiting >= COMPLAINTS_TO_HOLD


@transaction.atomic
def judge(comment: Comment, *, show: bool, why: str, by: Person, now: datetime) -> None:
    """Decide as a moderator whether a comment is shown; hiding needs a reason, which its writer reads."""
    _moderator(by)
    why = tidy(why, field="why", limit=300, lines=False) if show else _reason(why)
    comment.state = Comment.State.SHOWN if show else Comment.State.HIDDEN
    comment.hidden_why, comment.judged_by = ("" if show else why), by
    comment.save(update_fields=["state", "hidden_why", "judged_by"])
    comment.complaints.filter(settled_at__isnull=True).update(settled_at=now)
    trail.record(events.CommentJudged(comment.idea.ref, comment.pk, comment.state), by=by, now=now)


@transaction.atomic
def invite(idea: Idea, *, email: str, by: Person, now: datetime) -> None:
    """Ask somebody with an account to stand behind the idea; an address without one is not told apart."""
    if not permissions.can_withdraw(by, idea):
        raise NotAllowed(_("Only who began the idea can invite others."))
    if idea.state == states.State.DRAFT:
        raise Refused("email", _("This idea has not been sent yet."))
    if _is_full(idea):
        raise Refused("email", _("At most %(most)d people can be invited.") % {"most": MOST_COAUTHORS})
    person = Person.objects.filter(email=email.strip().lower(), is_active=True).exclude(pk=by.pk).first()
    if person is None:
        return
    row, is_new = Coauthor.objects.get_or_create(idea=idea, person=person, defaults={"since": now})
    if is_new:
        trail.record(events.CoauthorInvited(idea.ref, row.pk), by=by, now=now)


@transaction.atomic
def answer_invitation(row: Coauthor, *, yes: bool, by: Person, now: datetime) -> None:
    """Say whether one stands behind an idea; also later."""
    if row.person_id != by.pk:
        raise NotAllowed(_("Somebody else was asked."))
    idea = Idea.objects.select_for_update().get(pk=row.idea_id)
    if yes:
        if _is_full(idea):
            raise Refused("", _("At most %(most)d people can be invited.") % {"most": MOST_COAUTHORS})
        row.agreed_at = now
        row.save(update_fields=["agreed_at"])
        idea.supports.filter(person=by).delete()
        recount(idea)
        trail.record(events.CoauthorJoined(idea.ref, row.pk), by=by, now=now)
    else:
        row.delete()
        trail.record(events.CoauthorLeft(idea.ref), by=by, now=now)


def _is_full(idea: Idea) -> bool:
    """Say whether enough have agreed; who was only asked does not count, which would tell who has an account."""
    return idea.coauthors.filter(agreed_at__isnull=False).count() >= MOST_COAUTHORS


def _seen(idea: Idea, person: Person) -> None:
    if not permissions.can_take_part(person) or not permissions.can_see(person, idea):
        raise NotAllowed(_("You cannot do this here."))
    if idea.state == states.State.DRAFT:
        raise NotAllowed(_("This idea has not been sent yet."))


def _moderator(person: Person) -> None:
    if not permissions.can_moderate(person):
        raise NotAllowed(_("Only moderators can do this."))


def _reason(why: str) -> str:
    return needed(tidy(why, field="why", limit=300, lines=False), _("Say why. The writer reads it."), field="why")
