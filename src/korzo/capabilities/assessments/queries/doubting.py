"""Figures that look wrong, with the names that people know them by."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.assessments.models import Assessment
from korzo.capabilities.assessments.queries import comparing, definitions, grids
from korzo.capabilities.assessments.rules import doubts, expressions, ratios
from korzo.capabilities.assessments.rules.books import Book
from korzo.capabilities.assessments.rules.cells import Cell
from korzo.capabilities.assessments.rules.doubts import Doubt, Odd
from korzo.kernel.text.multilingual import Text

_WORDS: dict[Odd, str | Promise] = {
    Odd.JUMP: _("%(value)s; usual are about %(usual)s. Is it right?"),
    Odd.SIGN: _("%(value)s has another sign than the other years. Is it right?"),
    Odd.THOUSAND: _("%(value)s; usual are about %(usual)s. Was it written in thousands?"),
    Odd.FAR_FROM_PEERS: _("%(value)s; half of the cities like yours have less than %(usual)s. Is it right?"),
    Odd.NEGATIVE_CASH: _("%(value)s: less than nothing in the bank."),
    Odd.PROVISIONAL: _("Some figures are provisional or estimated, while other years are audited."),
}


@dataclass(frozen=True)
class Told:
    """A doubt, what it is about, and the cell to look at, if it is one."""

    odd: Odd
    name: Text
    year: int
    value: str = ""
    usual: str = ""
    cell: Cell | None = None


def doubted(assessment: Assessment, book: Book) -> list[Told]:
    """Everything about an assessment's figures that deserves a second look."""
    rows = {row.id: (table, row) for table, row in book.instrument.lines()}
    lines = [line for line, (_table, row) in rows.items() if row.formula is None]
    found = doubts.of_lines(lines, assessment.years, book)
    if "CLOSING" in rows:
        found += doubts.of_cash({year: book("CLOSING", year) for year in assessment.years})
    told = []
    for each in found:
        table, row = rows[each.line]
        value, usual = (grids.spelled(amount, row.kind) for amount in (each.value, each.usual))
        told.append(Told(each.odd, Text(row.name), each.year, value, usual, Cell(table.id, each.line, "", each.year)))
    return [*told, *_of_peers(assessment, book), *_of_confidence(assessment)]


def sentence(told: Told) -> str:
    """It in words."""
    return str(_WORDS[told.odd]) % {"value": told.value, "usual": told.usual}


def _of_peers(assessment: Assessment, book: Book) -> list[Told]:
    """Amounts per head that no city like this one has."""
    year = assessment.last_year
    group = comparing.group(assessment, year, book=book)
    if group is None:
        return []
    found = []
    for pack in definitions.packs_of(assessment):
        for each in ratios.compute(pack, book, year):
            if "POP" not in {line.name for line in expressions.lines(each.ratio.expression)}:
                continue
            odd: Doubt | None = doubts.of_peers(each.ratio.id, year, each.value, group.values(pack.id, each.ratio.id))
            if odd:
                value, usual = (grids.spelled(amount, "money") for amount in (odd.value, odd.usual))
                found.append(Told(odd.odd, Text(each.ratio.name), year, value, usual))
    return found


def _of_confidence(assessment: Assessment) -> list[Told]:
    years = defaultdict[int, set[str]](set)
    given = assessment.figures.filter(is_chosen=True, year__gt=0).exclude(confidence="")
    for year, confidence in given.order_by().values_list("year", "confidence").distinct():
        years[year].add(confidence)
    return [Told(Odd.PROVISIONAL, Text(), year) for year in doubts.of_confidence(years)]
