"""Many cities from one file: every sheet that holds codes, joined by city and year, read through one chart."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from korzo.capabilities.assessments.rules import reading, tables
from korzo.capabilities.assessments.rules.accounts import Accounts
from korzo.capabilities.assessments.rules.charts import Chart
from korzo.capabilities.assessments.rules.tables import BadTable, Problem


@dataclass(frozen=True, slots=True)
class Cities:
    """The accounts of each city by its name, the cells that were not taken, and the sheets without codes."""

    accounts: dict[str, Accounts]
    problems: list[tuple[str, Problem]]
    unread: list[str]


def read(path: Path, chart: Chart, *, year: int | None = None) -> Cities:
    """Read them; of a file without a column for it, the year is in its name or told. Raises Unreadable, BadTable."""
    given: dict[str, dict[tuple[str, int], Decimal]] = {}
    names: dict[str, str] = {}
    problems: list[tuple[str, Problem]] = []
    unread: list[str] = []
    sheets = reading.read(path)
    known = year or tables.year_in(path.stem)
    why = BadTable("no row with codes is found")
    for sheet in sheets:
        try:
            table = tables.through(sheet.cells, chart, year=known)
        except BadTable as error:
            unread.append(sheet.name)
            why = error
            continue
        for row in table.rows():
            names.setdefault(row.key, row.unit)
            given.setdefault(row.key, {}).update(((code, row.year), amount) for code, amount in row.amounts.items())
        problems += [(sheet.name, problem) for problem in table.problems]
    if not given:
        raise why
    return Cities({name: Accounts(chart, given[key]) for key, name in _told(names)}, problems, unread)


def _told(names: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Each key with a name that no other bears: where two cities are called alike, with the key behind it."""
    borne = [*names.values()]
    for key, name in names.items():
        yield key, f"{name} ({key})" if borne.count(name) > 1 else name
