"""Keeping the map's counts true: called by every operation that changes what the map shows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain, groupby, islice, repeat
from typing import NamedTuple

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
_AT_ONCE = 20_000  # a bound on memory
_Spot = tuple[int, str, bool, float, float]
_Totals = dict[int, list[float]]
"""Of some cells, by their number: how many cases, and the sums of their latitudes and longitudes."""


class Spot(NamedTuple):
    """What the map knows of a case."""

    tile: int
    category: str
    is_open: bool
    lat: float
    long: float

    @classmethod
    def of(cls, case: Case) -> "Spot | None":
        """The case's spot; None when the map does not show it."""
        if not case.is_public or case.tile is None or case.lat is None or case.long is None:
            return None
        return cls(case.tile, case.category.code, case.is_open, case.lat, case.long)


def move(before: Spot | None, after: Spot | None) -> None:
    """Take one spot off the map's counts and put another on."""
    if before != after:
        add([(spot, sign) for spot, sign in ((before, -1), (after, 1)) if spot])


def add(spots: Iterable[tuple[_Spot, int]]) -> None:
    """Count spots, each so many times (negative: take off), in a few statements."""
    totals: dict[tuple[str, bool], _Totals] = defaultdict(dict)
    for (tile, category, is_open, lat, long), times in spots:
        for each in (EVERY, category):
            _sum(totals[each, is_open], tile, times, lat * times, long * times)
    # Sorted, so that two transactions never lock the same cells in different order.
    rows: list[tuple[int | float | str, ...]] = [
        (level, tile >> cells.TILE_LEVEL, tile & cells.LAST_ROW, category, is_open, *total)
        for (category, is_open), finest in sorted(totals.items())
        for level, layer in _layers(finest)
        for tile, total in sorted(layer.items())
    ]
    parts = [rows[start : start + _ROWS_A_STATEMENT] for start in range(0, len(rows), _ROWS_A_STATEMENT)]
    with connection.cursor() as cursor:
        for size, alike in groupby(parts, key=len):
            marks = ",".join(["(%s,%s,%s,%s,%s,%s,%s,%s)"] * size)
            cursor.executemany(_SQL.format(rows=marks), [list(chain.from_iterable(part)) for part in alike])


def _layers(layer: _Totals) -> Iterator[tuple[int, _Totals]]:
    """The totals at every level that is kept, from those at the finest."""
    for level in reversed(cells.LEVELS):
        yield level, layer
        finer, layer = layer, {}
        for tile, total in finer.items():
            _sum(layer, cells.parent(tile), *total)


def _sum(totals: _Totals, tile: int, count: float, lat: float, long: float) -> None:
    total = totals.get(tile)
    if total is None:
        totals[tile] = [count, lat, long]
    else:
        total[0] += count
        total[1] += lat
        total[2] += long


def recount() -> None:
    """Count everything anew (after changing data by hand)."""
    Cell.objects.all().delete()
    rows = Case.objects.public().exclude(tile=None).values_list("tile", "category__code", "is_open", "lat", "long")
    spots = map(Spot._make, rows.iterator(chunk_size=5000))
    while batch := list(islice(spots, _AT_ONCE)):
        add(zip(batch, repeat(1), strict=False))
