"""Invented votes: secret ballots that can be checked and tried."""

from collections.abc import Callable
from datetime import datetime
from random import Random

from korzo.capabilities.ballots.demo import boxes
from korzo.kernel.people.models import Organisation

Say = Callable[[str], None]


def invent(*, count: int, say: Say, now: datetime, seed: int) -> None:
    """Invent votes; what a city has already is left alone."""
    del count
    say("Votes: a secret ballot with its proofs, and one to try ...")
    city = Organisation.objects.filter(kind=Organisation.Kind.CITY).order_by("pk").first()
    if city is not None:
        boxes.invent(city, now=now, random=Random(f"{seed}/ballots"))
