"""What a document would bring: read, mapped and compared with what stands, before anything is stored."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from korzo.capabilities.assessments import permissions
from korzo.capabilities.assessments.models import Assessment, Definition, Document, Part
from korzo.capabilities.assessments.queries import definitions, documents, grids
from korzo.capabilities.assessments.rules import currencies, listings, mapping, reading, tables
from korzo.capabilities.assessments.rules.accounts import Difference
from korzo.capabilities.assessments.rules.cells import Phase
from korzo.capabilities.assessments.rules.charts import Chart
from korzo.capabilities.assessments.rules.listings import Column, Listing
from korzo.capabilities.assessments.rules.mapping import Amount, Mapped
from korzo.capabilities.assessments.rules.numbers import Mark
from korzo.capabilities.assessments.rules.reading import Sheet, Unreadable
from korzo.capabilities.assessments.rules.tables import BadTable, Problem, Table
from korzo.kernel.people.models import Person

LISTING, TABLE = "listing", "table"
SKIP = "skip"
_HEADS, _SAMPLE, _LEFT = 8, 400, 5


@dataclass(frozen=True)
class Choices:
    """How a document is to be read. Empty: as it seems; `codes` are columns that make a code together.

    `columns` say of a column's year and phase, or to skip it.
    """

    sheet: str = ""
    layout: str = ""
    chart: str = ""
    unit: str = ""
    year: int | None = None
    phase: Phase = Phase.ACTUAL
    scale: int = 1
    currency: str = ""
    mark: Mark | None = None
    codes: tuple[int, ...] = ()
    columns: Mapping[int, tuple[int | None, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Rejected:
    """A cell that was not taken: where it is, what stands there, and why."""

    sheet: str
    row: int
    column: int
    code: str
    text: str
    reason: str


@dataclass(frozen=True)
class Found:
    """What was read by some choices, before it is mapped; `nothing`: cells with a dash or NA instead of an amount."""

    amounts: tuple[Amount, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    nothing: tuple[Rejected, ...] = ()
    columns: tuple[Column, ...] = ()
    units: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    heads: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Line:
    """A figure that would be taken, and what stands in its cell: `same`, `new` or `beside`."""

    mapped: Mapped
    name: Mapping[str, str]
    held: Decimal | None
    state: str

    @property
    def phase(self) -> str:
        """What it tells, in words."""
        return str(grids.PHASES[self.mapped.cell.phase])


@dataclass(frozen=True)
class Preview:
    """All that would come of a document."""

    choices: Choices
    found: Found
    lines: tuple[Line, ...] = ()
    unmapped: Mapping[str, str] = field(default_factory=dict)
    ignored: Mapping[str, str] = field(default_factory=dict)
    differences: tuple[tuple[Phase, Difference], ...] = ()
    outside: tuple[int, ...] = ()
    not_asked: tuple[str, ...] = ()
    rate: Decimal = Decimal(1)
    unheld: tuple[int, ...] = ()

    @property
    def news(self) -> list[Line]:
        """The figures that would be stored."""
        return [line for line in self.lines if line.state != "same"]


class NoRate(ValueError):
    """The document's currency is not the assessment's, and no fixed rate leads from one to the other."""


def sheets(document: Document) -> list[Sheet]:
    """The sheets of a document; raises Unreadable."""
    if not document.sha256:
        raise Unreadable("empty")
    return _sheets(documents.path(document), document.file_name)


@lru_cache(maxsize=4)
def _sheets(path: Path, name: str) -> list[Sheet]:
    return reading.read(path, name)


def guess(assessment: Assessment, document: Document) -> Choices:
    """How it seems that a document is to be read: nothing of it holds before a person has seen it."""
    held = sheets(document)
    chart, layout = _best(assessment, held)
    heads = " ".join(cell for sheet in held for row in sheet.cells[:_HEADS] for cell in row)[:20_000]
    return Choices(
        sheet=held[0].name if len(held) == 1 else "",
        layout=layout,
        chart=chart,
        year=tables.year_in(document.file_name) or tables.year_in(heads) or assessment.last_year,
        phase=listings.phase_in(document.file_name) or Phase.ACTUAL,
        scale=listings.scale_in(heads),
        currency=listings.currency_in(heads) or _chart(assessment, chart).currency or assessment.currency,
    )


def _best(assessment: Assessment, held: list[Sheet]) -> tuple[str, str]:
    """The chart and the layout by which most codes mean something; of equal ones the country's own, then none."""
    offered = ["", *definitions.on_offer(Definition.Kind.CHART)]
    scores: list[tuple[int, bool, bool, str, str]] = []
    for name in offered:
        chart = _chart(assessment, name)
        local = bool(chart.country) and chart.country == assessment.country
        for layout in (LISTING, TABLE):
            known = sum(_known(sheet, chart, layout) for sheet in held)
            scores.append((known, local, not name, name, layout))
    best = max(scores)
    return (best[3], best[4]) if best[0] else ("", LISTING)


def _known(sheet: Sheet, chart: Chart, layout: str) -> int:
    """How many codes mean something where they would stand: of less than half of them, it is by chance."""
    knows, sample = Knows(chart), sheet.cells[:_SAMPLE]
    if layout == TABLE:
        try:
            groups = [set(tables.through(sample, chart, year=1).codes.values())]
        except BadTable:
            return 0
    else:  # codes stand on the left
        places = [(at,) for at in range(_LEFT)]
        together = listings.columns_of(sample, chart.code_of)
        groups = [{listings.joined(row, at) for row in sample} - {""} for at in ([together] if together else places)]
    known = [(sum(map(knows, group)), len(group)) for group in groups]
    return max((found for found, all_ in known if found * 2 >= all_), default=0)


class Knows:
    """Whether a chart says anything about a code; its codes are gathered once."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self.codes = chart.used() | chart.controls() | set(chart.names.values()) | set(chart.names)

    def __call__(self, code: str) -> bool:
        """Whether it does."""
        if code in self.codes or self.chart.line_of(code) is not None:
            return True
        return code.isdecimal() and any(code[:at] in self.codes for at in range(2, len(code)))  # a part of one


def _chart(assessment: Assessment, name: str) -> Chart:
    return definitions.chart(name) if name else mapping.own_lines(definitions.instrument(assessment))


def read(assessment: Assessment, document: Document, choices: Choices) -> Found:
    """Read a document by choices; raises Unreadable."""
    chart = _chart(assessment, choices.chart)
    held = [sheet for sheet in sheets(document) if choices.sheet in {"", sheet.name}]
    parts = [
        (_table if choices.layout == TABLE else _listing)(sheet, chart, choices, str(assessment.organisation.name))
        for sheet in held
    ]
    return Found(
        amounts=tuple(each for part in parts for each in part.amounts),
        rejected=tuple(each for part in parts for each in part.rejected),
        nothing=tuple(each for part in parts for each in part.nothing),
        columns=next((part.columns for part in parts if part.columns), ()),
        units=tuple(dict.fromkeys(each for part in parts for each in part.units)),
        unread=tuple(each for part in parts for each in part.unread),
        unclear=tuple(each for part in parts for each in part.unclear),
        heads=next((part.heads for part in parts if part.heads), ()),
    )


def _listing(sheet: Sheet, chart: Chart, choices: Choices, _city: str) -> Found:
    try:
        together = choices.codes or listings.columns_of(sheet.cells, chart.code_of)
        listing = Listing(sheet.cells, knows=Knows(chart), mark=choices.mark, codes_at=together, year_of=chart.year_of)
    except BadTable:
        return Found(unread=(sheet.name,))
    said = {}
    for column in listing.columns:
        year, phase = choices.columns.get(column.at, (None, ""))
        if phase != SKIP:
            chosen = replace(column, year=year or column.year, phase=Phase(phase) if phase else column.phase)
            said[column.at] = listings.told(chosen, year=choices.year, phase=choices.phase)
    amounts, twice = [], _twice(said.values())
    for entry in listing.entries():
        to = said.get(entry.column.at)
        year = entry.year or (to.year if to else None)
        if to is not None and year and to.phase and to.at not in twice:
            amounts.append(Amount(entry.code, year, to.phase, entry.amount, entry.name, entry.original))
    rejected, nothing = (
        _left_out(sheet, (each for each in problems if each.column - 1 in said))
        for problems in (listing.problems, listing.nothing)
    )
    unclear = tuple(column.head or str(column.at + 1) for column in said.values() if column.at in twice)
    return Found(tuple(amounts), rejected, nothing, tuple(listing.columns), unclear=unclear, heads=tuple(listing.heads))


def heads_of(assessment: Assessment, document: Document, codes: Sequence[int]) -> tuple[str, ...]:
    """The heads of columns that make a code together; raises Unreadable."""
    found = dict(read(assessment, document, Choices(codes=tuple(codes))).heads) if codes else {}
    return tuple(found[at] for at in codes if at in found)


def _left_out(sheet: Sheet, problems: Iterable[Problem]) -> tuple[Rejected, ...]:
    return tuple(Rejected(sheet.name, each.line, each.column, each.name, each.value, each.reason) for each in problems)


def _twice(columns: Iterable[Column]) -> set[int]:
    """Columns that would fill the same cells as one before them: nobody adds them up, a person says which is which."""
    seen, again = set[tuple[int | None, Phase | None]](), set()
    for column in columns:
        if (column.year, column.phase) in seen:
            again.add(column.at)
        seen.add((column.year, column.phase))
    return again


def _table(sheet: Sheet, chart: Chart, choices: Choices, city: str) -> Found:
    try:
        table = Table(sheet.cells, chart.unit_of, chart.year_of, choices.year, chart=chart, mark=choices.mark)
    except BadTable:
        return Found(unread=(sheet.name,))
    rows = list(table.rows())
    wanted = choices.unit or _ours(rows, city)
    amounts = [
        Amount(code, row.year, choices.phase, amount)
        for row in rows
        if wanted in {row.unit, row.key}
        for code, amount in row.amounts.items()
    ]
    lines = {row.line for row in rows if wanted in {row.unit, row.key}}
    rejected, nothing = (
        _left_out(sheet, (each for each in problems if each.line in lines))
        for problems in (table.problems, table.nothing)
    )
    return Found(tuple(amounts), rejected, nothing, units=tuple(dict.fromkeys(row.unit for row in rows)))


def _ours(rows: Iterable[tables.Row], city: str) -> str:
    ours = tables.plain_name(city)
    return next((row.unit for row in rows if tables.plain_name(row.unit) == ours), "")


def preview(assessment: Assessment, document: Document, choices: Choices, person: Person) -> Preview:
    """What a document would bring by these choices. Raises Unreadable, NoRate."""
    found = read(assessment, document, choices)
    try:
        rate = currencies.rate(choices.currency or assessment.currency, assessment.currency)
    except currencies.NoRate as error:
        raise NoRate(str(error)) from error
    instrument = definitions.instrument(assessment)
    chart = _chart(assessment, choices.chart)
    within = [each for each in found.amounts if each.year in assessment.years and chart.holds_in(each.year)]
    outside = sorted({each.year for each in found.amounts} - set(assessment.years))
    unheld = sorted({each.year for each in found.amounts if not chart.holds_in(each.year)} - set(outside))
    outcome = mapping.map_(chart, instrument, within, factor=rate * choices.scale)
    held = {figure.cell: figure for figure in assessment.figures.filter(is_chosen=True)}
    mine = writable(assessment, {each.cell.table for each in outcome.figures}, person)
    names = {(table.id, row.id): row.name for table, row in instrument.lines()}
    lines = []
    for each in outcome.figures:
        if each.cell.table not in mine:
            continue
        now = held.get(each.cell)
        amount = now.amount if now else None
        state = "new" if now is None else "same" if amount == each.amount else "beside"
        lines.append(Line(each, names[each.cell.table, each.cell.row], amount, state))
    others = sorted({each.cell.table for each in outcome.figures} - mine)
    return Preview(
        choices, found, tuple(lines), outcome.unmapped, outcome.ignored, tuple(outcome.differences), tuple(outside),
        tuple(others), rate, tuple(unheld),
    )  # fmt: skip


def writable(assessment: Assessment, wanted: Iterable[str], person: Person) -> set[str]:
    """The tables of these that somebody may write to."""
    tables = set(wanted)
    parts = {part.code: part for part in assessment.parts.filter(code__in=tables)}
    found = set()
    for table in tables:
        part = parts.get(table) or Part(assessment=assessment, code=table)
        part.assessment = assessment
        if permissions.can_contribute(person, part):
            found.add(table)
    return found
