"""The citizens' committee: people volunteer, the list is closed, and a seed that nobody could know draws."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from korzo.capabilities.budgeting import events, permissions
from korzo.capabilities.budgeting.models import Cycle, Draw, Seat, Volunteer
from korzo.capabilities.budgeting.operations.stepping import NotAllowed, Refused, in_time, tidy
from korzo.capabilities.budgeting.queries import committee
from korzo.capabilities.budgeting.rules import lots
from korzo.kernel import trail
from korzo.kernel.people.models import Person
from korzo.kernel.places.models import District


@transaction.atomic
def volunteer(cycle: Cycle, *, age: str, sex: str, district: District, by: Person, now: datetime) -> Volunteer:
    """Put somebody on the list, or change what they said, until the list is closed."""
    in_time(cycle, "volunteer", now=now)
    _still_open(cycle)
    given = {"age": age, "sex": sex, "district": district}
    row, is_new = Volunteer.objects.update_or_create(
        cycle=cycle,
        person=by,
        defaults=given,
        create_defaults={**given, "since": now, "number": _unused(cycle)},
    )
    if is_new:
        trail.record(events.VolunteerCame(cycle.ref), by=None, now=now)
    return row


@transaction.atomic
def leave(cycle: Cycle, *, by: Person, now: datetime) -> None:
    """Take somebody off the list."""
    _still_open(cycle)
    if Volunteer.objects.filter(cycle=cycle, person=by).delete()[0]:
        trail.record(events.VolunteerLeft(cycle.ref), by=None, now=now)


@transaction.atomic
def close(cycle: Cycle, *, seats: int, seed_source: str, by: Person, now: datetime) -> Draw:
    """Close the list and say where the seed will come from; list, quotas and hash are public from now on."""
    _administrator(by)
    _still_open(cycle)
    listed, most = committee.entries(cycle), committee.quotas(cycle, seats)
    source = tidy(seed_source, field="seed_source", limit=200, lines=False)
    if not source:
        raise Refused("seed_source", _("Say where the seed will come from, before anybody can know it."))
    if not listed:
        raise Refused("seats", _("Nobody has volunteered yet."))
    digest = lots.fingerprint(listed, seats=seats, most=most)
    draw = Draw.objects.create(
        cycle=cycle,
        seats=seats,
        seed_source=source,
        entries=[{"number": each.number, "groups": list(each.groups)} for each in listed],
        quotas=most,
        list_hash=digest,
        closed_at=now,
    )
    trail.record(events.VolunteersClosed(cycle.ref, len(listed), digest), by=by, now=now)
    return draw


@transaction.atomic
def draw(row: Draw, *, seed: str, by: Person, now: datetime) -> None:
    """Draw with the seed, once."""
    _administrator(by)
    locked = Draw.objects.select_for_update().get(pk=row.pk)
    seed = tidy(seed, field="seed", limit=120, lines=False)
    if locked.seed:
        raise Refused("seed", _("The lot was drawn already."))
    if not seed:
        raise Refused("seed", _("Write the seed."))
    locked.seed, locked.drawn_at = seed, now
    locked.save(update_fields=["seed", "drawn_at"])
    people = dict(Volunteer.objects.filter(cycle=locked.cycle_id).values_list("number", "person_id"))
    Seat.objects.bulk_create(
        Seat(draw=locked, number=each.number, place=each.place, is_substitute=not each.is_seated, person_id=person)
        for each in committee.drawn(locked)
        if (person := people.get(each.number)) is not None
    )
    trail.record(events.CommitteeDrawn(locked.cycle.ref, seed, locked.seats), by=by, now=now)


def _still_open(cycle: Cycle) -> None:
    if Draw.objects.filter(cycle=cycle).exists():
        raise Refused("", _("The list is closed."))


def _administrator(person: Person) -> None:
    if not permissions.can_set_up(person):
        raise NotAllowed(_("Only administrators can do this."))


def _unused(cycle: Cycle) -> str:
    """A number that nobody on the list has, and that says nothing about the order in which people came."""
    known = set(cycle.volunteers.values_list("number", flat=True))
    free = (number for _turn in range(10_000) if (number := f"{secrets.randbelow(900_000) + 100_000}") not in known)
    try:
        return next(free)
    except StopIteration as error:
        raise IntegrityError from error
