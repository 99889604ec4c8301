"""What does not agree yet: identities with their explanations, cells with several sources, open remarks."""

from collections import defaultdict
from dataclasses import dataclass

from korzo.capabilities.assessments.models import Assessment, Explanation, Figure, Remark
from korzo.capabilities.assessments.queries import books, definitions, grids
from korzo.capabilities.assessments.rules import expressions, instruments
from korzo.capabilities.assessments.rules.books import Book, Difference
from korzo.capabilities.assessments.rules.cells import Cell, read
from korzo.capabilities.assessments.rules.expressions import Expression
from korzo.capabilities.assessments.rules.instruments import Table
from korzo.capabilities.assessments.rules.values import Value
from korzo.kernel.text.multilingual import Text


@dataclass(frozen=True)
class Told:
    """A difference, and what somebody said about these very amounts."""

    difference: Difference
    explanation: Explanation | None

    @property
    def blocks(self) -> bool:
        """Whether the assessment cannot be signed off with it."""
        return self.difference.check.level == "error" and self.explanation is None


def differences(assessment: Assessment, book: Book | None = None) -> list[Told]:
    """All that does not agree in the assessment's years."""
    said = {(each.check_id, each.year): each for each in assessment.explanations.all()}
    found = []
    for each in (book or books.book(assessment)).check(assessment.years):
        why = said.get((each.check.id, each.year))
        holds = why is not None and (why.left, why.right) == (each.left, each.right)
        found.append(Told(each, why if holds else None))
    return found


def within(assessment: Assessment, table: Table, book: Book) -> list[Told]:
    """What does not agree and has a line or a sum of this table in it."""
    instrument = book.instrument
    own = {row.id for row in table.rows} | {each.line for each in instrument.derived if each.table == table.id}
    return [each for each in differences(assessment, book) if own & _lines(each.difference)]


@dataclass(frozen=True)
class Opened:
    """A difference with the lines under both of its sides: name, and amount in that year."""

    told: Told
    left: list[tuple[Text, Value]]
    right: list[tuple[Text, Value]]


@dataclass(frozen=True)
class Sources:
    """A cell for which several sources gave figures, the chosen one first, with its name and table."""

    cell: Cell
    name: Text
    table: Text
    figures: list[tuple[Figure, str]]


@dataclass(frozen=True)
class Remarked:
    """A remark that is open, and what it is about."""

    remark: Remark
    cell: Cell
    name: Text


def opened(told: Told, book: Book) -> Opened:
    """A difference with what it is made of."""
    names = {row.id: Text(row.name) for _table, row in book.instrument.lines()}
    formulas = instruments.totals(book.instrument)

    def under(side: Expression) -> list[tuple[Text, Value]]:
        if isinstance(side, expressions.Line) and not side.back and side.name in formulas:
            side = formulas[side.name]
        at = told.difference.year
        return [
            (names.get(each.name, Text({"en": each.name})), book(each.name, at - each.back))
            for each in expressions.lines(side)
        ]

    total = told.difference.check.id.startswith("total-")
    return Opened(told, [] if total else under(told.difference.check.left), under(told.difference.check.right))


def sources(assessment: Assessment) -> list[Sources]:
    """Cells with several sources, each figure as it is shown."""
    found = []
    for cell, figures in beside(assessment).items():
        table, name, kind = _place(assessment, cell)
        shown = [(each, grids.slot(cell, kind, {cell: [each]}).shown) for each in figures]
        found.append(Sources(cell, name, table, shown))
    return found


def open_remarks(assessment: Assessment) -> list[Remarked]:
    """Remarks that nobody has settled."""
    found = []
    for spelled, told in remarks(assessment).items():
        cell = read(spelled)
        _table, name, _kind = _place(assessment, cell)
        found += [Remarked(each, cell, name) for each in told]
    return found


def _place(assessment: Assessment, cell: Cell) -> tuple[Text, Text, str]:
    """Names of a cell's table and line, and its kind."""
    table = definitions.instrument(assessment).table(cell.table)
    asked = (table.row(cell.row) or table.column(cell.column)) if table else None
    kind = table.kind(cell) if table else None
    return Text(table.name if table else {}), Text(asked.name if asked else {}), kind or "text"


def sentence(told: Told) -> str:
    """A difference in words: what does not agree, in which year, and both amounts."""
    each = told.difference
    left, right = (grids.spelled(amount, "money") for amount in (each.left, each.right))
    return f"{Text(each.check.name)}, {each.year}: {left} ≠ {right}"


def _lines(difference: Difference) -> set[str]:
    check = difference.check
    return {each.name for side in (check.left, check.right) for each in expressions.lines(side)}


def beside(assessment: Assessment) -> dict[Cell, list[Figure]]:
    """Cells for which several sources gave figures, the chosen one first."""
    several = defaultdict[Cell, list[Figure]](list)
    for figure in assessment.figures.select_related("document", "by").order_by("-is_chosen", "-at"):
        several[figure.cell].append(figure)
    return {cell: figures for cell, figures in several.items() if len(figures) > 1}


def remarks(assessment: Assessment) -> dict[str, list[Remark]]:
    """Open remarks by cell."""
    found = defaultdict[str, list[Remark]](list)
    for each in assessment.remarks.filter(settled_at=None).select_related("by"):
        found[each.cell].append(each)
    return dict(found)
