"""What somebody typed into a cell, read as what the cell asks for."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from korzo.capabilities.assessments.rules import numbers
from korzo.capabilities.assessments.rules.instruments import Column
from korzo.capabilities.assessments.rules.numbers import Mark, NotANumber, TwoNumbers

_PLACES = {"money": 2, "count": 2, "share": 6, "rate": 6, "year": 0}
LARGEST = Decimal("1e15")
_LONGEST = 400
_FIRST_YEAR, _LAST_YEAR = 1800, 2200


class BadEntry(ValueError):
    """A text that the cell cannot take. `why`: as `operations.entering.WRONG` spells it out."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Entry:
    """What was typed: an amount or a text; neither for an empty cell."""

    amount: Decimal | None = None
    text: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return self.amount is None and not self.text


def read(typed: str, kind: str, mark: Mark | None, *, column: Column | None = None) -> Entry:
    """Read it. A share may be typed as `12,5 %` or `0,125`; a formula is only ever text. Raises BadEntry."""
    bare = typed.strip()
    if not bare:
        return Entry()
    match kind:
        case "text":
            return Entry(text=_short(bare))
        case "date":
            return Entry(text=_date(bare))
        case "choice":
            if column is None or bare not in column.choices:
                raise BadEntry("choice")
            return Entry(text=bare)
    return Entry(amount=_number(bare, kind, mark))


def _number(bare: str, kind: str, mark: Mark | None) -> Decimal:
    percent = kind == "share" and bare.endswith("%")
    try:
        value = numbers.read(bare.removesuffix("%") if percent else bare, mark)
    except TwoNumbers as error:
        raise BadEntry("two_numbers") from error
    except NotANumber as error:
        raise BadEntry("number") from error
    if value is None:
        raise BadEntry("nothing")
    if abs(value) >= LARGEST:
        raise BadEntry("too_large")
    value = value / 100 if percent else value
    if kind == "year" and not _FIRST_YEAR <= value <= _LAST_YEAR:
        raise BadEntry("year")
    return value.quantize(Decimal(1).scaleb(-_PLACES[kind]))


def _date(bare: str) -> str:
    """A day as ISO writes it, or day, month and year with points."""
    found = re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\.?", bare)
    try:
        day = date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(bare)
    except ValueError:
        raise BadEntry("date") from None
    return day.isoformat()


def _short(text: str) -> str:
    if len(text) > _LONGEST:
        raise BadEntry("too_long")
    return text
