"""The invented city's front door: what it tells, offers and invites to, in as many languages as somebody wrote."""

from collections.abc import Callable
from datetime import datetime
from random import Random

from django.db import transaction

from korzo.capabilities.portal.demo import notices, telling
from korzo.capabilities.portal.models import Item
from korzo.kernel.people.models import Person
from korzo.kernel.people.roles import Role

Say = Callable[[str], None]


def invent(*, count: int, say: Say, now: datetime, seed: int) -> None:
    """Invent items; a city that tells something already is left alone."""
    del count
    by = Person.objects.filter(memberships__role__in=(Role.EDITOR, Role.ADMINISTRATOR)).order_by("pk").first()
    if by is None:
        return
    with transaction.atomic():
        notices.invent(by=by, now=now)
    if Item.objects.exists():
        return
    say("Front door: news, events, services, pages, in all languages ...")
    with transaction.atomic():
        telling.write(Random(f"{seed}/portal"), by=by, now=now)
