"""Tables to fill in as a workbook, and what one that came back would change."""

from dataclasses import dataclass
from decimal import Decimal
from typing import IO

from django.utils.translation import gettext as _

from korzo.capabilities.assessments.models import Assessment, Document, Figure
from korzo.capabilities.assessments.models.figure import TYPED
from korzo.capabilities.assessments.queries import books, definitions, grids
from korzo.capabilities.assessments.queries.importing import sheets, writable
from korzo.capabilities.assessments.rules import template
from korzo.capabilities.assessments.rules.cells import Cell
from korzo.capabilities.assessments.rules.entering import BadEntry
from korzo.capabilities.assessments.rules.template import Typed
from korzo.kernel.people.models import Person
from korzo.kernel.text.multilingual import Text


@dataclass(frozen=True)
class Change:
    """A cell that the workbook would change: from what, to what; `version` is that of what was typed there."""

    cell: Cell
    name: str
    before: str
    now: str
    after: str
    version: int
    note: str


@dataclass(frozen=True)
class Returned:
    """What a workbook that came back brings; `conflicts` were changed on the site meanwhile and are not overwritten."""

    assessment: str
    changes: tuple[Change, ...]
    conflicts: tuple[Change, ...]
    rejected: tuple[tuple[Typed, str], ...]
    same: int
    not_asked: tuple[str, ...]


def write(target: IO[bytes], assessment: Assessment, table: str = "") -> None:
    """Write the workbook of an assessment, or of one table of it, in the reader's language."""
    instrument = definitions.instrument(assessment)
    words = template.Words(
        line=_("Line"),
        note=_("Note"),
        help=_("Fill in the white cells. An empty cell changes nothing."),
        phases={phase: str(told) for phase, told in grids.PHASES.items()},
        name=lambda name: str(Text(name)),
    )
    tables = [each for each in instrument.tables if table in {"", each.id}]
    template.write(
        target, books.book(assessment), tables, list(assessment.years), assessment=assessment.code, words=words
    )


def is_one(document: Document) -> bool:
    """Whether a document is a template; raises Unreadable."""
    return template.is_one(sheets(document))


def returned(assessment: Assessment, document: Document, person: Person) -> Returned:
    """What a template that came back would change."""
    instrument = definitions.instrument(assessment)
    filled = template.filled(sheets(document), instrument)
    figures = assessment.figures.all()
    chosen = {figure.cell: _told(figure) for figure in figures if figure.is_chosen}
    versions = {figure.cell: figure.version for figure in figures if figure.origin == TYPED}
    mine = writable(assessment, {each.cell.table for each in filled.cells}, person)
    changes: list[Change] = []
    conflicts: list[Change] = []
    rejected, same = [], 0
    not_asked = set[str]()
    for each in filled.cells:
        if each.cell.year is not None and each.cell.year not in assessment.years:
            rejected.append((each, "outside"))
            continue
        try:
            entry = template.entry(each, instrument)
        except BadEntry as error:
            rejected.append((each, error.why))
            continue
        after = template.spelled(entry.amount if entry.amount is not None else entry.text)
        now = chosen.get(each.cell, "")
        if after in {now, _as_float(each.before)}:
            same += 1
            continue
        if each.cell.table not in mine:
            not_asked.add(each.cell.table)
            continue
        change = Change(
            each.cell, _name(assessment, each.cell), each.before, now, template.plain(entry),
            versions.get(each.cell, 0), each.note,
        )  # fmt: skip
        (changes if now == each.before else conflicts).append(change)
    return Returned(
        filled.assessment, tuple(changes), tuple(conflicts), tuple(rejected), same, tuple(sorted(not_asked))
    )


def _as_float(before: str) -> str:
    """What stood in a cell, as it is after a program kept it in its own way."""
    try:
        return template.spelled(Decimal(repr(float(before)))) if before else ""
    except ValueError:
        return before


def _told(figure: Figure) -> str:
    return template.spelled(figure.amount if figure.amount is not None else figure.text)


def _name(assessment: Assessment, cell: Cell) -> str:
    table = definitions.instrument(assessment).table(cell.table)
    named = (table.column(cell.column) or table.row(cell.row)) if table else None
    return str(Text(named.name)) if named else str(cell)
