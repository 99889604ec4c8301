"""Towns to compare with: all of them are invented, as the set's title says."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from random import Random

from korzo.capabilities.assessments.demo import figures
from korzo.capabilities.assessments.models import PeerSet
from korzo.capabilities.assessments.operations import loading
from korzo.capabilities.assessments.rules import instruments
from korzo.capabilities.assessments.rules.books import Book
from korzo.capabilities.assessments.rules.cells import Cell
from korzo.kernel.people.models import Person

TOWNS = (
    "Borovik", "Vrelograd", "Kamenica Donja", "Lukovac", "Maslinsko", "Jezerina", "Trnova", "Suha Punta", "Studenac",
    "Bijeli Brijeg", "Ribnik", "Gradac", "Vinogora", "Orlovac", "Slanica", "Podgaj", "Crni Vrh", "Zelenika", "Brezovo",
    "Ušće",
)  # fmt: skip


def load(first: int, last: int, random: Random, *, by: Person, now: datetime) -> None:
    """Load twenty towns of about the same size, better and worse off."""
    instrument = instruments.named("mfsa")
    cities = {}
    for town in TOWNS:
        amounts = figures.history(first, last, random)
        book = Book(instrument, {cell: said for cell, said in amounts.items() if isinstance(said, Decimal)})
        cities[town] = _bent(book, random)
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


def _bent(book: Book, random: Random) -> Book:
    """The same town with other habits: each line of revenue and spending more or less by up to a quarter."""
    bend = {
        row.id: Decimal(random.uniform(0.75, 1.25)).quantize(Decimal("0.001"))
        for table, row in book.instrument.lines()
        if table.id in {"T1", "T2", "T5"}
    }
    amounts = {
        cell: said * bend.get(cell.row, 1) if isinstance(said, Decimal) else said for cell, said in book.amounts.items()
    }
    texts = {Cell("T4", cell.row, "kind"): "own" for cell in book.amounts if cell.table == "T4"}
    return replace(book, amounts=amounts, texts=texts, _known={}, _registers={})
