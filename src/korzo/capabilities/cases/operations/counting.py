"""Keeping the map's counts true: called by every operation that changes what the map shows."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.models.counts import EVERY, Cell
from korzo.capabilities.cases.rules import cells

_SQL = """
INSERT INTO cases_cell (level, x, y, category, is_open, cases, lat_sum, long_sum) VALUES {rows}
ON CONFLICT (level, category, is_open, x, y) DO UPDATE SET
  cases = cases_cell.cases + excluded.cases,
  lat_sum = cases_cell.lat_sum + excluded.lat_sum,
  long_sum = cases_cell.long_sum + excluded.long_sum
"""
_ROWS_A_STATEMENT = 100
_Key = tuple[int, int, int, str, bool]


@dataclass(frozen=True)
class Spot:
    """What the map knows of a case."""

    lat: float
    long: float
    category: str
    is_open: bool

    @classmethod
    def of(cls, case: Case) -> "Spot | None":
        """The case's spot; None when the map does not show it."""
        if not case.is_public or case.lat is None or case.long is None:
            return None
        return cls(case.lat, case.long, case.category.code, case.is_open)


def move(before: Spot | None, after: Spot | None) -> None:
    """Take one spot off the map's counts and put another on."""
    if before != after:
        add([(spot, sign) for spot, sign in ((before, -1), (after, 1)) if spot])


def add(spots: Iterable[tuple[Spot, int]]) -> None:
    """Count spots, each so many times (negative: take off), in a few statements."""
    finest = cells.LEVELS[-1]
    totals: dict[_Key, list[float]] = {}
    for spot, times in spots:
        x, y = cells.cell(spot.lat, spot.long, finest)
        total = totals.setdefault((finest, x, y, spot.category, spot.is_open), [0, 0.0, 0.0])
        total[0] += times
        total[1] += spot.lat * times
        total[2] += spot.long * times
    whole: dict[_Key, list[float]] = {}
    for (_level, x, y, category, is_open), total in totals.items():
        for level in cells.LEVELS:
            shift = finest - level
            for each in (EVERY, category):
                kept = whole.setdefault((level, x >> shift, y >> shift, each, is_open), [0, 0.0, 0.0])
                for at, value in enumerate(total):
                    kept[at] += value
    # Sorted, so that two transactions never lock the same cells in different order.
    rows: list[list[int | float | str]] = [[*key, *whole[key]] for key in sorted(whole)]
    with connection.cursor() as cursor:
        for start in range(0, len(rows), _ROWS_A_STATEMENT):
            part = rows[start : start + _ROWS_A_STATEMENT]
            marks = ",".join(["(%s,%s,%s,%s,%s,%s,%s,%s)"] * len(part))
            cursor.execute(_SQL.format(rows=marks), [value for row in part for value in row])


def recount() -> None:
    """Count everything anew (after changing data by hand)."""
    Cell.objects.all().delete()
    rows = Case.objects.public().exclude(lat=None).values_list("lat", "long", "category__code", "is_open")
    batch: list[tuple[Spot, int]] = []
    for lat, long, category, is_open in rows.iterator(chunk_size=5000):
        batch.append((Spot(lat or 0.0, long or 0.0, category, is_open), 1))
        if len(batch) == 20_000:  # noqa: PLR2004 -- a bound on memory
            add(batch)
            batch = []
    add(batch)
