"""Statements of one city: a row for each code, a column for each year or phase, under heads as offices write them."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import dropwhile

from korzo.capabilities.assessments.rules import numbers
from korzo.capabilities.assessments.rules.cells import Phase
from korzo.capabilities.assessments.rules.numbers import Mark, NotANumber, Stored
from korzo.capabilities.assessments.rules.tables import NOTHING, TOTALS, BadTable, Problem, year_in

_CODE = re.compile(r"[A-Z]{0,6}_?\d{1,8}[A-Z]?|\d{1,4}(?:[./ ]\d{1,6})+|[IVX]+\.|[A-Z]{2,12}")
_HEADS = 15
_FEWEST = 3  # codes: fewer are no statement
_PHASES: tuple[tuple[Phase, str], ...] = (
    (
        Phase.REVISED,
        r"rebalans|izmen|izmjen|popravlj|revised|adjusted|rishikuar|ndryshuar|ребаланс|измен|измјен|수정",
    ),
    (
        Phase.ACTUAL,
        r"izvrš|izvrs|ostvar|realiz|realis|actual|executed|outturn|zbatu|реализ|извр|остварен|결산|zaključni",
    ),
    (Phase.PROJECTION, r"projek|procjen|procen|forecast|projection|parashik|пројек|процен|전망"),
    (Phase.ORIGINAL, r"plan|sprejet|usvojen|budžet|budzet|proračun|approved|original|miratuar|буџет|план|предвид|예산"),
)
_SCALES = (
    (1_000_000, r"\b(u|in|v|në|во|у)\s+(mil\w*|мил\w*)|\bmio\b|\bmillions?\b|\bmili(on|jun)\w*|\bмилион\w*|백만"),
    (
        1_000,
        (
            r"\b(u|in|v|në|во|у)\s+000\b|\b000\s?(EUR|€|RSD|HRK|KM|BAM|MKD|ALL|din)"
            r"|\b(thousand|tisuć|tisoč|hiljad|mijë|илјад|хиљад)\w*|천원"
        ),
    ),
)
_CURRENCIES = (
    ("EUR", r"\b(EUR|EURO|EURA|ЕВРА|ЕУР)\b|€"),
    ("RSD", r"\b(RSD|РСД|DINAR\w*|ДИНАР\w*)\b"),
    ("HRK", r"\b(HRK|KUNA\w*|KN)\b"),
    ("BAM", r"\b(BAM|KM|КМ)\b"),
    ("MKD", r"\b(MKD|МКД|ДЕНАР\w*|ДЕН)\b"),
    ("ALL", r"\bLEK\w*\b"),
    ("SIT", r"\b(SIT|TOLAR\w*)\b"),
    ("KRW", r"\bKRW\b|천원|백만원"),
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of amounts: its head, and of which year and phase it seems to be."""

    at: int
    head: str
    year: int | None
    phase: Phase | None


@dataclass(frozen=True, slots=True)
class Entry:
    """An amount: whose code and name, in which column, where it stands (from 1), how it was written, its row's year."""

    code: str
    name: str
    column: Column
    amount: Decimal
    original: str
    line: int
    year: int | None = None


class Listing:
    """Cells, with the columns of codes, of names and of amounts found. Raises BadTable.

    `codes_at` are columns that make a code together; `year_of` heads a column that tells the year of each row.
    """

    def __init__(
        self,
        cells: Sequence[Sequence[str]],
        *,
        knows: Callable[[str], bool] | None = None,
        mark: Mark | None = None,
        codes_at: Sequence[int] = (),
        year_of: str = "year",
    ) -> None:
        self.cells = cells
        self.problems: list[Problem] = []
        self.nothing: list[Problem] = []
        self._knows = knows or (lambda code: any(map(str.isdigit, code)))
        self.joined = bool(codes_at)
        self.codes_at = tuple(codes_at) or (self._codes(),)
        coded = [line for line, row in enumerate(cells) if self._code(row)]
        if self.joined:  # heads such as `func1` and `econ1` look like a code, but no amount stands beside them
            coded = list(dropwhile(lambda line: not self._tells(cells[line]), coded))
        if not coded:
            raise BadTable("no column with codes is found")
        self.head = coded[0]
        self.year_at = next(iter(columns_of(cells[: self.head], [year_of])), None)
        self.columns = [self._column(at) for at in self._amounts(coded)]
        if not self.columns:
            raise BadTable("no column with amounts is found")
        self.name_at = self._names(coded)
        self.mark = mark
        self.marks = {each.at: mark or numbers.guess(self._below(each.at)).mark for each in self.columns}
        whole = [found for found in self.marks.values() if found]
        self.usual = mark or (max(whole, key=whole.count) if whole else None)

    @property
    def heading(self) -> str:
        """What stands above the first amount."""
        return " ".join(cell.strip() for row in self.cells[: self.head] for cell in row if cell.strip())

    def entries(self) -> Iterator[Entry]:
        """The amounts; what is no number is left out and listed in `problems`, dashes and NA in `nothing`."""
        for line, row in enumerate(self.cells[self.head :], self.head + 1):
            code = self._code(row)
            name = row[self.name_at].strip() if self.name_at is not None and self.name_at < len(row) else ""
            if not code or name.upper().startswith(TOTALS):
                continue
            for column in self.columns:
                cell = row[column.at] if column.at < len(row) else ""
                try:
                    value = numbers.read(cell, self.marks[column.at] or self.usual)
                except NotANumber as error:
                    self.problems.append(Problem(line, column.at + 1, code, cell, str(error)))
                    continue
                if value is None and cell.strip():
                    self.nothing.append(Problem(line, column.at + 1, code, cell, NOTHING))
                if value is not None:
                    exact = round(value, 2) if isinstance(cell, Stored) else value
                    yield Entry(code, name, column, exact, str(cell).strip(), line, self._year(row))

    @property
    def heads(self) -> list[tuple[int, str]]:
        """The columns left of the amounts with what stands above them."""
        first = self.columns[0].at
        above = [(at, [row[at].strip() for row in self.cells[: self.head] if at < len(row)]) for at in range(first)]
        return [(at, next(filter(None, reversed(cells)), str(at + 1))) for at, cells in above]

    def _year(self, row: Sequence[str]) -> int | None:
        return year_in(row[self.year_at]) if self.year_at is not None and self.year_at < len(row) else None

    def _tells(self, row: Sequence[str]) -> bool:
        """Whether there is an amount right of the codes that is no year."""
        return any(numbers.is_number(cell) and not year_in(cell) for cell in row[max(self.codes_at) + 1 :])

    def _codes(self) -> int:
        """The column with the most different codes that mean something."""
        width = max((len(row) for row in self.cells), default=0)
        codes = [{plain(row[at]) for row in self.cells if at < len(row)} - {""} for at in range(width)]
        known = [set(filter(self._knows, each)) for each in codes]
        best = max(range(width), key=lambda at: (len(known[at]) * 2 >= len(codes[at]), len(known[at])), default=0)
        if not known or len(known[best]) < _FEWEST:
            raise BadTable("no column with codes is found")
        return best

    def _code(self, row: Sequence[str]) -> str:
        """The code of a row; a word without a digit is one only where it is known (`KONTO` is a head)."""
        code = joined(row, self.codes_at)
        return code if self._knows(code) or any(map(str.isdigit, code)) else ""

    def _amounts(self, coded: Sequence[int]) -> list[int]:
        """The columns right of the codes in which more than half of what stands there are numbers."""
        found = []
        width = max(len(self.cells[line]) for line in coded)
        for at in range(max(self.codes_at) + 1, width):
            filled = [row[at] for row in map(self.cells.__getitem__, coded) if at < len(row) and row[at].strip()]
            if at != self.year_at and filled and sum(map(_is_number, filled)) * 2 > len(filled):
                found.append(at)
        return found

    def _column(self, at: int) -> Column:
        above = [row[at].strip() for row in self.cells[max(0, self.head - _HEADS) : self.head] if at < len(row)]
        head = " ".join(each for each in above if each)
        return Column(at, head, year_in(head), phase_in(head))

    def _names(self, coded: Sequence[int]) -> int | None:
        amounts = {each.at for each in self.columns}
        width = max(len(self.cells[line]) for line in coded)
        letters = {
            at: sum(
                len(row[at]) > 3 and any(map(str.isalpha, row[at]))  # noqa: PLR2004 -- a word
                for row in map(self.cells.__getitem__, coded)
                if at < len(row)
            )
            for at in range(width)
            if at not in amounts and at not in self.codes_at
        }
        best = max(letters, key=lambda at: letters[at], default=None)
        return best if best is not None and letters[best] else None

    def _below(self, at: int) -> Iterator[str]:
        return (row[at] for row in self.cells[self.head :] if at < len(row))


def told(column: Column, *, year: int | None, phase: Phase | None) -> Column:
    """A column with what its head leaves open."""
    return replace(column, year=column.year or year, phase=column.phase or phase)


def columns_of(cells: Sequence[Sequence[str]], heads: Sequence[str]) -> tuple[int, ...]:
    """The columns under these heads, in their order; none where not all of them stand in one row."""
    wanted = [head.casefold() for head in heads]
    for row in cells[:_HEADS]:
        there = [cell.strip().casefold() for cell in row]
        if wanted and set(wanted) <= set(there):
            return tuple(there.index(each) for each in wanted)
    return ()


def joined(row: Sequence[str], at: Sequence[int]) -> str:
    """The code that stands in these columns, its parts joined by a slash; empty where one of them is."""
    parts = [plain(row[each]) if each < len(row) else "" for each in at]
    return "/".join(parts) if all(parts) else ""


def plain(text: str) -> str:
    """A code without the marks that publications set between its digits; empty for what is no code."""
    bare = text.strip().upper()
    if not _CODE.fullmatch(bare):
        return ""
    return re.sub(r"[. ]", "", bare) if bare[0].isdigit() else bare


def phase_in(text: str) -> Phase | None:
    """Of which phase a head tells, if it does."""
    return next((phase for phase, words in _PHASES if re.search(words, text, re.IGNORECASE)), None)


def scale_in(text: str) -> int:
    """In which unit a heading says that amounts are: 1, 1,000 or 1,000,000."""
    return next((scale for scale, words in _SCALES if re.search(words, text, re.IGNORECASE)), 1)


def currency_in(text: str) -> str:
    """Of which currency a heading tells; empty where it tells of none."""
    return next((code for code, words in _CURRENCIES if re.search(words, text, re.IGNORECASE)), "")


def _is_number(text: str) -> bool:
    return numbers.is_number(text) or text.strip() in {"-", "–"}
