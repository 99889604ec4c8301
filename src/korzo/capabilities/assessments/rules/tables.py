"""Tables of accounts as ministries publish them: one row a city (and year), one column a code."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from korzo.capabilities.assessments.rules import numbers
from korzo.capabilities.assessments.rules.numbers import NotANumber

_CODE = re.compile(r"\d{1,6}|[IVX]+\.|[IVX]+/\d\.?|[A-Z]{3,8}")
_TOTALS = ("SKUPAJ", "UKUPNO", "TOTAL", "ВКУПНО", "УКУПНО", "GJITHSEJ")
_HEADS = 12


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that was not taken: line and column from 1, its name, what stands there, and why."""

    line: int
    column: int
    name: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """The amounts of one city in one year, by code."""

    line: int
    unit: str
    year: int
    amounts: dict[str, Decimal]


class BadTable(ValueError):
    """A table in which no codes, no names or no years are found."""


def read_text(text: str, *, unit_of: str = "municipality", year_of: str = "year", year: int | None = None) -> "Table":
    """Read CSV: tidy, with columns for city and year, or as published, with several rows of heads (then `year`)."""
    sample = text[:20_000]
    separator = max(",;\t", key=sample.count)
    return Table(list(csv.reader(text.splitlines(keepends=True), delimiter=separator)), unit_of, year_of, year)


class Table:
    """Cells, with the row of codes and the column of names found."""

    def __init__(self, cells: Sequence[Sequence[str]], unit_of: str, year_of: str, year: int | None) -> None:
        self.cells, self.year = cells, year
        self.problems: list[Problem] = []
        self.head = _head(cells)
        names = [cell.strip() for cell in cells[self.head]]
        self.year_at = names.index(year_of) if year_of in names else None
        if self.year_at is None and year is None:
            raise BadTable("say of which year these amounts are")
        self.codes = {
            at: name for at, name in enumerate(names) if name not in {unit_of, year_of} and _CODE.fullmatch(name)
        }
        if not self.codes:
            raise BadTable("no row with codes is found")
        self.unit_at = names.index(unit_of) if unit_of in names else self._names()
        self.marks = {at: numbers.guess(self._column(at)).mark for at in self.codes}
        whole = Counter(mark for mark in self.marks.values() if mark)
        self.usual = whole.most_common(1)[0][0] if whole else None

    def rows(self) -> Iterator[Row]:
        """The rows of cities; cells that are no numbers are left out and listed in `problems`."""
        for line, cells in enumerate(self.cells[self.head + 1 :], self.head + 2):
            unit = cells[self.unit_at].strip() if self.unit_at < len(cells) else ""
            if not unit or not _is_name(unit) or unit.upper().startswith(_TOTALS):
                continue
            year = self.year if self.year_at is None else self._year(line, cells)
            amounts = self._amounts(line, cells)
            if year is not None and amounts:
                yield Row(line, unit, year, amounts)

    def _amounts(self, line: int, cells: Sequence[str]) -> dict[str, Decimal]:
        found = {}
        for at, code in self.codes.items():
            cell = cells[at] if at < len(cells) else ""
            try:
                value = numbers.read(cell, self.marks[at] or self.usual)
            except NotANumber as error:
                self.problems.append(Problem(line, at + 1, code, cell, str(error)))
                continue
            if value is not None:
                found[code] = value
        return found

    def _year(self, line: int, cells: Sequence[str]) -> int | None:
        at = self.year_at or 0
        text = cells[at].strip()
        if re.fullmatch(r"(19|20)\d\d", text):
            return int(text)
        self.problems.append(Problem(line, at + 1, "year", text, "a year has four digits"))
        return None

    def _column(self, at: int) -> Iterable[str]:
        return (cells[at] for cells in self.cells[self.head + 1 :] if at < len(cells))

    def _names(self) -> int:
        """The column left of the codes with the most names."""
        first = min(self.codes)
        named = {at: sum(map(_is_name, self._column(at))) for at in range(first)}
        best = max(named, key=lambda at: named[at], default=None)
        if best is None or not named[best]:
            raise BadTable("no column with names of cities is found")
        return best


def _head(cells: Sequence[Sequence[str]]) -> int:
    """The row with the most different codes among the first: a row of zeros looks like codes too."""
    counts = [len({cell.strip() for cell in row if _CODE.fullmatch(cell.strip())}) for row in cells[:_HEADS]]
    if not counts or max(counts) < 2:  # noqa: PLR2004 -- one code is no table
        raise BadTable("no row with codes is found")
    return counts.index(max(counts))


def _is_name(text: str) -> bool:
    return sum(letter.isalpha() for letter in text) >= 2  # noqa: PLR2004 -- no number, no code
