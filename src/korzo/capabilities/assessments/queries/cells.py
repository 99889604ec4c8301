"""One cell: what its sources say, what was said about it, and how it came to be so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from korzo.capabilities.assessments.models import Assessment, Figure, Remark
from korzo.capabilities.assessments.models.figure import TYPED
from korzo.capabilities.assessments.queries import grids
from korzo.capabilities.assessments.queries.grids import Slot
from korzo.capabilities.assessments.rules.books import Book
from korzo.capabilities.assessments.rules.cells import Cell
from korzo.capabilities.assessments.rules.instruments import Column, Table
from korzo.kernel.people.models import Person
from korzo.kernel.text.multilingual import Text
from korzo.kernel.trail.models import Entry

MOST = 30
"""Steps of its history that are shown."""


@dataclass(frozen=True)
class Step:
    """What stood there before and after, who did it, and when."""

    before: str
    after: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Source:
    """What one source says."""

    figure: Figure
    shown: str


@dataclass(frozen=True)
class Seen:
    """All there is to know about a cell."""

    cell: Cell
    name: str
    kind: str
    column: Column | None
    slot: Slot
    sources: Sequence[Source]
    steps: Sequence[Step]
    remarks: Sequence[Remark]

    @property
    def held(self) -> Figure | None:
        """The figure that counts."""
        return self.sources[0].figure if self.sources else None

    @property
    def own(self) -> Figure | None:
        """What was typed, whether it counts or not."""
        return next((each.figure for each in self.sources if each.figure.origin == TYPED), None)


def seen(assessment: Assessment, table: Table, cell: Cell, book: Book) -> Seen:
    """All there is to know about a cell of this table."""
    row, column = table.row(cell.row), table.column(cell.column)
    kind = table.kind(cell) or "text"
    held = grids.held_in(assessment, table.id, [cell.row])
    total = book if row is not None and row.formula else None
    figures = assessment.figures.filter(pk__in=[each.pk for each in held.get(cell, [])])
    sources = [
        Source(each, grids.slot(cell, kind, {cell: [each]}).shown)
        for each in figures.select_related("by", "document").order_by("-is_chosen", "-at")
    ]
    name = Text(row.name) if row else Text(column.name) if column else ""
    remarks = assessment.remarks.filter(cell=str(cell), settled_at=None).select_related("by")
    return Seen(
        cell, str(name), kind, column, grids.slot(cell, kind, held, (), total), sources, _steps(assessment, cell),
        list(remarks),
    )  # fmt: skip


def _steps(assessment: Assessment, cell: Cell) -> list[Step]:
    told = Entry.objects.filter(
        ref=assessment.ref, event="assessments.FigureEntered", payload__contains=f'"{cell}"'
    ).order_by("-seq")[:MOST]
    entries = list(told)
    names = {each.ref: each.name or each.email for each in Person.objects.filter(pk__in=_keys(entries))}
    return [Step(each.data["before"], each.data["after"], names.get(each.by, ""), each.at) for each in entries]


def _keys(entries: Sequence[Entry]) -> set[str]:
    return {each.by.partition(":")[2] for each in entries if each.by.startswith("person:")}
