"""Rolls of voters: made of a register, of accounts or of another roll; marked, frozen, given codes, handed out."""

import base64
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.capabilities.ballots import events, permissions
from korzo.capabilities.ballots.models import Roll, Vote, Voter
from korzo.capabilities.ballots.operations.refusals import NotAllowed, Refused
from korzo.capabilities.ballots.queries import keys, taking_part
from korzo.capabilities.ballots.queries import rolls as queries
from korzo.capabilities.ballots.rules import eligibility
from korzo.capabilities.ballots.rules.register import Reading
from korzo.kernel import trail
from korzo.kernel.people.models import Person
from korzo.kernel.places.models import District

CODE_BYTES = 10
"""80 bits: 16 letters in four groups."""
MOST_LETTERS = 2_000
_AT_ONCE = 2_000


@dataclass(frozen=True)
class Plan:
    """A roll to be made."""

    code: str
    name: Mapping[str, str]
    as_of: date


@dataclass(frozen=True)
class Narrowing:
    """Whom a roll takes over from another one; what is empty does not narrow."""

    districts: frozenset[int] = frozenset()
    minimum_age: int | None = None
    attribute: str = ""
    value: str = ""

    def fits(self, voter: Voter, on: date) -> bool:
        """Whether somebody stays."""
        if self.districts and voter.district_id not in self.districts:
            return False
        if self.minimum_age is not None and (
            voter.birth_date is None or eligibility.age(voter.birth_date, on) < self.minimum_age
        ):
            return False
        return not self.attribute or str(voter.attributes.get(self.attribute, "")).casefold() == self.value.casefold()


@dataclass(frozen=True)
class Letter:
    """A code for somebody's letter; it is known here and now only."""

    voter: Voter
    code: str

    @property
    def grouped(self) -> str:
        """The code as it is printed."""
        return "-".join(self.code[at : at + 4] for at in range(0, len(self.code), 4))


def known_districts() -> dict[str, str]:
    """From codes and names of districts, casefolded, to codes."""
    found: dict[str, str] = {}
    for each in District.objects.only("code", "name"):
        found |= {word.casefold(): each.code for word in (*each.name.values(), each.code)}
    return found


def from_register(
    plan: Plan, reading: Reading, *, source: str, good_ones: bool, by: Person | None, now: datetime
) -> Roll:
    """Make a roll of a register that was read; `source` proves which file. Raises NotAllowed, Refused.

    With rejected lines a roll is made only of the good ones, and only if `good_ones` asks for that.
    """
    if reading.rejected and not good_ones:
        raise Refused("file", _("Some lines are wrong, so nothing was stored."))
    districts = dict(District.objects.values_list("code", "pk"))
    voters = (
        Voter(
            key=keys.of_register(each.id),
            name=each.name,
            birth_date=each.birth_date,
            address=each.address,
            district_id=districts.get(each.district),
            email=each.email,
            weight=each.weight,
            channel=each.channel,
            attributes=dict(each.attributes),
        )
        for each in reading.entries
    )
    return _make(plan, voters, source=source, rejected=len(reading.rejected), by=by, now=now)


def from_accounts(plan: Plan, roles: Iterable[str], *, by: Person, now: datetime) -> Roll:
    """Make a roll of everybody with an account, or with one of some roles. Raises NotAllowed, Refused."""
    people = Person.objects.filter(is_active=True).order_by("joined_at", "pk")
    if wanted := list(roles):
        people = people.filter(memberships__role__in=wanted).distinct()
    voters = (Voter(key=keys.of_account(each), name=each.name, email=each.email, person=each) for each in people)
    return _make(plan, voters, source="accounts", rejected=0, by=by, now=now)


def narrow(roll: Roll, plan: Plan, narrowing: Narrowing, *, by: Person, now: datetime) -> Roll:
    """Make a roll of some of another one: the same persons under the same keys. Raises NotAllowed, Refused."""
    fields = ("key", "name", "birth_date", "address", "district_id", "email", "weight", "channel", "attributes")
    voters = (
        Voter(**{name: getattr(each, name) for name in (*fields, "person_id")})
        for each in roll.voters.order_by("number").iterator(_AT_ONCE)
        if narrowing.fits(each, plan.as_of)
    )
    return _make(plan, voters, source=roll.ref, rejected=0, by=by, now=now)


@transaction.atomic
def mark(voter: Voter, channel: str, *, by: Person, now: datetime) -> None:
    """Say how somebody votes; only before the roll is frozen. Raises NotAllowed, Refused."""
    _registrar(by)
    roll = Roll.objects.select_for_update().get(pk=voter.roll_id)
    if roll.frozen_at is not None:
        raise Refused("", _("This roll is frozen."))
    Voter.objects.filter(pk=voter.pk).update(channel=Voter.Channel(channel))
    trail.record(events.VoterMarked(roll.ref, voter.number, channel), by=by, now=now)


@transaction.atomic
def freeze(roll: Roll, *, by: Person, now: datetime) -> None:
    """Let nobody be added or taken off any more. Raises NotAllowed."""
    if not permissions.can_freeze(by, roll):
        raise NotAllowed(_("Other offices ask with this roll too. An administrator has to freeze it first."))
    if Roll.objects.filter(pk=roll.pk, frozen_at__isnull=True).update(frozen_at=now):
        trail.record(events.RollFrozen(roll.ref, roll.voters.count()), by=by, now=now)


@transaction.atomic
def make_codes(roll: Roll, *, first: int, last: int, by: Person, now: datetime) -> list[Letter]:
    """New codes for consultations, for the voters with these numbers who do not vote on paper; older ones end.

    Raises NotAllowed, Refused.
    """
    _registrar(by)
    if Vote.objects.filter(roll=roll, kind=Vote.Kind.SECRET).exists():
        raise Refused("", _("A secret ballot uses this roll: its codes come from the credential authority."))
    voters = list(
        roll.voters.filter(number__range=(first, last), channel=Voter.Channel.ONLINE).order_by("number")[
            : MOST_LETTERS + 1
        ]
    )
    if not voters:
        raise Refused("first", _("Nobody with these numbers votes with a code."))
    if len(voters) > MOST_LETTERS:
        raise Refused("last", _("At most %(most)d letters at once.") % {"most": MOST_LETTERS})
    letters = [Letter(each, base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode()) for each in voters]
    for letter in letters:
        letter.voter.code_hash = keys.of_code(roll.pk, letter.code)
    Voter.objects.bulk_update(voters, ["code_hash"], batch_size=500)
    trail.record(events.CodesMade(roll.ref, len(letters)), by=by, now=now)
    return letters


def hand_out(
    roll: Roll, *, with_addresses: bool, by: Person, now: datetime, vote: Vote | None = None
) -> Iterator[list[Any]]:
    """The list for who makes credentials: number and weight, for letters also name and address. Raises NotAllowed.

    Who votes on paper is not on it, nor who may not take part in `vote`. That it was taken stands on the trail before
    the first line is written. Where codes are made of it for a secret ballot, the roll is frozen: nobody who has a
    code is marked for paper later.
    """
    _registrar(by)
    listed = taking_part.electorate(vote) if vote else roll.voters.order_by("number")
    voters = listed.filter(channel=Voter.Channel.ONLINE)
    with transaction.atomic():
        if roll.votes.filter(kind=Vote.Kind.SECRET).exists():
            freeze(roll, by=by, now=now)
        trail.record(events.RollHandedOut(roll.ref, voters.count(), with_addresses), by=by, now=now)
    return _lines(voters.iterator(_AT_ONCE), with_addresses=with_addresses)


def _lines(voters: Iterator[Voter], *, with_addresses: bool) -> Iterator[list[Any]]:
    yield ["number", "weight", "name", "address"] if with_addresses else ["number", "weight"]
    for each in voters:
        yield [each.number, each.weight, each.name, each.address] if with_addresses else [each.number, each.weight]


@transaction.atomic
def delete(roll: Roll, *, by: Person) -> None:
    """Delete a roll that no vote uses, with everything about its voters. Raises NotAllowed, Refused."""
    _registrar(by)
    if roll.votes.exists():
        raise Refused("", _("A vote uses this roll."))
    roll.delete()


def forget(*, days: int, now: datetime) -> int:
    """Delete the voters of rolls whose votes have all been over for so many days; how many rolls."""
    before = now - timedelta(days=days)
    return sum(_forget(roll, before, now) for roll in queries.forgettable(before))


@transaction.atomic
def _forget(roll: Roll, before: datetime, now: datetime) -> bool:
    roll = Roll.objects.select_for_update().get(pk=roll.pk)
    if not queries.forgettable(before).filter(pk=roll.pk).exists():
        return False  # somebody has just planned a vote with it
    for vote in roll.votes.all():
        Vote.objects.filter(pk=vote.pk).update(listed=taking_part.electorate(vote).count())
    number = roll.voters.count()
    roll.voters.all().delete()
    roll.forgotten_at = now
    roll.save(update_fields=["forgotten_at"])
    trail.record(events.RollForgotten(roll.ref, number), by=None, now=now)
    return True


def _make(plan: Plan, voters: Iterable[Voter], *, source: str, rejected: int, by: Person | None, now: datetime) -> Roll:
    if by is not None:
        _registrar(by)
    if plan.as_of > timezone.localdate(now):
        raise Refused("as_of", _("This day is still to come."))
    try:
        with transaction.atomic():
            roll = Roll.objects.create(code=plan.code, name=plan.name, as_of=plan.as_of, made_at=now)
            waiting: list[Voter] = []
            number = 0
            for number, voter in enumerate(voters, start=1):
                voter.roll, voter.number = roll, number
                waiting.append(voter)
                if len(waiting) == _AT_ONCE:
                    Voter.objects.bulk_create(waiting)
                    waiting = []
            Voter.objects.bulk_create(waiting)
            if not number:
                raise Refused("", _("Nobody would be on this roll."))
            trail.record(events.RollMade(roll.ref, source, number, rejected), by=by, now=now)
    except IntegrityError as error:
        if Roll.objects.filter(code=plan.code).exists():
            raise Refused("code", _("Another roll has this code.")) from error
        raise
    return roll


def _registrar(by: Person | None) -> None:
    if not permissions.can_run_secret(by):
        raise NotAllowed(_("Only facilitators and administrators work with rolls of voters."))
