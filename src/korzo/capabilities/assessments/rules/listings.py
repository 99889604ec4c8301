"""Statements of one city: a row for each code, a column for each year or phase, under heads as offices write them."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

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
    """An amount: whose code and name, in which column, and where it stands (from 1) and how it was written."""

    code: str
    name: str
    column: Column
    amount: Decimal
    original: str
    line: int


class Listing:
    """Cells, with the column of codes, of names and of amounts found. Raises BadTable."""

    def __init__(
        self, cells: Sequence[Sequence[str]], *, knows: Callable[[str], bool] | None = None, mark: Mark | None = None
    ) -> None:
        self.cells = cells
        self.problems: list[Problem] = []
        self.nothing: list[Problem] = []
        self._knows = knows or (lambda code: any(map(str.isdigit, code)))
        self.code_at = self._codes()
        coded = [line for line, row in enumerate(cells) if self._code(row)]
        self.head = coded[0]
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
                    yield Entry(code, name, column, exact, str(cell).strip(), line)

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
        code = plain(row[self.code_at]) if self.code_at < len(row) else ""
        return code if self._knows(code) or any(map(str.isdigit, code)) else ""

    def _amounts(self, coded: Sequence[int]) -> list[int]:
        """The columns right of the codes in which more than half of what stands there are numbers."""
        found = []
        width = max(len(self.cells[line]) for line in coded)
        for at in range(self.code_at + 1, width):
            filled = [row[at] for row in map(self.cells.__getitem__, coded) if at < len(row) and row[at].strip()]
            if filled and sum(map(_is_number, filled)) * 2 > len(filled):
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
            if at not in amounts and at != self.code_at
        }
        best = max(letters, key=lambda at: letters[at], default=None)
        return best if best is not None and letters[best] else None

    def _below(self, at: int) -> Iterator[str]:
        return (row[at] for row in self.cells[self.head :] if at < len(row))


def told(column: Column, *, year: int | None, phase: Phase | None) -> Column:
    """A column with what its head leaves open."""
    return replace(column, year=column.year or year, phase=column.phase or phase)


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
