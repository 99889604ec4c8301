"""Where a figure stands: table, row, column, year and phase; one spelling for pages, workbooks and programs."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

_SPELLED = re.compile(r"([\w-]{1,12})/([\w.-]{1,40})/([\w-]{0,24})/(\d{4})?/([a-z]{1,12})")


class Phase(StrEnum):
    """What a figure tells: the budget as first approved, as changed, what really was, or what is expected."""

    ORIGINAL = "original"
    REVISED = "revised"
    ACTUAL = "actual"
    PROJECTION = "projection"


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """`column` is empty in tables of lines; `year` is None where a register's column does not change by year."""

    table: str
    row: str
    column: str = ""
    year: int | None = None
    phase: Phase = Phase.ACTUAL

    def __str__(self) -> str:
        return f"{self.table}/{self.row}/{self.column}/{self.year or ''}/{self.phase.value}"

    def at(self, year: int) -> "Cell":
        """The same cell of another year."""
        return replace(self, year=year)


def read(text: str) -> Cell:
    """Read a cell's spelling; raises ValueError."""
    found = _SPELLED.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} names no cell")
    table, row, column, year, phase = found.groups()
    return Cell(table, row, column, int(year) if year else None, Phase(phase))
