"""A table of an assessment as a workbook to fill in, and read again: every cell knows where it belongs.

The first row and column of a sheet, which are hidden, hold the keys of columns (`|2025|actual`) and rows; a hidden
sheet remembers what stood in each cell. Rows may be sorted and sheets be saved by any program: keys go with them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from korzo.capabilities.assessments.rules import entering, expressions, numbers
from korzo.capabilities.assessments.rules.books import Book
from korzo.capabilities.assessments.rules.cells import Cell, Phase, read
from korzo.capabilities.assessments.rules.entering import BadEntry, Entry
from korzo.capabilities.assessments.rules.expressions import Expression
from korzo.capabilities.assessments.rules.instruments import Instrument, Table
from korzo.capabilities.assessments.rules.numbers import Mark, Stored
from korzo.capabilities.assessments.rules.reading import Sheet

FORMAT = "korzo-template-1"
_HIDDEN = "korzo"
_MORE_ROWS = 15
_HEAD, _FIRST = 3, 4  # the row of heads, and the first row of cells
_FORMATS = {"money": "#,##0.00", "count": "#,##0.##", "share": "0.00%", "rate": "0.00", "year": "0"}
Name = Callable[[Mapping[str, str]], str]


@dataclass(frozen=True)
class Words:
    """What a workbook says in the reader's language."""

    line: str
    note: str
    help: str
    phases: Mapping[Phase, str]
    name: Name


@dataclass(frozen=True)
class Typed:
    """A filled cell: what stands there now, what stood there when the template was made, and the note of its row."""

    cell: Cell
    text: str
    before: str
    note: str
    sheet: str
    row: int
    column: int
    mark: Mark | None


@dataclass(frozen=True)
class Filled:
    """A template that came back."""

    assessment: str
    cells: tuple[Typed, ...]


def spelled(value: Decimal | str | None) -> str:
    """What stands in a cell as it is remembered and compared."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value or ""


def plain(entry: Entry) -> str:
    """An entry spelled so that it can be read in one way only, whatever the decimal mark."""
    if entry.amount is None:
        return entry.text
    whole, _point, decimals = format(entry.amount.normalize(), "f").partition(".")
    return f"{whole}.{decimals}{'0' if len(decimals) == 3 else ''}" if decimals else whole  # noqa: PLR2004 -- 1.234


# Writing ------------------------------------------------------------------------------------------------------------
def write(
    target: IO[bytes], book: Book, tables: Sequence[Table], years: Sequence[int], *, assessment: str, words: Words
) -> None:
    """Write tables with what is known by now; totals are live, everything else but the cells to fill is protected."""
    with xlsxwriter.Workbook(
        target, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    ) as file:
        _Writer(file, book, tables, years, words).write(assessment)


class _Writer:
    def __init__(self, file: Any, book: Book, tables: Sequence[Table], years: Sequence[int], words: Words) -> None:
        self.file, self.book, self.tables, self.years, self.words = file, book, tables, years, words
        self.bold = file.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.formats = {
            (kind, free): file.add_format(
                {"num_format": spelling, "locked": not free, "border": 1, "bg_color": "#FFFFFF" if free else "#ECEFF1"}
            )
            for kind, spelling in {**_FORMATS, "text": "@", "date": "@", "choice": "@"}.items()
            for free in (True, False)
        }
        self.known: list[tuple[str, str]] = []
        self.places: dict[tuple[str, Phase, int], str] = {}

    def write(self, assessment: str) -> None:
        for table in self.tables:
            if not table.is_register:
                self._place(table)
        for table in self.tables:
            sheet = self.file.add_worksheet(table.id)
            (self._register if table.is_register else self._lines)(sheet, table)
            sheet.set_row(0, None, None, {"hidden": True})
            sheet.set_column(0, 0, None, None, {"hidden": True})
            sheet.freeze_panes(_FIRST, 2)
            sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True})
        hidden = self.file.add_worksheet(_HIDDEN)
        hidden.write_row(0, 0, [FORMAT, assessment])
        for at, (cell, value) in enumerate(self.known, 1):
            hidden.write_string(at, 0, cell)
            hidden.write_string(at, 1, value)
        hidden.very_hidden()

    def _columns(self, table: Table) -> list[tuple[int, Phase]]:
        return [(year, phase) for year in self.years for phase in table.phases]

    def _place(self, table: Table) -> None:
        for column, (year, phase) in enumerate(self._columns(table), 2):
            for at, row in enumerate(table.rows, _FIRST):
                self.places[row.id, phase, year] = f"{table.id}!{xl_rowcol_to_cell(at, column)}"

    def _heads(self, sheet: Any, table: Table, heads: Sequence[tuple[str, str]]) -> None:
        sheet.write_string(0, 0, FORMAT)
        sheet.write_string(1, 1, self.words.name(table.name), self.bold)
        sheet.write_string(2, 1, self.words.help)
        sheet.write_string(_HEAD, 1, self.words.line, self.bold)
        for at, (key, head) in enumerate(heads, 2):
            sheet.write_string(0, at, key)
            sheet.write_string(_HEAD, at, head, self.bold)
        sheet.write_string(0, len(heads) + 2, "note")
        sheet.write_string(_HEAD, len(heads) + 2, self.words.note, self.bold)
        sheet.set_column(1, 1, 42)
        sheet.set_column(2, len(heads) + 1, 18)
        sheet.set_column(len(heads) + 2, len(heads) + 2, 40)

    def _lines(self, sheet: Any, table: Table) -> None:
        columns = self._columns(table)
        several = len(table.phases) > 1
        heads = [
            (f"|{year}|{phase.value}", f"{year} {self.words.phases[phase]}" if several else str(year))
            for year, phase in columns
        ]
        self._heads(sheet, table, heads)
        for at, row in enumerate(table.rows, _FIRST):
            sheet.write_string(at, 0, row.id)
            sheet.write_string(at, 1, self.words.name(row.name), self.bold if row.formula is not None else None)
            for column, (year, phase) in enumerate(columns, 2):
                if row.formula is not None:
                    self._total(sheet, (at, column), Cell(table.id, row.id, "", year, phase), row.formula)
                else:
                    self._cell(sheet, at, column, Cell(table.id, row.id, "", year, phase), row.kind)
            sheet.write_blank(at, len(columns) + 2, None, self.formats["text", True])

    def _total(self, sheet: Any, at: tuple[int, int], cell: Cell, made: Expression) -> None:
        phase, year = cell.phase, cell.year or 0
        value = self.book(cell.row + ("" if phase is Phase.ACTUAL else f"_{phase.name}"), year)
        cached = float(value) if isinstance(value, Decimal) else ""
        used = [(each.name, phase, year - each.back) for each in expressions.lines(made)]
        style = self.formats["money", False]
        if all(place in self.places for place in used):
            spelling = expressions.formula(made, lambda name, when: self.places[name, phase, when], year)
            shown = f'=IFERROR({spelling.removeprefix("=")},"")'
            sheet.write_formula(*at, shown, style, cached)
        elif cached != "":
            sheet.write_number(*at, cached, style)
        else:
            sheet.write_blank(*at, None, style)

    def _register(self, sheet: Any, table: Table) -> None:
        columns = [(each, year) for each in table.columns for year in (self.years if each.yearly else (None,))]
        heads = [
            (f"{each.id}|{year or ''}|actual", self.words.name(each.name) + (f" {year}" if year else ""))
            for each, year in columns
        ]
        self._heads(sheet, table, heads)
        rows = self.book.rows(table.id)
        last = max((int(row) for row in rows if row.isdecimal()), default=0)
        for at, key in enumerate([*rows, *(str(last + more) for more in range(1, _MORE_ROWS + 1))], _FIRST):
            sheet.write_string(at, 0, key)
            sheet.write_string(at, 1, key)
            for column, (asked, year) in enumerate(columns, 2):
                self._cell(sheet, at, column, Cell(table.id, key, asked.id, year), asked.kind)
                if asked.choices:
                    sheet.data_validation(at, column, at, column, {"validate": "list", "source": list(asked.choices)})
            sheet.write_blank(at, len(columns) + 2, None, self.formats["text", True])

    def _cell(self, sheet: Any, at: int, column: int, cell: Cell, kind: str) -> None:
        value = self.book.amounts.get(cell)
        style = self.formats[kind, True]
        text = self.book.texts.get(cell, "")
        if isinstance(value, Decimal):
            sheet.write_number(at, column, float(value), style)
            self.known.append((str(cell), spelled(value)))
        elif text:
            sheet.write_string(at, column, text, style)
            self.known.append((str(cell), text))
        else:
            sheet.write_blank(at, column, None, style)


# Reading ------------------------------------------------------------------------------------------------------------
def is_one(sheets: Sequence[Sheet]) -> bool:
    """Whether a workbook is a template."""
    return any(sheet.name == _HIDDEN and sheet.cells[0][:1] == [FORMAT] for sheet in sheets)


def filled(sheets: Sequence[Sheet], instrument: Instrument) -> Filled:
    """Read a template that came back; empty cells tell nothing, totals are not read."""
    hidden = next(sheet.cells for sheet in sheets if sheet.name == _HIDDEN)
    before = {row[0]: str(row[1]) for row in hidden[1:] if len(row) > 1}
    found = []
    for sheet in sheets:
        if sheet.cells and sheet.cells[0][:1] == [FORMAT] and sheet.name != _HIDDEN:
            found += _typed(sheet, instrument, before)
    return Filled(hidden[0][1] if len(hidden[0]) > 1 else "", tuple(found))


def _typed(sheet: Sheet, instrument: Instrument, before: Mapping[str, str]) -> list[Typed]:
    keys = sheet.cells[0]
    note_at = keys.index("note") if "note" in keys else None
    found = []
    for column, key in enumerate(keys):
        parts = key.split("|")
        if len(parts) != 3:  # noqa: PLR2004 -- column, year, phase
            continue
        below = [row[column] if column < len(row) else "" for row in sheet.cells[_FIRST:]]
        mark = numbers.guess(below).mark
        for at, row in enumerate(sheet.cells[_FIRST:], _FIRST):
            try:
                cell = read(f"{sheet.name}/{row[0]}/{parts[0]}/{parts[1]}/{parts[2]}")
            except (ValueError, IndexError):
                continue
            table = instrument.table(cell.table)
            line = table.row(cell.row) if table else None
            if instrument.kind(cell) is None or (line and line.formula is not None):
                continue
            text = below[at - _FIRST]
            note = row[note_at].strip() if note_at is not None and note_at < len(row) else ""
            if text.strip():
                was = before.get(str(cell), "")
                found.append(Typed(cell, text, was, note, sheet.name, at + 1, column + 1, mark))
    return found


def entry(typed: Typed, instrument: Instrument) -> Entry:
    """What a cell of a template says; raises BadEntry."""
    kind = instrument.kind(typed.cell)
    table = instrument.table(typed.cell.table)
    if kind is None or table is None:
        raise BadEntry("number")
    text, mark = typed.text, typed.mark
    if isinstance(text, Stored) and kind not in {"text", "date", "choice"}:
        text, mark = format(Decimal(text), "f"), Mark.POINT
        text = plain(Entry(amount=Decimal(text)))
    return entering.read(text, kind, mark, column=table.column(typed.cell.column))
