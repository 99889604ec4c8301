"""Numbers as people and offices write them: which mark is the decimal one is decided from a whole column."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

_BLANKS = str.maketrans("", "", "     '’")
_DASHES = {"", "-", "–", "—", "NA", "N/A", "NAN", ".", ".."}
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d+")
_BOTH = re.compile(r"[+-]?\d{1,3}(?:([.,])\d{3})+(?:([.,])\d+)?")
_ONE = re.compile(r"[+-]?\d*([.,])(\d+)")


class Mark(StrEnum):
    """What stands before the decimals."""

    POINT = "."
    COMMA = ","


class Stored(str):
    """A number that a spreadsheet stored as a number, spelled with a point: there is nothing to guess."""

    __slots__ = ()


class NotANumber(ValueError):
    """A cell that is no number, or could be two."""


@dataclass(frozen=True, slots=True)
class Guess:
    """The decimal mark of a column, and cells that could be read either way and decided nothing."""

    mark: Mark | None
    ambiguous: int


def guess(cells: Iterable[str]) -> Guess:
    """Look at a whole column: cells that can be read in one way only decide."""
    votes = {Mark.POINT: 0, Mark.COMMA: 0}
    ambiguous = 0
    for cell in cells:
        if isinstance(cell, Stored):
            continue
        decided = _decides(_bare(cell))
        if decided is not None:
            votes[decided] += 1
        elif _ONE.fullmatch(_bare(cell)):
            ambiguous += 1
    if votes[Mark.POINT] == votes[Mark.COMMA]:
        return Guess(None, ambiguous)
    return Guess(max(votes, key=lambda mark: votes[mark]), ambiguous)


def read(cell: str, mark: Mark | None = None) -> Decimal | None:
    """Read a cell; None for an empty one, a dash or NA. NotANumber for the rest, and for what could be two numbers.

    A cell that can be read in one way only is read so, whatever the column's mark.
    """
    if isinstance(cell, Stored):
        return Decimal(cell)
    text = _bare(cell)
    if text.upper() in _DASHES:
        return None
    negative = text.startswith("(") and text.endswith(")")
    text = text[1:-1] if negative else text
    own = _decides(text) or mark
    if own is None and _ONE.fullmatch(text):
        raise NotANumber(f"“{cell.strip()}” could be two numbers; say which mark stands before the decimals")
    other = "," if own is Mark.POINT else "."
    plain = text.replace(other, "") if own else text
    try:
        value = Decimal(plain.replace(",", "."))
    except InvalidOperation:
        raise NotANumber(f"“{cell.strip()}” is no number") from None
    if not value.is_finite():
        raise NotANumber(f"“{cell.strip()}” is no number")
    return -value if negative else value


def _bare(cell: str) -> str:
    return cell.strip().translate(_BLANKS).replace("−", "-")


def _decides(text: str) -> Mark | None:
    """The decimal mark where only one is possible."""
    if _SCIENTIFIC.fullmatch(text):
        return Mark.COMMA if "," in text else Mark.POINT
    if both := _BOTH.fullmatch(text):
        thousands, decimal = both[1], both[2]
        if decimal not in {None, thousands}:
            return Mark(decimal)
        several = text.count(thousands) > 1
        return Mark(_OTHER[thousands]) if several else None  # 1,234 could be either
    one = _ONE.fullmatch(text)
    return Mark(one[1]) if one else None


_OTHER = {",": ".", ".": ","}
