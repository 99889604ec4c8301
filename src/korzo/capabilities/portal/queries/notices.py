"""Notices as readers ask for them: by when, by kind and by place; and where each of them is, in words and on a map."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import shapely
from django.conf import settings
from django.db.models import Prefetch, Q
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from korzo.capabilities.portal.models import Notice
from korzo.capabilities.portal.models.notice import NoticeQuerySet
from korzo.capabilities.portal.rules import notices as rules
from korzo.kernel.places import geometry, memory
from korzo.kernel.places.around import Where
from korzo.kernel.places.models import District, Street

RUNNING, COMING, OVER = "running", "coming", "over"
MOST_NAMED = 4
CODE = re.compile(r"N-[0-9]{4}-[0-9]{5}")
STAYS = timedelta(days=30)
CLOSE_M = 15.0
"""How far beside a street people are concerned by what happens in it."""


@dataclass(frozen=True)
class Asked:
    """What a reader asks of the list: when, of what kind, in which district."""

    when: str = ""
    kind: str = ""
    district: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Asked":
        """Read what stands in an address; nonsense is no question."""
        when, kind = given.get("when", ""), given.get("kind", "")
        return cls(
            when if when in (RUNNING, COMING, OVER) else "",
            kind if kind in rules.KINDS else "",
            given.get("district", "")[:80],
        )


def rows() -> NoticeQuerySet:
    """Notices with what lists and pages say of them; shapes are left where they are."""
    return Notice.objects.select_related("operator").prefetch_related(
        Prefetch("streets", Street.objects.defer("geometry")), Prefetch("districts", District.objects.defer("geometry"))
    )


def listed(asked: Asked, now: datetime) -> NoticeQuerySet:
    """Notices as asked: what runs, then what comes; of what is over the latest first."""
    found = rows()
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.district:
        found = found.filter(Q(is_everywhere=True) | Q(districts__code=asked.district)).distinct()
    if asked.when == OVER:
        return found.filter(Q(is_cancelled=True) | Q(ended_at__lte=now)).order_by("-changed_at", "-pk")
    if asked.when == RUNNING:
        return found.running(now)
    current = found.current(now)
    return current.filter(begins_at__gt=now) if asked.when == COMING else current


def cancelled(asked: Asked, now: datetime) -> list[Notice]:
    """Those of a list that were cancelled of late: whoever has them in a calendar must hear of it."""
    over = listed(replace(asked, when=OVER), now)
    return list(over.filter(is_cancelled=True, changed_at__gte=now - STAYS))


def counts(now: datetime) -> dict[str, int]:
    """How many run and how many come."""
    begins = list(Notice.objects.current(now).values_list("begins_at", flat=True))
    running = sum(each <= now for each in begins)
    return {RUNNING: running, COMING: len(begins) - running}


def by_code(code: str) -> Notice | None:
    """One notice with what its page shows; None when there is none."""
    return rows().prefetch_related("updates").filter(code=code).first() if CODE.fullmatch(code) else None


def concerning(where: Where, now: datetime) -> list[Notice]:
    """The notices that run or come somewhere; those of the whole city concern every place."""
    current = rows().current(now)
    if where.office:
        return list(current.filter(operator=where.office))
    if where.street:
        return list(current.filter(_in_street(where.street)).distinct())
    if where.district:
        return list(current.filter(Q(is_everywhere=True) | Q(districts=where.district)).distinct())
    if where.radius and where.lat is not None and where.long is not None:
        return _around(current, geometry.Point(where.lat, where.long), where.radius)
    return list(current)


def _in_street(pk: int) -> Q:
    """In the street itself, or in a whole district that it runs through."""
    row = memory.current().rows["street"].get(pk)
    through = [] if row is None else _through(row.shape)
    whole = Q(streets__isnull=True, area__isnull=True, districts__in=through)
    return Q(is_everywhere=True) | Q(streets=pk) | whole


def _through(ground: BaseGeometry) -> list[int]:
    picture = memory.current()
    found = picture.districts.tree.query(picture.plane.flat(ground), predicate="intersects")
    return [picture.districts.ids[at] for at in found]


def _around(current: NoticeQuerySet, point: geometry.Point, radius: float) -> list[Notice]:
    """Look closer at those whose box the circle meets."""
    box = geometry.Box(point.long, point.lat, point.long, point.lat).grown(radius + CLOSE_M)
    meets = Q(west__lte=box.east, east__gte=box.west, south__lte=box.north, north__gte=box.south)
    plane = memory.current().plane
    spot = shapely.Point(plane.xy(point))
    near = []
    for each in current.filter(Q(is_everywhere=True) | meets):
        ground = where_is(each)
        if ground is None or plane.flat(ground).distance(spot) <= radius + CLOSE_M:
            near.append(each)
    return near


def where_is(notice: Notice) -> BaseGeometry | None:
    """The ground that a notice concerns, in degrees, from the picture that is held in memory; None for everywhere."""
    if notice.is_everywhere:
        return None
    known = memory.current().rows
    shapes = [shape(notice.area)] if notice.area else []
    shapes += [known["street"][each.pk].shape for each in notice.streets.all() if each.pk in known["street"]]
    if not shapes:
        shapes = [known["district"][each.pk].shape for each in notice.districts.all() if each.pk in known["district"]]
    return shapely.union_all(shapes) if shapes else None


def spot(notice: Notice) -> geometry.Point | None:
    """One point that stands for where it is; None for the whole city."""
    if notice.is_everywhere or notice.west is None:
        return None
    if notice.area:
        return geometry.middle_of(shape(notice.area))
    known = memory.current().rows["street"]
    row = next((known[each.pk] for each in notice.streets.all() if each.pk in known), None)
    if row is not None:
        return geometry.middle_of(row.shape)
    edges: Any = (notice.west, notice.south, notice.east, notice.north)
    return geometry.Point((edges[1] + edges[3]) / 2, (edges[0] + edges[2]) / 2)


def place(notice: Notice, *, most: int = MOST_NAMED) -> str:
    """Say where it is: streets, or else districts, or the city's name."""
    if notice.is_everywhere:
        return settings.KORZO.city_name
    names = [each.name for each in notice.streets.all()] or [str(each.name) for each in notice.districts.all()]
    return ", ".join(names[:most]) + (" …" if len(names) > most else "")


def features(found: Sequence[Notice], now: datetime, address: str) -> dict[str, Any]:
    """Notices for a map, as GeoJSON: a point each, and the lines and areas that they concern."""
    drawn = []
    for each in found:
        at = spot(each)
        if at is None:
            continue
        about = {
            "ref": each.ref,
            "url": address.replace("CODE", each.code),
            "title": str(each.title),
            "state": str(each.get_kind_display()),
            "color": COLOURS[each.state(now)],
        }
        drawn.append(_feature({"type": "Point", "coordinates": [round(at.long, 6), round(at.lat, 6)]}, about))
        ground = where_is(each)
        drawn += [_feature(geometry.as_geojson(part), about) for part in _parts(ground)]
    return {"type": "FeatureCollection", "features": drawn}


COLOURS = {rules.RUNNING: "danger", rules.PLANNED: "warning", rules.ENDED: "success", rules.CANCELLED: "neutral"}
"""The colour of each state."""


def _feature(form: dict[str, Any], about: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": form, "properties": about}


def _parts(ground: BaseGeometry | None) -> list[BaseGeometry]:
    return [] if ground is None else [part for part in shapely.get_parts([ground]) if not part.is_empty]
