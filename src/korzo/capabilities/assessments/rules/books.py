"""An assessment's figures as lines by year: totals made, registers added up, and what does not agree.

A line of another phase is named with the phase behind it: `RC_ORIGINAL`, `X_REVISED`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from korzo.capabilities.assessments.rules import expressions, instruments
from korzo.capabilities.assessments.rules.cells import Cell, Phase
from korzo.capabilities.assessments.rules.expressions import Expression
from korzo.capabilities.assessments.rules.instruments import Check, Instrument, Table
from korzo.capabilities.assessments.rules.remembering import Remembering
from korzo.capabilities.assessments.rules.values import Reason, Unknown, Value, applies

CENT = Decimal("0.01")
_SUFFIXES = {f"_{phase.name}": phase for phase in Phase if phase is not Phase.ACTUAL}


@dataclass(frozen=True, slots=True)
class Difference:
    """Two ways to an amount that do not agree to the cent in a year."""

    check: Check
    year: int
    left: Decimal
    right: Decimal


@dataclass(slots=True)
class Book(Remembering):
    """What is known: `amounts` by cell (a reason where somebody said why there is none), `texts` of registers.

    `empty` are the registers of which somebody said that there is nothing to enter: they add up to 0; a register
    without rows is otherwise as unknown as any empty cell.
    """

    instrument: Instrument
    amounts: Mapping[Cell, Value]
    texts: Mapping[Cell, str] = field(default_factory=dict)
    empty: frozenset[str] = frozenset()
    more: Mapping[str, Expression] = field(default_factory=dict)
    _tables: dict[str, Table] = field(default_factory=dict)
    _registers: dict[str, set[str]] = field(default_factory=dict)
    _totals: dict[str, Expression] = field(default_factory=dict)
    _derived: dict[str, instruments.Derived] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Note where each line is, and which rows registers have; once, also when it is read through packs."""
        if self._tables:
            return
        self._tables = {row.id: table for table, row in self.instrument.lines()}
        self._totals = instruments.totals(self.instrument)
        self._derived = {each.line: each for each in self.instrument.derived}
        registers = defaultdict[str, set[str]](set)
        for cell in (*self.amounts, *self.texts):
            registers[cell.table].add(cell.row)
        self._registers = registers

    def over(self, lines: Mapping[str, Expression]) -> "Book":
        """The same figures, read through a pack's own lines first."""
        return replace(self, more=lines, _known={}, _under_way=set())

    @property
    def years(self) -> list[int]:
        """The years of which anything is known."""
        return sorted({cell.year for cell in self.amounts if cell.year is not None})

    def rows(self, table: str) -> list[str]:
        """The rows of a register, in their order."""
        return sorted(self._registers.get(table, ()), key=lambda row: (len(row), row))

    def typed(self, line: str, year: int) -> Value:
        """What was typed for a line itself: of a total, what was published."""
        name, phase = _split(line)
        table = self._tables.get(name)
        missing = Unknown(Reason.MISSING, line, year)
        return missing if table is None else self.amounts.get(Cell(table.id, name, "", year, phase), missing)

    def _find(self, line: str, year: int) -> Value:
        if line in self.more:
            return expressions.evaluate(self.more[line], self, year)
        if line in self._derived:
            return self._sum(self._derived[line], year)
        name, phase = _split(line)
        typed = self.typed(line, year)
        if name in self._totals:
            made = self._made(self._totals[name], year, phase)
            if isinstance(made, Decimal):
                return made
            if not applies(made) and isinstance(typed, Unknown):
                return Unknown(Reason.NOT_APPLICABLE, line, year)
        return typed

    def _made(self, total: Expression, year: int, phase: Phase) -> Value:
        """A total of its parts: what does not apply adds nothing, and where nothing applies, neither does the total."""
        suffix = "" if phase is Phase.ACTUAL else f"_{phase.name}"

        def part(name: str, at: int) -> Value:
            value = self(name + suffix, at)
            return value if applies(value) else Decimal(0)

        parts = [self(each.name + suffix, year - each.back) for each in expressions.lines(total)]
        if parts and not any(map(applies, parts)):
            return next(each for each in parts if isinstance(each, Unknown))
        return expressions.evaluate(total, part, year)

    def _sum(self, derived: instruments.Derived, year: int) -> Value:
        told = [column for column, _wanted in derived.where]
        if any(
            Cell(derived.table, row, column) not in self.texts for row in self.rows(derived.table) for column in told
        ):
            return Unknown(Reason.MISSING, derived.line, year)  # nobody said of what kind a row is
        rows = [
            row
            for row in self.rows(derived.table)
            if all(self.texts.get(Cell(derived.table, row, column)) == wanted for column, wanted in derived.where)
        ]
        if not rows and not self.rows(derived.table) and derived.table not in self.empty:
            return Unknown(Reason.MISSING, derived.line, year)
        found = [self.amounts.get(Cell(derived.table, row, derived.column, year)) for row in rows]
        counted = [value for value in found if value is None or applies(value)]
        if found and not counted:
            return Unknown(Reason.NOT_APPLICABLE, derived.line, year)
        known = [value for value in counted if isinstance(value, Decimal)]
        return sum(known, Decimal(0)) if len(known) == len(counted) else Unknown(Reason.MISSING, derived.line, year)

    def check(self, years: Iterable[int] | None = None) -> list[Difference]:
        """What does not agree to the cent; where something is missing there is nothing to compare."""
        return [found for year in (self.years if years is None else years) for found in self._check(year)]

    def _check(self, year: int) -> Iterator[Difference]:
        for check in self.instrument.checks:
            left = expressions.evaluate(check.left, self, year)
            right = expressions.evaluate(check.right, self, year)
            if isinstance(left, Decimal) and isinstance(right, Decimal) and abs(left - right) >= CENT:
                yield Difference(check, year, left, right)
        for _table, row in self.instrument.lines():
            if row.formula is None:
                continue
            typed = self.typed(row.id, year)
            made = self._made(row.formula, year, Phase.ACTUAL) if isinstance(typed, Decimal) else typed
            if isinstance(made, Decimal) and isinstance(typed, Decimal) and abs(made - typed) >= CENT:
                total = Check(f"total-{row.id}", row.name, expressions.Line(row.id), row.formula, "error")
                yield Difference(total, year, typed, made)


def _split(line: str) -> tuple[str, Phase]:
    for suffix, phase in _SUFFIXES.items():
        if line.endswith(suffix):
            return line.removesuffix(suffix), phase
    return line, Phase.ACTUAL
