"""What the map shows: counts by cell from far, single cases from near."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, Sum

from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.models.counts import EVERY, Cell
from korzo.capabilities.cases.rules import cells
from korzo.capabilities.cases.rules.cells import Box

MOST_POINTS = 500
MOST_CELLS = 4000
_COLOURS = {Case.State.RESOLVED: "success", Case.State.VALIDATED: "", Case.State.IN_PROGRESS: "", Case.State.RECEIVED: "warning"}


@dataclass(frozen=True)
class View:
    """What is asked for: a box at a zoom, one category or all, open, closed, or both."""

    box: Box
    zoom: float
    category: str = EVERY
    status: str = ""


def features(view: View, *, url: str) -> dict[str, Any]:
    """The view as GeoJSON; `url` is the address of a case page with `CODE` in place of the number."""
    level = cells.level_for(view.zoom)
    made = _points(view, url) if level is None else _clusters(view, level)
    return {"type": "FeatureCollection", "features": made}


def _clusters(view: View, level: int) -> list[dict[str, Any]]:
    left, top, right, bottom = cells.span(view.box, level)
    rows = Cell.objects.filter(level=level, category=view.category, x__range=(left, right), y__range=(top, bottom))
    if view.status:
        rows = rows.filter(is_open=view.status == "open")
    grouped = rows.values("x", "y").annotate(all=Sum("cases"), lats=Sum("lat_sum"), longs=Sum("long_sum"))
    return [
        _feature(row["lats"] / row["all"], row["longs"] / row["all"], {"count": row["all"]})
        for row in grouped.order_by()[:MOST_CELLS]
        if row["all"] > 0
    ]


def _points(view: View, url: str) -> list[dict[str, Any]]:
    box = view.box
    near = Q()
    for first, last in cells.columns(box):
        near |= Q(tile__range=(first, last))
    rows = Case.objects.public().filter(near, lat__range=(box.south, box.north), long__range=(box.west, box.east))
    if view.category:
        rows = rows.filter(category__code=view.category)
    if view.status:
        rows = rows.filter(is_open=view.status == "open")
    found = rows.select_related("category").only("code", "lat", "long", "state", "category__name", "category__code")
    return [
        _feature(
            case.lat or 0.0,
            case.long or 0.0,
            {
                "ref": case.ref,
                "url": url.replace("CODE", case.code),
                "title": f"{case.category.name} · {case.code}",
                "state": str(case.get_state_display()),
                "color": _COLOURS.get(case.state, "neutral"),
                "count": 1,
            },
        )
        for case in found.order_by("-is_open", "-pk")[:MOST_POINTS]
    ]


def _feature(lat: float, long: float, properties: dict[str, Any]) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [round(long, 6), round(lat, 6)]}
    return {"type": "Feature", "geometry": point, "properties": properties}
