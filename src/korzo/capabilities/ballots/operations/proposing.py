"""Questions that residents propose: checked by a moderator, supported by others, then opened by the office."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.ballots import events, permissions
from korzo.capabilities.ballots.models import Follower, Option, Question, Supporter, Vote
from korzo.capabilities.ballots.operations import making
from korzo.capabilities.ballots.operations.refusals import NotAllowed, Refused
from korzo.capabilities.ballots.operations.stepping import changing, hashed, needed
from korzo.kernel import trail
from korzo.kernel.people.models import Organisation, Person

NEEDED = 50
"""Supporters that a proposal needs where nobody says otherwise."""
MOST_WAITING = 3
FEWEST_OPTIONS, MOST_OPTIONS = 2, 12


@transaction.atomic
def propose(
    title: str,
    text: str,
    options: list[str],
    *,
    organiser: Organisation,
    worded: Callable[[str], Mapping[str, str]],
    by: Person,
    now: datetime,
) -> Vote:
    """Propose a consultation with one question; a moderator reads it first. Raises Refused.

    `worded` says in which language a text is.
    """
    if Vote.objects.filter(proposer=by, step=Vote.Step.PROPOSED).count() >= MOST_WAITING:
        raise Refused("", _("Several of your proposals wait already. Wait until they are decided."))
    title = needed(title, _("Ask your question."), field="title", limit=160, lines=False)
    text = needed(text, _("Tell why it should be asked."), field="text", limit=4000)
    chosen = list(dict.fromkeys(each for line in options if (each := " ".join(line.split())[:240])))
    if not FEWEST_OPTIONS <= len(chosen) <= MOST_OPTIONS:
        raise Refused("options", _("Give from 2 to 12 different answers, one on each line."))
    vote = Vote(
        kind=Vote.Kind.POLL,
        step=Vote.Step.PROPOSED,
        title=worded(title),
        text=worded(text),
        organiser=organiser,
        proposer=by,
        supporters_needed=NEEDED,
        made_at=now,
    )
    making.store_new(
        vote, lambda ref, _kind: events.VoteProposed(ref, hashed("\n".join((title, text, *chosen)))), by=by, now=now
    )
    question = Question.objects.create(vote=vote, number=1, title=worded(title))
    Option.objects.bulk_create(
        Option(question=question, number=number, title=worded(each)) for number, each in enumerate(chosen, start=1)
    )
    Follower.objects.create(vote=vote, person=by, since=now)
    return vote


def judge(vote: Vote, *, allow: bool, why: str = "", by: Person, now: datetime) -> None:
    """Let a proposal gather supporters, or refuse it with a reason. Raises NotAllowed, Refused."""
    if not permissions.can_moderate(by) or permissions.is_proposer(by, vote):
        raise NotAllowed(_("Only moderators can do this, and not with what they proposed themselves."))
    with changing(vote) as locked:
        if locked.step != Vote.Step.PROPOSED:
            raise Refused("", _("Somebody has decided this already."))
        if not allow:
            locked.refused_why = needed(why, _("Say why: its proposer reads it."), field="why", limit=500)
        locked.step = Vote.Step.GATHERING if allow else Vote.Step.REFUSED
        trail.record(events.ProposalJudged(locked.ref, allow), by=by, now=now)


@transaction.atomic
def support(vote: Vote, *, yes: bool, by: Person, now: datetime) -> int:
    """Support a proposal, or no longer; returns how many do. Raises Refused."""
    locked = Vote.objects.select_for_update().get(pk=vote.pk)
    if locked.step != Vote.Step.GATHERING:
        raise Refused("", _("This gathers no supporters now."))
    if permissions.is_proposer(by, locked):
        raise Refused("", _("This is your own proposal; others support it."))
    if yes:
        _made, is_new = Supporter.objects.get_or_create(vote=locked, person=by, defaults={"since": now})
    else:
        is_new = False
        Supporter.objects.filter(vote=locked, person=by).delete()
    number = locked.supporters.count()
    trail.record(events.ProposalSupported(locked.ref, number), by=None, now=now)
    if is_new and number == locked.supporters_needed:
        trail.record(events.ProposalCarried(locked.ref, number), by=None, now=now)
    return number


@transaction.atomic
def follow(vote: Vote, *, yes: bool, by: Person, now: datetime) -> None:
    """Ask to be reminded and told, or no longer."""
    if vote.step != Vote.Step.PUBLISHED:
        raise Refused("", _("This is not published."))
    if yes:
        Follower.objects.get_or_create(vote=vote, person=by, defaults={"since": now})
    else:
        Follower.objects.filter(vote=vote, person=by).delete()
