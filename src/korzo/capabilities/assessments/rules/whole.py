"""An assessment as one workbook: tables, registers and ratios, in which everything that is made of others is a formula.

What is not known is an empty cell, and every ratio that cannot be given says why beside it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from korzo.capabilities.assessments.rules import expressions, ratios
from korzo.capabilities.assessments.rules.books import Book
from korzo.capabilities.assessments.rules.cells import Cell, Phase
from korzo.capabilities.assessments.rules.expressions import Expression
from korzo.capabilities.assessments.rules.instruments import Derived, Table
from korzo.capabilities.assessments.rules.packs import Pack, Ratio, Threshold
from korzo.capabilities.assessments.rules.ratios import Computed
from korzo.capabilities.assessments.rules.values import Reason, Unknown, Value
from korzo.capabilities.assessments.rules.workbook import FORMATS, flattened

_SUMS = "Sums"
_NOTHING = "AAA1"
"""A cell that is always empty: for lines and years that are not in the workbook."""
_KINDS = {"money": "#,##0.00", "count": "#,##0.##", "share": "0.0%", "rate": "0.00", "year": "0", "none": '"–";"–";"–"'}


Hidden = Collection[tuple[str, str]]


@dataclass(frozen=True)
class Words:
    """What the workbook says in the reader's language; `sources` are rows of a sheet of its own, heads first."""

    line: str
    formula: str
    limits: str
    unconfirmed: str
    sums: str
    sources_title: str
    phases: Mapping[Phase, str]
    name: Callable[[Mapping[str, str]], str]
    why: Callable[[Unknown], str]
    band: Callable[[Threshold], str]
    sources: Sequence[Sequence[str]] = field(default_factory=list)


def write(
    target: IO[bytes],
    book: Book,
    packs: Sequence[Pack],
    years: Sequence[int],
    words: Words,
    *,
    hidden: Hidden = frozenset(),
) -> None:
    """Write it; `hidden` columns of registers, by table, stay empty, and sums over them are numbers."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(target, options) as file:
        _Writer(file, book, years, words, hidden).write(packs)


class _Writer:
    def __init__(self, file: Any, book: Book, years: Sequence[int], words: Words, hidden: Hidden) -> None:
        self.hidden = hidden
        self.file, self.book, self.years, self.words = file, book, years, words
        self.bold = file.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.wrap = file.add_format({"text_wrap": True, "valign": "top"})
        self.formats = {kind: file.add_format({"num_format": each}) for kind, each in {**_KINDS, **FORMATS}.items()}
        self.places: dict[tuple[str, int], str] = {}

    def write(self, packs: Sequence[Pack]) -> None:
        instrument = self.book.instrument
        sheets = [(self.file.add_worksheet(pack.id[:31]), pack) for pack in packs]
        tables = [(self.file.add_worksheet(table.id), table) for table in instrument.tables]
        sums = self.file.add_worksheet(_SUMS)
        for _sheet, table in tables:
            if not table.is_register:
                self._place(table)
        for at, derived in enumerate(instrument.derived, 1):
            for column, year in enumerate(self.years, 1):
                self.places[derived.line, year] = f"{_SUMS}!{xl_rowcol_to_cell(at, column)}"
        for sheet, table in tables:
            (self._register if table.is_register else self._lines)(sheet, table)
        self._sums(sums, instrument.derived)
        for sheet, pack in sheets:
            self._pack(sheet, pack)
        if self.words.sources:
            self._sources()

    def cell(self, line: str, year: int) -> str:
        return self.places.get((line, year), f"{_SUMS}!{_NOTHING}")

    def _place(self, table: Table) -> None:
        for column, (year, phase) in enumerate(_columns(table, self.years), 2):
            suffix = "" if phase is Phase.ACTUAL else f"_{phase.name}"
            for at, row in enumerate(table.rows, 2):
                self.places[row.id + suffix, year] = f"{table.id}!{xl_rowcol_to_cell(at, column)}"

    def _heads(self, sheet: Any, title: str, heads: Sequence[str]) -> None:
        sheet.write_string(0, 0, title, self.bold)
        for at, head in enumerate(heads):
            sheet.write_string(1, at, head, self.bold)
        sheet.set_column(0, 0, 12)
        sheet.set_column(1, 1, 42)
        sheet.set_column(2, max(2, len(heads) - 1), 18)
        sheet.freeze_panes(2, 2)

    def _lines(self, sheet: Any, table: Table) -> None:
        columns = _columns(table, self.years)
        several = len(table.phases) > 1
        told = [f"{year} {self.words.phases[phase]}" if several else str(year) for year, phase in columns]
        self._heads(sheet, self.words.name(table.name), ["", self.words.line, *told])
        for at, row in enumerate(table.rows, 2):
            sheet.write_string(at, 0, row.id)
            sheet.write_string(at, 1, self.words.name(row.name), self.bold if row.formula is not None else None)
            for column, (year, phase) in enumerate(columns, 2):
                suffix = "" if phase is Phase.ACTUAL else f"_{phase.name}"
                value = self.book(row.id + suffix, year)
                made = row.formula
                if made is not None and isinstance(value, Decimal) and self._is_whole(made, suffix, year):
                    spelling = expressions.formula(made, self._phased(suffix), year)
                    sheet.write_formula(at, column, spelling, self.formats[row.kind], float(value))
                else:
                    self._value(sheet, at, column, value, row.kind)

    def _phased(self, suffix: str) -> Callable[[str, int], str]:
        """The cells of a phase."""
        return lambda line, year: self.cell(line + suffix, year)

    def _is_whole(self, made: Expression, suffix: str, year: int) -> bool:
        """Whether the formula has all its parts in the workbook: else what was published for the total stands there."""
        return all(
            _counts(self.book(each.name + suffix, year - each.back))
            and (each.name + suffix, year - each.back) in self.places
            for each in expressions.lines(made)
        )

    def _value(self, sheet: Any, at: int, column: int, value: Value | None, kind: str) -> None:
        if isinstance(value, Decimal):
            sheet.write_number(at, column, float(value), self.formats.get(kind))
        elif isinstance(value, Unknown) and value.reason is Reason.NOT_APPLICABLE:
            sheet.write_number(at, column, 0, self.formats["none"])

    def _register(self, sheet: Any, table: Table) -> None:
        columns = _register_columns(table, self.years)
        told = [self.words.name(each.name) + (f" {year}" if year else "") for each, year in columns]
        self._heads(sheet, self.words.name(table.name), ["", "", *told])
        for at, key in enumerate(self.book.rows(table.id), 2):
            sheet.write_string(at, 0, key)
            for column, (asked, year) in enumerate(columns, 2):
                cell = Cell(table.id, key, asked.id, year)
                if (table.id, asked.id) in self.hidden:
                    continue
                if cell in self.book.texts:
                    sheet.write_string(at, column, self.book.texts[cell])
                else:
                    self._value(sheet, at, column, self.book.amounts.get(cell), asked.kind)

    def _sums(self, sheet: Any, derived: Sequence[Derived]) -> None:
        """What registers come to, as sums over their rows."""
        sheet.write_string(0, 0, self.words.sums, self.bold)
        sheet.set_column(0, 0, 20)
        for column, year in enumerate(self.years, 1):
            sheet.write_number(0, column, year, self.bold)
        for at, each in enumerate(derived, 1):
            sheet.write_string(at, 0, each.line)
            for column, year in enumerate(self.years, 1):
                value = self.book(each.line, year)
                if not isinstance(value, Decimal):
                    continue
                if any((each.table, name) in self.hidden for name, _wanted in each.where):
                    sheet.write_number(at, column, float(value), self.formats["money"])
                else:
                    sheet.write_formula(at, column, self._sum(each, year), self.formats["money"], float(value))

    def _sum(self, derived: Derived, year: int) -> str:
        table = self.book.instrument.table(derived.table)
        rows = max(1, len(self.book.rows(derived.table)))
        columns = [(each.id, at) for each, at in _register_columns(table, self.years)] if table else []

        def whole(column: str, at: int | None) -> str:
            letter = xl_col_to_name(columns.index((column, at)) + 2)
            return f"{derived.table}!${letter}$3:${letter}${rows + 2}"

        tests = "".join(
            f',{whole(column, None)},"{wanted.replace(chr(34), chr(34) * 2)}"' for column, wanted in derived.where
        )
        return f"=SUMIFS({whole(derived.column, year)}{tests})" if tests else f"=SUM({whole(derived.column, year)})"

    def _pack(self, sheet: Any, pack: Pack) -> None:
        heads = ["", "", self.words.formula, self.words.limits]
        self._heads(sheet, self.words.name(pack.title), heads)
        sheet.set_column(2, 3, 40)
        told = pack.source if pack.confirmed else f"{pack.source}. {self.words.unconfirmed}"
        sheet.write_string(0, 2, told, self.wrap)
        computed = {
            year: {each.ratio.id: each for each in ratios.compute(pack, self.book, year)} for year in self.years
        }
        names = {row.id: self.words.name(row.name) for _table, row in self.book.instrument.lines()}
        for column, year in enumerate(self.years):
            sheet.write_number(1, 4 + 2 * column, year, self.bold)
        sheet.set_column(4, 4 + 2 * len(self.years), 16)
        for at, ratio in enumerate(pack.ratios, 2):
            sheet.write_string(at, 0, ratio.id)
            sheet.write_string(at, 1, self.words.name(ratio.name), self.wrap)
            words = expressions.readable(ratio.expression, lambda line: names.get(line, line))
            sheet.write_string(at, 2, words, self.wrap)
            sheet.write_string(at, 3, "; ".join(map(self.words.band, ratio.thresholds)), self.wrap)
            for column, year in enumerate(self.years):
                self._ratio(sheet, (at, 4 + 2 * column), pack, computed[year][ratio.id])

    def _ratio(self, sheet: Any, at: tuple[int, int], pack: Pack, found: Computed) -> None:
        row, column = at
        if isinstance(found.value, Unknown):
            sheet.write_string(row, column + 1, self.words.why(found.value), self.wrap)
            if found.value.reason is Reason.NOT_APPLICABLE:
                return
        cached = float(found.value) if isinstance(found.value, Decimal) else "#N/A"
        sheet.write_formula(
            row, column, self._formula(found.ratio, pack, found.year), self.formats.get(found.ratio.unit), cached
        )

    def _formula(self, ratio: Ratio, pack: Pack, year: int) -> str:
        spelled = expressions.formula(flattened(ratio.expression, pack), self.cell, year).removeprefix("=")
        if ratio.positive is not None:
            base = expressions.formula(flattened(ratio.positive, pack), self.cell, year).removeprefix("=")
            spelled = f"IF({base}<=0,NA(),{spelled})"
        return f"=ROUND({spelled},{ratio.decimals})" if ratio.decimals is not None else f"={spelled}"

    def _sources(self) -> None:
        sheet = self.file.add_worksheet(self.words.sources_title[:31])
        for at, row in enumerate(self.words.sources):
            for column, text in enumerate(row):
                sheet.write_string(at, column, text, self.bold if at == 0 else None)
        sheet.set_column(0, 0, 32)
        sheet.set_column(1, 6, 24)
        sheet.freeze_panes(1, 1)


def _columns(table: Table, years: Sequence[int]) -> list[tuple[int, Phase]]:
    return [(year, phase) for year in years for phase in table.phases]


def _register_columns(table: Table, years: Sequence[int]) -> list[tuple[Any, int | None]]:
    return [(each, year) for each in table.columns for year in (years if each.yearly else (None,))]


def _counts(value: Value) -> bool:
    return isinstance(value, Decimal) or value.reason is Reason.NOT_APPLICABLE
