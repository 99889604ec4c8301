"""Numbers as people and offices write them: which mark is the decimal one is decided from a whole column."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

_NOTHING = {"-", "–", "—", "NA", "N/A", "NAN", ".", ".."}
_SCIENTIFIC = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]{1,3}")
_BARE = re.compile(r"[+-]? ?[0-9]*[.,][0-9]+")
_CENTS = 2


class Mark(StrEnum):
    """What stands before the decimals."""

    POINT = "."
    COMMA = ","


class Stored(str):
    """A number that a spreadsheet stored as a number, spelled with a point: there is nothing to guess."""

    __slots__ = ()


class NotANumber(ValueError):
    """A cell that is no number."""


class TwoNumbers(NotANumber):
    """A cell that could be two numbers: somebody has to say which mark stands before the decimals."""


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
        found = _readings(_bare(cell))
        if len(found) == 1:
            votes[next(iter(found))] += 1
        elif len(set(found.values())) > 1:
            ambiguous += 1
    if votes[Mark.POINT] == votes[Mark.COMMA]:
        return Guess(None, ambiguous)
    return Guess(max(votes, key=lambda mark: votes[mark]), ambiguous)


def read(cell: str, mark: Mark | None = None) -> Decimal | None:
    """Read a cell; None for an empty one, a dash or NA. NotANumber for the rest, TwoNumbers for what could be two.

    A cell that can be read in one way only is read so, against the column's mark only with one or two decimals: where
    the comma is the mark, `12.5` is clear, but who knows what is missing in `1.2345`.
    """
    if isinstance(cell, Stored):
        return Decimal(cell)
    text = _bare(cell)
    if not text or is_nothing(cell):
        return None
    found = _readings(text)
    if not found:
        raise NotANumber(f"“{cell.strip()}” is no number")
    if mark in found:
        return found[mark]
    values = set(found.values())
    value = values.pop()
    unclear = mark is not None and _BARE.fullmatch(text) and -int(value.as_tuple().exponent) > _CENTS
    if values or unclear:
        raise TwoNumbers(f"“{cell.strip()}” could be two numbers; say which mark stands before the decimals")
    return value


def is_nothing(cell: str) -> bool:
    """Whether a cell says that there is nothing, or that nobody knows: a dash, NA."""
    return cell.strip().upper() in _NOTHING


def is_number(cell: str) -> bool:
    """Whether a cell can be read as a number, by whatever mark."""
    return isinstance(cell, Stored) or bool(_readings(_bare(cell)))


def _bare(cell: str) -> str:
    return re.sub(r"\s", " ", cell.strip()).replace("−", "-").replace("’", "'")


def _readings(text: str) -> dict[Mark, Decimal]:
    """All that it can be read as; thousands stand in groups of three with one and the same mark between them."""
    negative = text.startswith("(") and text.endswith(")")
    text = text[1:-1].strip() if negative else text
    if _SCIENTIFIC.fullmatch(text):
        found = {Mark.COMMA if "," in text else Mark.POINT: Decimal(text.replace(",", "."))}
    else:
        matches = {mark: spelling.fullmatch(text) for mark, spelling in _SPELLINGS.items()}
        found = {mark: _value(match) for mark, match in matches.items() if match}
    return {mark: -value if negative else value for mark, value in found.items()}


def _spelling(mark: Mark) -> re.Pattern[str]:
    by = "," if mark is Mark.POINT else "."
    whole = rf"[0-9]+|[1-9][0-9]{{0,2}}(?P<by>[{by} '])[0-9]{{3}}(?:(?P=by)[0-9]{{3}})*"
    return re.compile(rf"(?P<sign>[+-]?) ?(?=[{mark}0-9])(?P<whole>(?:{whole})?)(?:[{mark}](?P<decimals>[0-9]+))?")


_SPELLINGS = {mark: _spelling(mark) for mark in Mark}


def _value(match: re.Match[str]) -> Decimal:
    whole = re.sub("[^0-9]", "", match["whole"])
    return Decimal(
        f"{match['sign']}{whole or 0}.{match['decimals'] or 0}" if match["decimals"] else match["sign"] + whole
    )
