"""Statements and opinions: written by residents, checked by moderators, agreed with or not, changed at any time."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.ballots import permissions
from korzo.capabilities.ballots.events.opining import StatementJudged, StatementMade
from korzo.capabilities.ballots.models import Opinion, Statement, Vote
from korzo.capabilities.ballots.models.opinions import MOST_SIGNS
from korzo.capabilities.ballots.operations.refusals import NotAllowed, Refused
from korzo.capabilities.ballots.operations.stepping import hashed, needed
from korzo.capabilities.ballots.queries.taking_part import Entrance
from korzo.kernel import trail
from korzo.kernel.people.models import Person

MOST_WAITING = 5
MOST_STATEMENTS = 1_000


def state(entrance: Entrance, text: str, *, language: str, by: Person, now: datetime) -> Statement:
    """Write a statement; a moderator reads it first. Raises NotAllowed, Refused."""
    vote = _open(entrance.vote, now)
    if entrance.refusal is not None:
        raise NotAllowed(_("You cannot answer this one."))
    if vote.statements.filter(author=by, state=Statement.State.WAITING).count() >= MOST_WAITING:
        raise Refused("text", _("Several of your statements wait already. Wait until they are decided."))
    return _add(vote, text, language=language, by=by, now=now, is_seed=False)


def plant(vote: Vote, text: str, *, language: str, by: Person, now: datetime) -> Statement:
    """Add a statement of the organiser's, shown at once. Raises NotAllowed, Refused."""
    if not permissions.can_organise(by, vote) or not vote.has_opinions:
        raise NotAllowed(_("Only the office that asks can do this."))
    return _add(vote, text, language=language, by=by, now=now, is_seed=True)


@transaction.atomic
def _add(vote: Vote, text: str, *, language: str, by: Person, now: datetime, is_seed: bool) -> Statement:
    cleaned = needed(text, _("Write a statement."), field="text", limit=MOST_SIGNS, lines=False)
    vote = Vote.objects.select_for_update(of=("self",)).get(pk=vote.pk)
    number = vote.statements.count() + 1
    if number > MOST_STATEMENTS:
        raise Refused("text", _("There are too many statements already."))
    if vote.statements.filter(text__iexact=cleaned).exists():
        raise Refused("text", _("Somebody has written just this already."))
    made = Statement.objects.create(
        vote=vote,
        number=number,
        text=cleaned,
        language=language,
        state=Statement.State.SHOWN if is_seed else Statement.State.WAITING,
        is_seed=is_seed,
        author=by,
        made_at=now,
    )
    trail.record(StatementMade(vote.ref, number, hashed(cleaned)), by=by if vote.is_named or is_seed else None, now=now)
    return made


@transaction.atomic
def judge(statement: Statement, *, show: bool, why: str = "", by: Person, now: datetime) -> None:
    """Show a statement, or take it down with a reason that its author reads. Raises NotAllowed, Refused."""
    if not permissions.can_moderate(by) or statement.author_id == by.pk:
        raise NotAllowed(_("Only moderators can do this, and not with what they wrote themselves."))
    locked = Statement.objects.select_for_update(of=("self",)).select_related("vote").get(pk=statement.pk)
    reason = "" if show else needed(why, _("Say why it is not shown."), field="why", limit=500)
    locked.state, locked.reason = Statement.State.SHOWN if show else Statement.State.REFUSED, reason
    locked.save(update_fields=["state", "reason"])
    trail.record(StatementJudged(locked.vote.ref, locked.number, show), by=by, now=now)


def opine(entrance: Entrance, number: int, value: int, *, now: datetime) -> Opinion:
    """Agree, disagree or say that one is not sure; again: instead of before. Raises NotAllowed, Refused."""
    vote = _open(entrance.vote, now)
    if entrance.refusal is not None or not entrance.key:
        raise NotAllowed(_("You cannot answer this one."))
    statement = vote.statements.filter(number=number, state=Statement.State.SHOWN).first()
    if statement is None or value not in Opinion.Value.values:
        raise Refused("", _("This statement is not shown any more."))
    made, _is_new = Opinion.objects.update_or_create(statement=statement, key=entrance.key, defaults={"value": value})
    return made


def take_back(entrance: Entrance, number: int, *, now: datetime) -> None:
    """Forget what somebody thinks of a statement; it can come again. Raises Refused."""
    vote = _open(entrance.vote, now)
    if entrance.key:
        Opinion.objects.filter(statement__vote=vote, statement__number=number, key=entrance.key).delete()


def _open(vote: Vote, now: datetime) -> Vote:
    if not vote.has_opinions or vote.is_secret or not vote.is_open(now):
        raise Refused("", _("Answers are not taken at this time."), "closed")
    return vote
