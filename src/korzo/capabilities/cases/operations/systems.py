"""Keeping the systems of neighbouring cities and outside authorities: where they are, what they take, who they are."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from korzo.capabilities.cases import events
from korzo.capabilities.cases.models import System
from korzo.capabilities.cases.operations import asking_systems
from korzo.capabilities.cases.rules import georeport
from korzo.kernel import outside, trail
from korzo.kernel.outside import sealed
from korzo.kernel.people import keys
from korzo.kernel.people.models import Person


@dataclass(frozen=True)
class Tested:
    """What a system answered: how many services it takes reports of, and what else it speaks; or what went wrong."""

    services: int = 0
    speaks_updates: bool = False
    repeats_safely: bool = False
    problem: str = ""


def keep(system: System, *, key: str | None, by: Person, now: datetime) -> None:
    """Store a system; `key` is what it gave us (None: as before). It is sealed, and never shown again."""
    if key is not None:
        system.key = sealed.seal(key)
    with transaction.atomic():
        system.save()
        trail.record(events.SystemChanged(system.ref, "changed"), by=by, now=now)


def delete(system: System, *, by: Person, now: datetime) -> bool:
    """Forget a system; False when cases went to it or came from it: then it can only be switched off."""
    if system.dispatches.exists() or system.arrivals.exists():
        return False
    with transaction.atomic():
        ref = system.ref
        system.delete()
        trail.record(events.SystemChanged(ref, "deleted"), by=by, now=now)
    return True


def test(system: System, *, by: Person, now: datetime) -> Tested:
    """Ask a system what it takes and speaks, and keep the answer."""
    tested = _tried(system)
    with transaction.atomic():
        system.tested_at, system.trouble = now, tested.problem[:300]
        if not tested.problem:
            system.speaks_updates, system.repeats_safely = tested.speaks_updates, tested.repeats_safely
        system.save(update_fields=["tested_at", "trouble", "speaks_updates", "repeats_safely", "services"])
        trail.record(events.SystemChanged(system.ref, "tested"), by=by, now=now)
    return tested


def give_key(system: System, *, by: Person, now: datetime) -> str:
    """Make a key with which the other system writes to us; it is returned to be shown once. Former keys stay."""
    with transaction.atomic():
        if system.account is None:
            address = f"open311-{system.authority.code}@system.invalid"
            system.account = Person.objects.create_user(address, name=str(system.authority.name)[:120])
            system.save(update_fields=["account"])
        made = keys.make(person=system.account, label=f"Open311: {system.authority.code}", now=now)
        trail.record(events.SystemChanged(system.ref, "key"), by=by, now=now)
    return made


def _tried(system: System) -> Tested:
    try:
        answer = asking_systems.get(system, "services")
        if not answer.is_fine:
            return Tested(problem=asking_systems.problem(answer))
        found = georeport.services(answer.body)
        if not found:
            return Tested(problem="no services")
        system.services = [{"code": each.code, "name": each.name, "group": each.group} for each in found]
        updates = asking_systems.get(system, "servicerequestupdates")
        more = asking_systems.get(system, "discovery")
        return Tested(
            services=len(found),
            speaks_updates=updates.is_fine and _reads(updates.body),
            repeats_safely="idempotency-key" in more.headers.get("x-open311-extensions", ""),
        )
    except (outside.Forbidden, outside.NotReached, outside.Lost, georeport.Unreadable, sealed.Unreadable) as error:
        return Tested(problem=str(error))


def _reads(body: bytes) -> bool:
    georeport.updates(body)
    return True
