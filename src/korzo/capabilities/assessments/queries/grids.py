"""A table as a spreadsheet shows it: its rows and columns, what stands in each cell, and how that is typed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import get_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from korzo.capabilities.assessments.models import Assessment, Figure
from korzo.capabilities.assessments.models.figure import TYPED
from korzo.capabilities.assessments.queries import books, definitions
from korzo.capabilities.assessments.rules import ratios
from korzo.capabilities.assessments.rules.books import Book
from korzo.capabilities.assessments.rules.cells import Cell, Phase
from korzo.capabilities.assessments.rules.instruments import Column, Table
from korzo.capabilities.assessments.rules.numbers import Mark
from korzo.capabilities.assessments.rules.ratios import Computed
from korzo.capabilities.assessments.rules.values import Value
from korzo.kernel.text.multilingual import Text

CHOICES: Mapping[str, str | Promise] = {
    "city": gettext_lazy("the city"), "company": gettext_lazy("a company"), "state": gettext_lazy("the state"),
    "private": gettext_lazy("private"), "users": gettext_lazy("users"), "shared": gettext_lazy("several"),
    "own": gettext_lazy("own"), "guaranteed": gettext_lazy("guaranteed"), "fixed": gettext_lazy("fixed"),
    "floating": gettext_lazy("floating"), "annuity": gettext_lazy("level instalments"),
    "equal_principal": gettext_lazy("equal parts of the loan"), "bullet": gettext_lazy("all at the end"),
    "rented": gettext_lazy("rented out"), "vacant": gettext_lazy("empty"), "yes": gettext_lazy("yes"),
    "no": gettext_lazy("no"), "planned": gettext_lazy("planned"), "under_way": gettext_lazy("under way"),
    "finished": gettext_lazy("finished"), "stopped": gettext_lazy("stopped"),
}  # fmt: skip
"""What the choices of Korzo's own instruments are called; others are shown as they are."""
PHASES: Mapping[Phase, str | Promise] = {
    Phase.ORIGINAL: gettext_lazy("Budget as approved"),
    Phase.REVISED: gettext_lazy("Budget as changed"),
    Phase.ACTUAL: gettext_lazy("As it really was"),
    Phase.PROJECTION: gettext_lazy("Expected"),
}


@dataclass(frozen=True)
class Head:
    """A column as it is shown: a year, or a register's column; one that is `before` only reminds of last time."""

    name: str
    kind: str = ""
    at: str = ""
    before: bool = False
    choices: tuple[tuple[str, str], ...] = ()


@dataclass
class Slot:
    """One cell: how it is shown and typed, the version of what was typed, and what there is to know about it."""

    cell: Cell | None
    kind: str
    shown: str = ""
    typed: str = ""
    version: int = 0
    absence: str = ""
    more: list[str] = field(default_factory=list)
    is_total: bool = False
    beside: bool = False

    @property
    def told(self) -> str:
        """What there is to know about it, in words."""
        return "; ".join(self.more)

    def as_json(self) -> dict[str, str | int | bool]:
        """What a browser has to know after a change."""
        return {
            "shown": self.shown, "typed": self.typed, "version": self.version, "absence": self.absence,
            "more": self.told, "beside": self.beside,
        }  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A row of the grid."""

    id: str
    name: str
    help: str
    slots: tuple[Slot, ...]
    is_total: bool = False


@dataclass(frozen=True)
class Grid:
    """A table in one phase, or a register in one year."""

    table: Table
    phase: Phase
    year: int | None
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]


def grid(assessment: Assessment, table: Table, *, phase: Phase, year: int, book: Book | None = None) -> Grid:
    """The table: lines by year in one phase; of a register all rows, with what belongs to one year."""
    held = held_in(assessment, table.id)
    remarked = _remarked(assessment)
    book = book or books.book(assessment)
    if table.is_register:
        rows = sorted({cell.row for cell in held}, key=lambda row: (len(row), row))
        heads = tuple(_head(column, year) for column in table.columns)
        listed = tuple(
            _row(_across(table, row, year), row, number, held, remarked) for number, row in enumerate(rows, 1)
        )
        return Grid(table, Phase.ACTUAL, year, heads, listed)
    before = _before(assessment, table)
    heads = tuple(Head(str(each)) for each in assessment.years)
    heads = (Head(str(assessment.first_year - 1), before=True), *heads) if before else heads
    lines = []
    for row in table.rows:
        slots = [
            slot(Cell(table.id, row.id, "", each, phase), row.kind, held, remarked, book if row.formula else None)
            for each in assessment.years
        ]
        if before:
            value = before(_named(row.id, phase), assessment.first_year - 1)
            slots.insert(0, Slot(None, row.kind, spelled(value, row.kind), is_total=row.formula is not None))
        told = str(Text(row.help or {}))
        lines.append(Line(row.id, str(Text(row.name)), told, tuple(slots), is_total=row.formula is not None))
    return Grid(table, phase, None, heads, tuple(lines))


def held_in(assessment: Assessment, table: str, rows: Iterable[str] | None = None) -> dict[Cell, list[Figure]]:
    """Everything that sources say of a table's cells, the chosen one first."""
    found = assessment.figures.filter(table=table)
    if rows is not None:
        found = found.filter(row__in=set(rows))
    held = defaultdict[Cell, list[Figure]](list)
    for figure in found.order_by("-is_chosen", "-at"):
        held[figure.cell].append(figure)
    return held


def slot(
    cell: Cell,
    kind: str,
    held: Mapping[Cell, list[Figure]],
    remarked: Iterable[str] = (),
    book: Book | None = None,
) -> Slot:
    """One cell; of a total (with its book) what it is made of is shown, and told what was published."""
    figures = held.get(cell, [])
    made = Slot(cell, kind, is_total=book is not None)
    own = next((each for each in figures if each.origin == TYPED), None)
    made.version = own.version if own else 0
    if figures:
        chosen = figures[0]
        made.shown, made.typed = _figure(chosen, kind), _typed(own or chosen, kind)
        made.absence, made.more = chosen.absence, list(_told(figures))
        if own and own != chosen:
            made.beside = True
            typed = gettext("typed: %(amount)s, but another source counts") % {"amount": _figure(own, kind)}
            made.more.insert(0, typed)
    if book is not None and cell.year:
        published, value = made.shown, book(_named(cell.row, cell.phase), cell.year)
        made.shown = spelled(value, kind)
        if published and published != made.shown:
            made.more.insert(0, gettext("published: %(amount)s") % {"amount": published})
    if str(cell) in remarked:
        made.more.append(gettext("a remark"))
    return made


def totals(assessment: Assessment, table: Table, phase: Phase, book: Book) -> dict[str, str]:
    """The totals of a table by cell."""
    return {
        str(Cell(table.id, row.id, "", year, phase)): spelled(book(_named(row.id, phase), year), row.kind)
        for row in table.rows
        if row.formula
        for year in assessment.years
    }


def ratios_now(assessment: Assessment, book: Book) -> list[Computed]:
    """The ratios of the first pack in the last closed year."""
    packs = definitions.packs_of(assessment)[:1]
    return [each for pack in packs for each in ratios.compute(pack, book, assessment.last_year)]


def mark() -> Mark:
    """What stands before decimals in the reader's language."""
    return Mark.COMMA if get_format("DECIMAL_SEPARATOR") == "," else Mark.POINT


def code(typed: str, column: Column | None) -> str:
    """A choice by its code, however it was written."""
    if column is None or column.kind != "choice":
        return typed
    bare = typed.strip().casefold()
    return next((each for each in column.choices if bare in {each.casefold(), _choice(each).casefold()}), typed)


def spelled(value: Value | None, kind: str) -> str:
    """An amount as the reader's language writes it; nothing of what is not known."""
    if not isinstance(value, Decimal):
        return ""
    if kind == "year":
        return f"{value:f}".partition(".")[0]
    if kind == "share":
        return f"{_number(value * 100, 4)} %"
    if kind == "money" and value != value.to_integral_value():
        return number_format(value.quantize(Decimal("0.01"), ROUND_HALF_UP), 2, force_grouping=True)
    return _number(value, 6)


def _number(value: Decimal, most: int) -> str:
    rounded = value.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP)
    places = max(0, -int(rounded.normalize().as_tuple().exponent))
    return number_format(rounded, places, force_grouping=True)


def _typed(figure: Figure, kind: str) -> str:
    """As it would be typed: without marks for thousands."""
    if figure.amount is None:
        return figure.text if kind != "choice" else str(_choice(figure.text))
    amount = figure.amount * 100 if kind == "share" else figure.amount
    bare = format(amount.normalize(), "f").replace(".", mark().value)
    return f"{bare} %" if kind == "share" else bare


def _figure(figure: Figure, kind: str) -> str:
    if figure.absence:
        return "–" if figure.absence == Figure.Absence.NOT_APPLICABLE else "?"
    if figure.amount is None:
        return str(_choice(figure.text)) if kind == "choice" else figure.text
    return spelled(figure.amount, kind)


def _told(figures: list[Figure]) -> Iterator[str]:
    chosen = figures[0]
    if chosen.absence:
        yield chosen.get_absence_display()
    if len(figures) > 1:
        yield ngettext("%(count)d source", "%(count)d sources", len(figures)) % {"count": len(figures)}
    if chosen.confidence in (Figure.Confidence.PROVISIONAL, Figure.Confidence.ESTIMATE):
        yield chosen.get_confidence_display()
    if chosen.note:
        yield gettext("a note")


def _choice(value: str) -> str:
    return str(CHOICES.get(value, value))


def _head(column: Column, year: int) -> Head:
    name = str(Text(column.name))
    choices = tuple((each, _choice(each)) for each in column.choices)
    at = f"{column.id}/{year if column.yearly else ''}"
    return Head(f"{name}, {year}" if column.yearly else name, column.kind, at, choices=choices)


def _row(
    across: Iterable[tuple[Cell, str]],
    row: str,
    number: int,
    held: Mapping[Cell, list[Figure]],
    remarked: Iterable[str],
) -> Line:
    """A row of a register, named by its number and what stands first in it."""
    slots = tuple(slot(cell, kind, held, remarked) for cell, kind in across)
    return Line(row, f"{number}. {slots[0].shown}".strip(), "", slots)


def _across(table: Table, row: str, year: int) -> Iterator[tuple[Cell, str]]:
    for column in table.columns:
        yield Cell(table.id, row, column.id, year if column.yearly else None), column.kind


def _remarked(assessment: Assessment) -> set[str]:
    return set(assessment.remarks.filter(settled_at=None).values_list("cell", flat=True))


def _before(assessment: Assessment, table: Table) -> Book | None:
    """The last assessment's book, where it knows the year before the first one."""
    last, year = assessment.previous, assessment.first_year - 1
    if last is None or year not in last.years:
        return None
    instrument = definitions.instrument(last)
    return books.book(last) if instrument.table(table.id) else None


def _named(line: str, phase: Phase) -> str:
    return line if phase is Phase.ACTUAL else f"{line}_{phase.name}"


def next_row(assessment: Assessment, table: str) -> str:
    """The id of a register's next row."""
    rows = assessment.figures.filter(table=table).values_list("row", flat=True).distinct()
    return str(max((int(row) for row in rows if row.isdecimal()), default=0) + 1)
