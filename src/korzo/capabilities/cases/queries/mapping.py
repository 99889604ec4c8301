"""What the map shows: counts by cell from far, single cases from near."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum

from korzo.capabilities.cases.models import Case, Category
from korzo.capabilities.cases.models.counts import EVERY, Cell
from korzo.capabilities.cases.queries import deciding
from korzo.capabilities.cases.rules import cells
from korzo.capabilities.cases.rules.cells import Box
from korzo.kernel.places import queries as places

Point = tuple[str, float, float, str, int]
MOST_POINTS = 300
FEW = 150
MOST_CELLS = 4000
_COLOURS: dict[str, str] = {
    Case.State.RESOLVED: "success",
    Case.State.VALIDATED: "",
    Case.State.IN_PROGRESS: "",
    Case.State.RECEIVED: "warning",
}


@dataclass(frozen=True)
class View:
    """What is asked for: a box at a zoom, one category or all, open, closed, or both."""

    box: Box
    zoom: float
    category: str = EVERY
    status: str = ""


def features(view: View, *, url: str) -> dict[str, Any]:
    """The view as GeoJSON: single cases where they are few or the streets are near, else counts by cell.

    `url` is the address of a case page with `CODE` in place of the number.
    """
    level = cells.level_for(view.zoom)
    grouped = [] if view.zoom >= cells.POINTS_FROM_ZOOM else _counted(view, level)
    single = view.zoom >= cells.POINTS_FROM_ZOOM or sum(count for _x, _y, count, _lat, _long in grouped) <= FEW
    made = _points(view, url) if single else [_cluster(*cell) for cell in grouped]
    return {"type": "FeatureCollection", "features": made}


def heat(view: View) -> dict[str, Any]:
    """How many cases lie where, by cells a quarter as wide as those of the clusters, as GeoJSON."""
    level = min(cells.level_for(view.zoom) + 2, cells.TILE_LEVEL)
    return {"type": "FeatureCollection", "features": [_cluster(*cell) for cell in _counted(view, level)]}


def around_cases() -> str:
    """Where the map begins in a city that has no boundary yet: `west,south,east,north` of nearly all cases, or nothing.

    One in fifty to each side is left out, because a few positions in real files are far off.
    """
    return deciding.kept("cases:around", _around_cases)


def _around_cases() -> str:
    if places.boundary_box():
        return ""
    rows = Cell.objects.filter(level=cells.LEVELS[0], category=EVERY, cases__gt=0).values_list("x", "y", "cases")
    found = list(rows)
    if not found:
        return ""
    left, right = _middle([(x, count) for x, _y, count in found])
    top, bottom = _middle([(y, count) for _x, y, count in found])
    north, west = cells.corner(left, top, cells.LEVELS[0])
    south, east = cells.corner(right + 1, bottom + 1, cells.LEVELS[0])
    return f"{west:.4f},{south:.4f},{east:.4f},{north:.4f}"


def _middle(counted: list[tuple[int, int]]) -> tuple[int, int]:
    """First and last number between which all but a fiftieth to each side are."""
    total, before, inside = sum(count for _number, count in counted), 0, []
    for number, count in sorted(counted):
        if before + count > total / 50 and before < total * 49 / 50:
            inside.append(number)
        before += count
    return inside[0], inside[-1]


def _counted(view: View, level: int) -> list[tuple[int, int, int, float, float]]:
    """Column, row, count and mean position of each cell in view that has cases."""
    left, top, right, bottom = cells.span(view.box, level)
    rows = Cell.objects.filter(level=level, category=view.category, x__range=(left, right), y__range=(top, bottom))
    if view.status:
        rows = rows.filter(is_open=view.status == "open")
    found = rows.values_list("x", "y").annotate(all=Sum("cases"), lats=Sum("lat_sum"), longs=Sum("long_sum")).order_by()
    return [(x, y, count, lats / count, longs / count) for x, y, count, lats, longs in found[:MOST_CELLS] if count > 0]


def _cluster(_x: int, _y: int, count: int, lat: float, long: float) -> dict[str, Any]:
    return _feature(lat, long, {"count": count})


def points(view: View, tiles: Sequence[int], *, is_open: bool) -> QuerySet[Case, Any]:
    """Cases in view in some tiles, open or closed: code, latitude, longitude, state, key of the category."""
    box = view.box
    found = Case.objects.filter(
        tile__in=tiles,
        is_open__in=[is_open],  # a list of one, because SQLite looks no bare boolean up in an index
        is_public__in=[True],
        lat__range=(box.south, box.north),
        long__range=(box.west, box.east),
    )
    if view.category:
        found = found.filter(category__code=view.category)
    return found.values_list("code", "lat", "long", "state", "category_id")


def _points(view: View, url: str) -> list[dict[str, Any]]:
    """Single cases in view, open ones first; at most MOST_POINTS."""
    tiles = [cells.tile_of(x, y) for x, y, *_rest in _counted(view, cells.TILE_LEVEL)]
    found: list[Point] = []
    for is_open in (True, False):
        if view.status in ("", "open" if is_open else "closed"):
            found += points(view, tiles, is_open=is_open)[: MOST_POINTS - len(found)]
    names = {each.pk: str(each.name) for each in Category.objects.filter(pk__in={row[4] for row in found}).only("name")}
    words = {value: str(label) for value, label in Case.State.choices}
    return [
        _feature(
            lat,
            long,
            {
                "ref": f"case:{code}",
                "url": url.replace("CODE", code),
                "title": f"{names[category]} · {code}",
                "state": words[state],
                "color": _COLOURS.get(state, "neutral"),
                "count": 1,
            },
        )
        for code, lat, long, state, category in found
    ]


def _feature(lat: float, long: float, properties: dict[str, Any]) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [round(long, 6), round(lat, 6)]}
    return {"type": "Feature", "geometry": point, "properties": properties}
