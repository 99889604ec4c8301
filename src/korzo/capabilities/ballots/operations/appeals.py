"""“I should be on the roll”: an officer decides with a reason, and the log is public without names."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from korzo.capabilities.ballots import events, permissions
from korzo.capabilities.ballots.models import Appeal, Roll, Vote, Voter
from korzo.capabilities.ballots.operations.refusals import NotAllowed, Refused
from korzo.capabilities.ballots.operations.stepping import needed
from korzo.capabilities.ballots.queries import keys
from korzo.kernel import trail
from korzo.kernel.people.models import Person


@transaction.atomic
def appeal(vote: Vote, text: str, *, by: Person, now: datetime) -> Appeal:
    """Say that one should be on the roll. Raises Refused."""
    if vote.roll is None or vote.is_over(now):
        raise Refused("", _("This is too late, or the vote has no roll of voters."))
    text = needed(text, _("Say why you should be on the roll."), field="text", limit=1000)
    Vote.objects.select_for_update().get(pk=vote.pk)
    if Appeal.objects.filter(vote=vote, person=by, state=Appeal.State.OPEN).exists():
        raise Refused("text", _("Your appeal waits for a decision already."))
    made = Appeal.objects.create(roll=vote.roll, vote=vote, person=by, text=text, made_at=now)
    trail.record(events.AppealMade(vote.ref, made.pk), by=by, now=now)
    return made


@transaction.atomic
def decide(
    row: Appeal, *, grant: bool, reason: str, number: str = "", born: date | None = None, by: Person, now: datetime
) -> None:
    """Decide as an officer. Granting needs the number in the register, so that nobody is on the roll twice.

    Raises NotAllowed, Refused; of a secret ballot whose box is sealed the roll cannot change any more.
    """
    if not permissions.can_run_secret(by) or row.person_id == by.pk:
        raise NotAllowed(_("Only facilitators and administrators decide, and not about themselves."))
    locked = Appeal.objects.select_for_update().select_related("roll", "person").get(pk=row.pk)
    if locked.state != Appeal.State.OPEN:
        raise Refused("", _("Somebody has decided this already."))
    locked.reason = needed(reason, _("Say why: everybody reads it."), field="reason", limit=1000)
    if grant:
        _admit(locked, number, born)
    locked.state = Appeal.State.GRANTED if grant else Appeal.State.REFUSED
    locked.decided_at = now
    locked.save()
    trail.record(events.AppealDecided(locked.vote.ref, locked.pk, grant), by=by, now=now)


def _admit(row: Appeal, number: str, born: date | None) -> None:
    if not number.strip():
        raise Refused("number", _("Give the number in the register."))
    roll = Roll.objects.select_for_update().get(pk=row.roll_id)
    if Vote.objects.filter(roll=roll, kind=Vote.Kind.SECRET).exclude(box__step="setup").exclude(box=None).exists():
        raise Refused("", _("The box of a secret ballot is sealed with this roll: it cannot change any more."))
    found = roll.voters.filter(key=keys.of_register(number)).first()
    if found is None:
        last = roll.voters.aggregate(last=Max("number"))["last"] or 0
        found = Voter(roll=roll, number=last + 1, key=keys.of_register(number), name=row.person.name, birth_date=born)
    if found.person_id not in (None, row.person_id):
        raise Refused("number", _("Another account has this place on the roll."))
    if roll.voters.filter(person=row.person).exclude(pk=found.pk).exists():
        raise Refused("number", _("This account has another place on the roll."))
    found.person = row.person
    found.save()
