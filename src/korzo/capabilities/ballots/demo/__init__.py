"""Invented votes: consultations open, answered and proposed; secret ballots that can be checked and tried."""

from collections.abc import Callable
from datetime import datetime
from random import Random

from django.db import transaction

from korzo.capabilities.ballots.demo import boxes, consultations, opinions
from korzo.kernel.people.models import Organisation

Say = Callable[[str], None]


def invent(*, count: int, say: Say, now: datetime, seed: int) -> None:
    """Invent votes; what a city has already is left alone."""
    del count
    say("Votes: a secret ballot with its proofs, one to try, consultations ...")
    city = Organisation.objects.filter(kind=Organisation.Kind.CITY).order_by("pk").first()
    if city is not None:
        boxes.invent(city, now=now, random=Random(f"{seed}/ballots"))
    with transaction.atomic():
        consultations.invent(now=now, random=Random(f"{seed}/consultations"))
        opinions.invent(now=now, random=Random(f"{seed}/opinions"))
