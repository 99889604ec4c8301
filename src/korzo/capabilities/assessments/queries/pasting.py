"""How a block from a spreadsheet would be read, before anything is stored."""

from collections.abc import Sequence
from typing import Any, Protocol

from korzo.capabilities.assessments.queries import grids
from korzo.capabilities.assessments.rules import entering, numbers
from korzo.capabilities.assessments.rules.cells import Cell
from korzo.capabilities.assessments.rules.entering import BadEntry
from korzo.capabilities.assessments.rules.instruments import NUMBERS, Table
from korzo.capabilities.assessments.rules.numbers import Mark

_FIRST = 5


class Typed(Protocol):
    """A cell and what is to be typed into it."""

    @property
    def cell(self) -> Cell:
        """Where."""
        ...

    @property
    def typed(self) -> str:
        """What."""
        ...


def preview(table: Table, edits: Sequence[Typed], mark: Mark | None) -> dict[str, Any]:
    """The mark that the block itself decides on (empty: none), cells with two readings, and cells nothing can read."""
    counted = [each for each in edits if table.kind(each.cell) in NUMBERS]
    guess = numbers.guess(each.typed for each in counted)
    two = [each.typed.strip() for each in counted if _readings(each.typed) is not None]
    readings = dict.fromkeys(two)
    return {
        "mark": (mark or guess.mark or grids.mark()).value,
        "decided": guess.mark is not None,
        "ambiguous": len(two),
        "examples": [{"typed": each, **(_readings(each) or {})} for each in list(readings)[:_FIRST]],
        "problems": [str(each.cell) for each in edits if not _fits(table, each, mark or guess.mark or grids.mark())],
    }


def _readings(typed: str) -> dict[str, str] | None:
    """Both readings of what could be two numbers."""
    try:
        numbers.read(typed)
    except numbers.NotANumber:
        try:
            return {mark.value: grids.spelled(numbers.read(typed, mark), "rate") for mark in Mark}
        except numbers.NotANumber:
            return None
    return None


def _fits(table: Table, edit: Typed, mark: Mark) -> bool:
    kind = table.kind(edit.cell)
    if kind is None:
        return False
    try:
        entering.read(edit.typed, kind, mark, column=table.column(edit.cell.column))
    except BadEntry:
        return False
    return True
