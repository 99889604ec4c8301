"""The invented city's open data: its register with what stays closed, tables, and what readers ask and make."""

from collections.abc import Callable
from datetime import datetime
from random import Random

from django.db import transaction

from korzo.capabilities.catalog.demo import readers, register
from korzo.capabilities.catalog.models import Dataset

Say = Callable[[str], None]


def invent(*, count: int, say: Say, now: datetime, seed: int) -> None:
    """Invent publishers, data sets and readers; a city that has entered a data set already is left alone."""
    del count
    if Dataset.objects.filter(origin=Dataset.Origin.EDITED).exists():
        return
    say("Open data: a register of what every office keeps, with tables ...")
    random = Random(f"{seed}/catalog")
    with transaction.atomic():
        readers.take_part(register.enter(random, now=now), random, now=now)
