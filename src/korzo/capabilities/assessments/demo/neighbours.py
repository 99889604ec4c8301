"""Towns to compare with: all of them are invented, as the set's title says."""

from datetime import datetime
from decimal import Decimal
from random import Random

from korzo.capabilities.assessments.demo import figures
from korzo.capabilities.assessments.models import PeerSet
from korzo.capabilities.assessments.operations import loading
from korzo.capabilities.assessments.rules import instruments
from korzo.capabilities.assessments.rules.books import Book
from korzo.kernel.people.models import Person

TOWNS = (
    "Borovik", "Vrelograd", "Kamenica Donja", "Lukovac", "Maslinsko", "Jezerina", "Trnova", "Suha Punta", "Studenac",
    "Bijeli Brijeg", "Ribnik", "Gradac", "Vinogora", "Orlovac", "Slanica", "Podgaj", "Crni Vrh", "Zelenika", "Brezovo",
    "Ušće",
)  # fmt: skip
_HABITS = (0.8, 1.2)
"""How much less or more of a line a town may have."""


def load(first: int, last: int, random: Random, *, by: Person, now: datetime) -> None:
    """Load twenty towns of about the same size, better and worse off."""
    instrument = instruments.named("mfsa")
    cities = {}
    for town in TOWNS:
        habits = {line: Decimal(random.uniform(*_HABITS)).quantize(Decimal("0.001")) for line in figures.LINES}
        amounts = figures.history(first, last, random, habits)
        numbers = {cell: said for cell, said in amounts.items() if isinstance(said, Decimal)}
        texts = {cell: said for cell, said in amounts.items() if isinstance(said, str)}
        cities[town] = Book(instrument, numbers, texts)
    made = PeerSet(
        code="invented",
        title="Towns of about this size (invented)",
        chart="mfsa",
        country="ME",
        currency="EUR",
        source="Invented for the demo",
        licence="CC0-1.0",
    )
    loading.load(made, cities, years=range(first, last + 1), by=by, now=now)
