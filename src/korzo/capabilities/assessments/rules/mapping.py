"""From a country's codes to the lines of an assessment: what is taken, what belongs to nothing, what does not agree."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from korzo.capabilities.assessments.rules import expressions
from korzo.capabilities.assessments.rules.accounts import Accounts, Difference
from korzo.capabilities.assessments.rules.cells import Cell, Phase
from korzo.capabilities.assessments.rules.charts import Chart
from korzo.capabilities.assessments.rules.instruments import Instrument
from korzo.capabilities.assessments.rules.values import Value

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount by code, year and phase, with the code's name and how it was written."""

    code: str
    year: int
    phase: Phase
    amount: Decimal
    name: str = ""
    original: str = ""


@dataclass(frozen=True, slots=True)
class Mapped:
    """A figure for a cell, and the codes that it was made of; `original` where it was one."""

    cell: Cell
    amount: Decimal
    codes: tuple[str, ...]
    original: str = ""


@dataclass(slots=True)
class Outcome:
    """What came of it. `ignored` are codes within others that were taken, and those that only totals are of."""

    figures: list[Mapped] = field(default_factory=list)
    unmapped: dict[str, str] = field(default_factory=dict)
    ignored: dict[str, str] = field(default_factory=dict)
    differences: list[tuple[Phase, Difference]] = field(default_factory=list)


def own_lines(instrument: Instrument) -> Chart:
    """The chart of files that write the instrument's own lines: R1, E4, POP."""
    rows = {row.id for _table, row in instrument.lines()}
    return Chart("", "", "", "", "municipality", "year", {}, (), (), names={row: row for row in rows})


def map_(chart: Chart, instrument: Instrument, amounts: Iterable[Amount], *, factor: Decimal = Decimal(1)) -> Outcome:
    """Make figures of amounts, times `factor` (unit and currency); each phase for itself."""
    by_phase: dict[Phase, list[Amount]] = {}
    for each in amounts:
        by_phase.setdefault(each.phase, []).append(each)
    found = Outcome()
    for held in by_phase.values():
        _phase(found, chart, instrument, held, factor)
    return found


def _phase(found: Outcome, chart: Chart, instrument: Instrument, held: list[Amount], factor: Decimal) -> None:
    phase = held[0].phase
    given: dict[tuple[str, int], Decimal] = {}
    originals = {(each.code, each.year): each.original for each in held}
    for each in held:  # a code that comes again, of another department, is added
        key = each.code, each.year
        given[key] = given.get(key, Decimal(0)) + each.amount
    accounts = Accounts(chart, given)
    years = accounts.years
    taken: set[str] = set()
    for table, row in instrument.lines():
        for year in years:
            cell = Cell(table.id, row.id, "", year, phase)
            value = _line(accounts, row.id, year)
            if instrument.kind(cell) is None or not isinstance(value, Decimal):
                continue
            codes = _codes(chart, row.id, {code for code, at in given if at == year})
            taken |= set(codes)
            places = CENT if row.kind == "money" else Decimal("0.000001")
            changed = value * factor if row.kind == "money" else value
            original = originals.get((codes[0], year), "") if len(codes) == 1 else ""
            found.figures.append(Mapped(cell, changed.quantize(places), codes, original))
    parts = {code for code, _year in given}
    for each in held:
        if each.code in taken:
            continue
        within = any(each.code[:at] in taken for at in range(1, len(each.code)))
        above = any(code.startswith(each.code) and code in taken for code in parts)
        if within or above or each.code in chart.controls():
            found.ignored[each.code] = each.name
        else:
            found.unmapped[each.code] = each.name
    found.differences += [(phase, difference) for difference in accounts.check()]


def _line(accounts: Accounts, line: str, year: int) -> Value | None:
    """A line of the chart; a code that happens to be spelled as a line counts only where no chart is between."""
    chart = accounts.chart
    if line in chart.lines or line in chart.names or any(to == line for _prefix, to in chart.rules):
        return accounts(line, year)
    return None


def _codes(chart: Chart, line: str, given: set[str]) -> tuple[str, ...]:
    """The codes that a line was made of, as far as they were given."""
    ruled = tuple(sorted(code for code in given if chart.line_of(code) == line))
    if line in chart.lines:
        return (*(code for code in _spread(chart, line) if code in given), *ruled)
    return (line,) if line in given else ruled


def _spread(chart: Chart, line: str) -> Iterable[str]:
    for each in expressions.lines(chart.lines[line]):
        if each.name in chart.lines:
            yield from _spread(chart, each.name)
        else:
            yield each.name


def names(amounts: Iterable[Amount]) -> Mapping[str, str]:
    """The codes with their names as the file has them."""
    return {each.code: each.name for each in amounts}
