"""What the pages of a table show: counts by one or two columns, places on a map, and the question in the address."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from korzo.capabilities.catalog.models import Distribution
from korzo.capabilities.catalog.queries.tables import Search, asked_of, remembered
from korzo.capabilities.catalog.rules import lying, placing, schemas
from korzo.capabilities.catalog.rules.columns import KEY, Column, plain, quoted
from korzo.kernel.publishing import store

PAGE = 50
GROUPS = 200
SERIES = 6
PLACES = 400
"""Points of a map that are drawn one by one."""
OPS = ("has", "eq", "gte", "lte", "gt", "lt", "empty", "filled")
SUMS = {"count": "count(*)", "sum": "sum({})", "mean": "avg({})", "min": "min({})", "max": "max({})"}
PERIODS = ("year", "month", "day")


@dataclass(frozen=True)
class Filter:
    """A condition as people choose it."""

    column: str
    op: str
    value: str


@dataclass(frozen=True)
class Question:
    """What the address of a page asks."""

    words: str = ""
    filters: tuple[Filter, ...] = ()
    sort: str = ""
    by: tuple[str, ...] = ()
    sum: str = "count"
    of: str = ""
    period: str = "month"
    kind: str = "bar"
    page: int = 1
    problems: tuple[str, ...] = field(default=())

    def search(self, **more: Any) -> Search:
        """The same for `tables.search`."""
        said: list[dict[str, Any]] = []
        words = {"": self.words} if self.words else {}
        for each in self.filters:
            if each.op == "has":
                words[each.column] = f"{words.get(each.column, '')} {each.value}".strip()
            elif each.op == "empty":
                said.append({each.column: None})
            elif each.op == "filled":
                said.append({each.column: {"gte": None}})
            else:
                said.append({each.column: {each.op: each.value}})
        filters = {"$and": said} if said else {}
        return Search(filters=filters, q=words, sort=self.sort or "", **more)


def read(query: QueryDict, columns: Sequence[Column]) -> Question:
    """Read the address; what it names and is not there is left out."""
    names = {column.name: column for column in columns}
    filters = []
    for column, op, value in zip(query.getlist("c"), query.getlist("o"), query.getlist("v"), strict=False):
        if column in names and op in OPS and (value.strip() or op in ("empty", "filled")):
            filters.append(Filter(column, op, value.strip()[:200]))
    by = tuple(dict.fromkeys(name for name in (query.get("by", ""), query.get("by2", "")) if name in names))
    sort = query.get("sort", "")
    name, _blank, way = sort.rpartition(" ")
    column = name if way in ("asc", "desc") else sort
    of = query.get("of", "")
    chosen = query.get("sum", "count")
    counts = chosen not in SUMS or of not in names or not (names[of].is_number or (chosen in ("min", "max")))
    return Question(
        words=query.get("q", "").strip()[:200],
        filters=tuple(filters[:10]),
        sort=f"{quoted(column)} {way if way == 'desc' else 'asc'}" if column in names else "",
        by=by,
        sum="count" if counts else chosen,
        of="" if counts else of,
        period=query.get("period", "") if query.get("period") in PERIODS else "month",
        kind=query.get("kind", "") if query.get("kind") in ("bar", "line") else "",
        page=int(page) if (page := query.get("page", "1")).isdecimal() and len(page) < 9 else 1,  # noqa: PLR2004
    )


@dataclass(frozen=True)
class Grouped:
    """Values by one or two columns: rows of {by…, value}, the largest first or in the order of time."""

    rows: list[dict[str, Any]]
    is_time: bool
    more: bool


def grouped(distribution: Distribution, asked: Question, columns: Sequence[Column]) -> Grouped:
    """Count, sum … by the columns asked for."""
    names = {column.name: column for column in columns}
    with store.opened(distribution.table) as table:
        condition = asked_of(columns, asked.search(), table, distribution.table)
        keys = [_key(names[name], asked.period) for name in asked.by]
        value = SUMS[asked.sum].format(quoted(asked.of) if asked.of else "*")
        is_time = names[asked.by[0]].is_time
        listed = ", ".join(f"k{at}" for at in range(1, len(keys) + 1))
        order = listed if is_time else f"value DESC NULLS LAST, {listed}"
        named = ", ".join(f"{key} AS k{at}" for at, key in enumerate(keys, start=1))
        query = f"SELECT {named}, {value} AS value, count(*) AS n FROM {table.data} WHERE {condition.sql} GROUP BY ALL"  # noqa: S608
        if len(keys) > 1:  # the largest few; who wants all has the download
            largest = f"SELECT k2 FROM found GROUP BY 1 ORDER BY sum(n) DESC, k2 LIMIT {SERIES}"  # noqa: S608 -- see above
            query = f"WITH found AS MATERIALIZED ({query}) SELECT * FROM found WHERE k2 IN ({largest})"  # noqa: S608 -- see above
        query = f"SELECT * EXCLUDE (n) FROM ({query}) ORDER BY {order} LIMIT {GROUPS + 1}"  # noqa: S608 -- see above
        given = condition.values
        found = remembered(distribution.table, ("grouped", query, given), lambda: table.all(query, given))
    made = [
        {**{name: _shown(row[at]) for at, name in enumerate(asked.by)}, "value": plain(row[-1])}
        for row in found[:GROUPS]
    ]
    return Grouped(made, is_time, len(found) > GROUPS)


def _key(column: Column, period: str) -> str:
    if not column.is_time:
        return quoted(column.name)
    form = {"year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d"}[period]
    return f"strftime({quoted(column.name)}, '{form}')"


def _shown(value: Any) -> str:
    found = plain(value)
    return "–" if found in (None, "") else ("✓" if found is True else "✗" if found is False else str(found))


def place(distribution: Distribution, columns: Sequence[Column]) -> placing.Place | None:
    """Where the rows lie, if a map can be drawn."""
    if "wgs84" in (distribution.current.report.get("notes") or () if distribution.current else ()):
        return None
    return placing.place(
        [column for column in columns if column.name != KEY], schemas.fields(distribution.table_schema)
    )


def _point(where: placing.Place) -> tuple[str, str]:
    """SQL of longitude and latitude: of a shape, its first point."""
    if not where.geometry:
        return quoted(where.long), quoted(where.lat)
    first = rf"regexp_extract({quoted(where.geometry)}, '\[\s*(-?[0-9.]+)\s*,\s*(-?[0-9.]+)', {{}})"
    return tuple(f"TRY_CAST({first.format(at)} AS DOUBLE)" for at in (1, 2))  # type: ignore[return-value]


def has_shapes(distribution: Distribution, name: str) -> bool:
    """Whether a column of geometries holds anything but points."""
    with store.opened(distribution.table) as table:
        query = f"SELECT count(*) FROM (SELECT 1 FROM {table.data} WHERE {shaped(name)} LIMIT 1)"  # noqa: S608 -- names are quoted
        found: int = remembered(distribution.table, ("shapes", name), lambda: table.all(query))[0][0]
    return found > 0


def shaped(name: str) -> str:
    """SQL that is true for a line or an area."""
    return f"{quoted(name)} IS NOT NULL AND NOT regexp_matches(left({quoted(name)}, 200), '\"(Multi)?Point\"')"


def bounds(distribution: Distribution, where: placing.Place, asked: Question, columns: Sequence[Column]) -> str:
    """West, south, east, north of what is asked for, without the few far off; "" when nothing lies anywhere."""
    sides = dict.fromkeys("we", _point(where)[0]) | dict.fromkeys("sn", _point(where)[1])
    if where.geometry and has_shapes(distribution, where.geometry):
        sides = lying.sides(where.geometry)
    on_globe = "w BETWEEN -180 AND 180 AND s BETWEEN -90 AND 90"
    with store.opened(distribution.table) as table:
        condition = asked_of(columns, asked.search(), table, distribution.table)
        listed = ", ".join(f"{told} AS {side}" for side, told in sides.items())
        source = f"SELECT {listed} FROM {table.data} WHERE {condition.sql}"  # noqa: S608
        shares = (("w", 0.01), ("s", 0.01), ("e", 0.99), ("n", 0.99))
        parts = ", ".join(f"approx_quantile({side}, {share})" for side, share in shares)
        found = table.all(f"SELECT {parts} FROM ({source}) WHERE {on_globe}", condition.values)[0]  # noqa: S608
    if None in found:
        return ""
    west, south, east, north = found
    return f"{west - 0.002:.5f},{south - 0.002:.5f},{east + 0.002:.5f},{north + 0.002:.5f}"


def label_of(columns: Sequence[Column], where: placing.Place) -> str:
    """The column that names a row on a map."""
    return next((column.name for column in columns if column.type == "VARCHAR" and column.name not in where.names), KEY)


def features(
    distribution: Distribution, asked: Question, columns: Sequence[Column], box: Sequence[float], zoom: float
) -> list[dict[str, Any]]:
    """Points in a box: one by one where they are few, counted in a grid where they are many."""
    where = place(distribution, columns)
    if where is None:
        return []
    long, lat = _point(where)
    label = label_of(columns, where)
    with store.opened(distribution.table) as table:
        condition = asked_of(columns, asked.search(), table, distribution.table)
        source = f"SELECT {long} AS x, {lat} AS y, {quoted(KEY)} AS k, {quoted(label)} AS label FROM {table.data} WHERE {condition.sql}"  # noqa: E501, S608
        inside = "x BETWEEN ? AND ? AND y BETWEEN ? AND ?"
        if where.geometry:
            source += f" AND NOT ({shaped(where.geometry)})"
        west, south, east, north = box
        given = [*condition.values, west, east, south, north]
        found = table.all(f"SELECT x, y, 1, k, label FROM ({source}) WHERE {inside} LIMIT {PLACES + 1}", given)  # noqa: S608
        if len(found) > PLACES:
            step = 45 / 2 ** math.floor(zoom)  # about sixty pixels
            grid = f"GROUP BY floor(x / {step}), floor(y / {step})"
            parts = "avg(x), avg(y), count(*), min(k), min(label)"
            found = table.all(f"SELECT {parts} FROM ({source}) WHERE {inside} {grid} LIMIT 2000", given)  # noqa: S608
    return [_feature(*row) for row in found]


def _feature(x: float, y: float, count: int, key: int, label: Any) -> dict[str, Any]:
    known: Mapping[str, Any] = {"count": count} if count > 1 else {
        "ref": f"row:{key}", "title": str(label), "url": f"?c=_id&o=eq&v={key}&view=row"
    }  # fmt: skip
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [x, y]}, "properties": known}
