"""The figures of one city over the years: codes as they came, lines made of them, and what does not agree."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from korzo.capabilities.assessments.rules import expressions
from korzo.capabilities.assessments.rules.charts import Chart, Identity
from korzo.capabilities.assessments.rules.expressions import Expression
from korzo.capabilities.assessments.rules.remembering import Remembering
from korzo.capabilities.assessments.rules.values import Reason, Unknown, Value

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Difference:
    """An identity that does not hold in a year: what both ways come to."""

    identity: Identity
    year: int
    left: Decimal
    right: Decimal


@dataclass(slots=True)
class Accounts(Remembering):
    """Amounts by code and year, through a chart: a line is a formula, a sum of codes that begin alike, or a code."""

    chart: Chart
    given: dict[tuple[str, int], Decimal]
    more: Mapping[str, Expression] = field(default_factory=dict)
    _sums: dict[tuple[str, int], Decimal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Add up what belongs to a line by its code's beginning, once."""
        if self._sums or not self.chart.rules:
            return
        for (code, year), amount in own_parts(self.given).items():
            line = self.chart.line_of(code)
            if line is not None:
                self._sums[line, year] = self._sums.get((line, year), Decimal(0)) + amount

    def over(self, lines: Mapping[str, Expression]) -> "Accounts":
        """The same figures, read through a pack's own lines first."""
        return replace(self, more=lines, _known={}, _under_way=set())

    @property
    def years(self) -> list[int]:
        """The years of which anything is known."""
        return sorted({year for _code, year in self.given})

    def _find(self, line: str, year: int) -> Value:
        made = self.more.get(line) or self.chart.lines.get(line)
        if made is not None:
            value = expressions.evaluate(made, self, year)
            more = self._sums.get((line, year))  # codes that somebody added to a line of formulas
            if more is None:
                return value
            if isinstance(value, Unknown):
                partly = any((each.name, year - each.back) in self.given for each in expressions.lines(made))
                return value if partly else more
            return value + more
        found = self._sums.get((line, year), self.given.get((line, year)))
        if found is None and line in self.chart.optional:
            return Decimal(0)
        return Unknown(Reason.MISSING, line, year) if found is None else found

    def unmapped(self) -> list[tuple[str, int]]:
        """Codes that belong to no line, of charts that go by beginnings."""
        return [key for key in self.given if self.chart.rules and self.chart.line_of(key[0]) is None]

    def check(self, years: Iterable[int] | None = None) -> list[Difference]:
        """Identities that do not hold to the cent; where a term is missing there is nothing to check."""
        found = []
        for year in self.years if years is None else years:
            for identity in self.chart.identities:
                left = expressions.evaluate(identity.left, self, year)
                right = expressions.evaluate(identity.right, self, year)
                if isinstance(left, Unknown) or isinstance(right, Unknown):
                    continue
                if abs(left - right) >= CENT:
                    found.append(Difference(identity, year, left, right))
        return found


def own_parts(given: Mapping[tuple[str, int], Decimal]) -> dict[tuple[str, int], Decimal]:
    """Each amount without those given for parts of it: 61 = 100 beside 611 = 70 has 30 of its own.

    Publications list totals and their parts among one another; added up so, nothing counts twice.
    """
    own = dict(given)
    for (code, year), amount in given.items():
        above = next((code[:at] for at in range(len(code) - 1, 0, -1) if (code[:at], year) in given), None)
        if above is not None:
            own[above, year] -= amount
    return own


def of_row(row: Mapping[str, Decimal | None], year: int) -> dict[tuple[str, int], Decimal]:
    """Amounts by code, of one year; empty cells are not there."""
    return {(code, year): amount for code, amount in row.items() if amount is not None}
