"""Loans as the city has them and as scenarios take them up: how each goes on, or what is missing to know it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from korzo.capabilities.assessments.rules.books import Book
from korzo.capabilities.assessments.rules.cells import Cell
from korzo.capabilities.assessments.rules.loans import Way
from korzo.capabilities.assessments.rules.scenarios import Loan
from korzo.capabilities.assessments.rules.values import Unknown


@dataclass(frozen=True)
class Owed:
    """A loan of the register as it goes on; without `loan`, what is missing to know how."""

    name: str
    loan: Loan | None
    missing: str = ""


def read(given: Mapping[str, str]) -> Loan:
    """A loan as a scenario stores it."""
    return Loan(
        year=int(given["year"]),
        amount=Decimal(given["amount"]),
        rate=Decimal(given["rate"]),
        years=int(given["years"]),
        way=Way(given.get("way", Way.ANNUITY)),
        grace=int(given.get("grace", 0)),
    )


def _known(book: Book, table: str, row: str, column: str, year: int | None = None) -> Decimal:
    value = book.amounts.get(Cell(table, row, column, year))
    return value if isinstance(value, Decimal) else Decimal(0)


def owed(book: Book, last: int) -> Iterator[Owed]:
    """The city's own loans by the register, those that are not paid back yet."""

    def text(row: str, column: str) -> str:
        return book.texts.get(Cell("T4", row, column), "")

    for row in book.rows("T4"):
        if text(row, "kind") != "own":
            continue
        name = " · ".join(filter(None, (text(row, "lender"), text(row, "purpose")))) or row
        left = book.amounts.get(Cell("T4", row, "closing", last))
        if isinstance(left, Decimal) and left <= 0:
            continue
        rate, years = (book.amounts.get(Cell("T4", row, column)) for column in ("rate", "years"))
        signed = text(row, "signed")[:4]
        needed = {
            _("what is owed"): isinstance(left, Decimal),
            _("its rate"): isinstance(rate, Decimal),
            _("how many years it runs"): isinstance(years, Decimal),
            _("when it was signed"): signed.isdecimal(),
        }
        missing = [what for what, is_known in needed.items() if not is_known]
        if missing or isinstance(left, Unknown) or isinstance(rate, Unknown) or isinstance(years, Unknown):
            yield Owed(name, None, ", ".join(missing))
            continue
        gone = last - int(signed)
        rest = max(1, int(years or 0) - gone)
        grace = min(max(0, int(_known(book, "T4", row, "grace")) - gone), rest - 1)
        way = text(row, "way")
        yield Owed(
            name,
            Loan(
                last,
                left or Decimal(0),
                rate or Decimal(0),
                rest,
                Way(way) if way in set(Way) else Way.ANNUITY,
                grace,
                floating=text(row, "rate_kind") == "floating",
            ),
        )
