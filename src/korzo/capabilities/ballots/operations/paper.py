"""Answers on paper: two clerks type each sheet without seeing what the other typed; what they agree on counts."""

from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.ballots import permissions
from korzo.capabilities.ballots.models import Answer, Sheet, Vote, Voter
from korzo.capabilities.ballots.operations import answering
from korzo.capabilities.ballots.operations.answering import Choices
from korzo.capabilities.ballots.operations.refusals import NotAllowed, Refused
from korzo.capabilities.ballots.queries import keys, taking_part
from korzo.kernel.people.models import Person


class Read(StrEnum):
    """What came of typing a sheet."""

    FIRST = "first"
    AGREED = "agreed"
    DIFFERS = "differs"


@transaction.atomic
def enter(vote: Vote, number: int, choices: Choices, *, by: Person, now: datetime) -> Read:
    """Keep what a clerk reads on a sheet; once two agree it is an answer. Raises NotAllowed, Refused.

    `number` is the voter's on the roll, who must be marked for paper; without a roll it is the sheet's.
    """
    if not permissions.can_organise(by, vote):
        raise NotAllowed(_("Only the office that asks can do this."))
    locked = Vote.objects.select_for_update().get(pk=vote.pk)
    if locked.is_secret or not (locked.is_open(now) or locked.is_over(now)):
        raise Refused("", _("Answers are not taken at this time."), "closed")
    voter = _voter(locked, number)
    read = answering.check(locked, choices)
    others = Sheet.objects.filter(vote=locked, number=number).exclude(clerk=by)
    if (other := others.first()) is None:
        Sheet.objects.update_or_create(vote=locked, number=number, clerk=by, defaults={"choices": read})
        return Read.FIRST
    Sheet.objects.filter(vote=locked, number=number).delete()
    if other.choices != read:
        return Read.DIFFERS
    key = keys.of_voter(locked, voter) if voter else keys.of_sheet(locked, number)
    answering.keep(locked, key, read, channel=Answer.Channel.PAPER, voter=voter, person=None, now=now, also_after=True)
    return Read.AGREED


def _voter(vote: Vote, number: int) -> Voter | None:
    if vote.roll is None:
        return None
    voter = vote.roll.voters.filter(number=number).first()
    if voter is None:
        raise Refused("number", _("Nobody on the roll has this number."))
    if voter.channel != Voter.Channel.PAPER:
        raise Refused("number", _("This voter is not marked for paper and may answer online."))
    if not taking_part.electorate(vote).filter(pk=voter.pk).exists():
        raise Refused("number", _("This voter is not asked: of another district, or too young."))
    return voter
