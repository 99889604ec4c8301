"""Tables of accounts as ministries publish them: one row a city (and year), one column a code."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from korzo.capabilities.assessments.rules import numbers, reading
from korzo.capabilities.assessments.rules.charts import Chart
from korzo.capabilities.assessments.rules.numbers import Mark, NotANumber, Stored

_CODE = re.compile(r"\d{1,6}|[IVX]+\.|[IVX]+/\d\.?|[A-Z]{3,8}")
TOTALS = ("SKUPAJ", "UKUPNO", "TOTAL", "ВКУПНО", "УКУПНО", "GJITHSEJ")
NOTHING = "a dash or NA says no amount"
_HEADS = 12
_FROM, _UPTO = 1990, 2100
_KINDS = re.compile(
    r"^(MESTNA OBČINA|OBČINA|OPĆINA|OPŠTINA|ОПШТИНА|GRAD|ГРАД|OPSHTINA|KOMUNA E?|BASHKIA)\s+(?=\w)", re.IGNORECASE
)


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
    """The amounts of one city in one year, by code. `key` is its official number, or its name where there is none."""

    line: int
    unit: str
    year: int
    amounts: dict[str, Decimal]
    key: str = ""


class BadTable(ValueError):
    """A table in which no codes, no names or no years are found."""


def read_text(text: str, *, unit_of: str = "municipality", year_of: str = "year", year: int | None = None) -> "Table":
    """Read CSV: tidy, with columns for city and year, or as published, with several rows of heads (then `year`)."""
    return Table(reading.of_text(text).cells, unit_of, year_of, year)


def through(cells: Sequence[Sequence[str]], chart: Chart, *, year: int | None = None) -> "Table":
    """Read cells with the names that a chart knows its columns by; raises BadTable."""
    return Table(cells, chart.unit_of, chart.year_of, year, chart=chart)


def plain_name(unit: str) -> str:
    """A city's name without what kind of city it is, and with its dashes and blanks as others write them."""
    name = _KINDS.sub("", " ".join(unit.split()).upper())
    return re.sub(r"\s*[-–]\s*", "-", name).replace("SLOV. GORICAH", "SLOVENSKIH GORICAH")


def year_in(text: str) -> int | None:
    """The only year that a heading or a file's name tells."""
    found = {int(each) for each in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)}
    return found.pop() if len(found) == 1 and _FROM <= max(found) <= _UPTO else None


class Table:
    """Cells, with the row of codes and the column of names found."""

    def __init__(
        self,
        cells: Sequence[Sequence[str]],
        unit_of: str,
        year_of: str,
        year: int | None,
        *,
        chart: Chart | None = None,
        mark: Mark | None = None,
    ) -> None:
        self.cells, self.year = cells, year
        self.problems: list[Problem] = []
        self.nothing: list[Problem] = []
        also = chart.names if chart else {}
        self.head = _head(cells, also)
        names = [cell.strip() for cell in cells[self.head]]
        self.year_at = names.index(year_of) if year_of in names else None
        if self.year_at is None and year is None:
            raise BadTable("say of which year these amounts are")
        aside = {unit_of, year_of, *(chart.key_of if chart else ())}
        self.codes = {
            at: also.get(name, name)
            for at, name in enumerate(names)
            if name not in aside and (name in also or _CODE.fullmatch(name))
        }
        if not self.codes:
            raise BadTable("no row with codes is found")
        self.unit_at = names.index(unit_of) if unit_of in names else self._names()
        self.key_at = [names.index(each) for each in (chart.key_of if chart else ()) if each in names]
        self.marks = {at: numbers.guess(self._column(at)).mark for at in self.codes}
        whole = Counter(mark for mark in self.marks.values() if mark)
        self.usual = mark or (whole.most_common(1)[0][0] if whole else None)

    def rows(self) -> Iterator[Row]:
        """The rows of cities; what is no number is left out and listed in `problems`, dashes and NA in `nothing`."""
        for line, cells in enumerate(self.cells[self.head + 1 :], self.head + 2):
            unit = self._unit(cells)
            if not unit or not _is_name(unit) or unit.upper().startswith(TOTALS):
                continue
            year = self.year if self.year_at is None else self._year(line, cells)
            amounts = self._amounts(line, cells)
            if year is not None and amounts:
                key = "/".join(cells[at].strip() for at in self.key_at if at < len(cells))
                yield Row(line, unit, year, amounts, key or plain_name(unit))

    def totals(self) -> dict[str, Decimal]:
        """What the table itself says that all cities come to: for control, never taken."""
        for line, cells in enumerate(self.cells[self.head + 1 :], self.head + 2):
            if self._unit(cells).upper().startswith(TOTALS):
                return self._amounts(line, cells)
        return {}

    def _unit(self, cells: Sequence[str]) -> str:
        return cells[self.unit_at].strip() if self.unit_at < len(cells) else ""

    def _amounts(self, line: int, cells: Sequence[str]) -> dict[str, Decimal]:
        found = {}
        for at, code in self.codes.items():
            cell = cells[at] if at < len(cells) else ""
            try:
                value = numbers.read(cell, self.marks[at] or self.usual)
            except NotANumber as error:
                self.problems.append(Problem(line, at + 1, code, cell, str(error)))
                continue
            if value is None and cell.strip():
                self.nothing.append(Problem(line, at + 1, code, cell, NOTHING))
            if value is not None:  # programs store 24166.72 as 24166.71999999918
                found[code] = round(value, 2) if isinstance(cell, Stored) else value
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


def _head(cells: Sequence[Sequence[str]], also: Iterable[str]) -> int:
    """The row with the most different codes among the first: a row of zeros looks like codes too."""
    names = set(also)
    rows = ({cell.strip() for cell in row} for row in cells[:_HEADS])
    counts = [sum(1 for cell in row if cell in names or _CODE.fullmatch(cell)) for row in rows]
    if not counts or max(counts) < 2:  # noqa: PLR2004 -- one code is no table
        raise BadTable("no row with codes is found")
    return counts.index(max(counts))


def _is_name(text: str) -> bool:
    return sum(letter.isalpha() for letter in text) >= 2  # noqa: PLR2004 -- no number, no code
