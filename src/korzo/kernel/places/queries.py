"""Answers about the ground: whose is this point, where is this address, what does the map look like."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import shapely
from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.utils.translation import get_language
from shapely.geometry.base import BaseGeometry

from korzo.kernel.places import finding, geometry, memory, numbers
from korzo.kernel.places.geometry import Point, distance_m
from korzo.kernel.places.models import Address, Boundary, District, Feature, Neighbour, Street
from korzo.kernel.places.rows import boundary_box
from korzo.kernel.text import languages
from korzo.kernel.text.folding import fold
from korzo.kernel.text.multilingual import in_language

__all__ = [
    "Found",
    "Located",
    "Map",
    "Near",
    "Point",
    "Touched",
    "background",
    "boundary_box",
    "distance_m",
    "find",
    "locate",
    "name_near",
    "touching",
]

# Plain SQL, as every report asks it: writing the query would take longer than answering it.
_HOUSES = """
SELECT house.id, street.name, house.number, house.lat, house.long FROM kernel_address house
JOIN kernel_street street ON street.id = house.street_id WHERE house.cell IN ({cells})
"""
FAR_M = 500.0
"""Beyond this a street or a house says nothing about a point."""
LONGEST_TEXT = 120
"""Nobody types a longer address; the rest of the text is not looked at."""


@dataclass(frozen=True)
class Near:
    """A place beside a point: its row's key, code, name (text, or text in each language), kind, and metres to it."""

    pk: int
    code: str
    name: Any
    kind: str
    distance_m: float = 0.0


@dataclass(frozen=True)
class Located:
    """What is known about a point. `responsible_neighbour` is there only when the point is outside the city."""

    inside: bool
    district: Near | None
    nearest_street: Near | None
    nearest_address: Near | None
    responsible_neighbour: Neighbour | None

    @property
    def distance_m(self) -> float | None:
        """Metres to the nearest address, or else to the nearest street."""
        near = self.nearest_address or self.nearest_street
        return near.distance_m if near else None


@dataclass(frozen=True)
class Found:
    """One answer to a text: what to show, where it is, and how sure (1.0: letter by letter)."""

    label: str
    lat: float
    long: float
    street: str
    number: str
    kind: str
    code: str
    score: float


@dataclass(frozen=True)
class Map:
    """The city drawn: GeoJSON as it goes over the wire, and a version for ETag."""

    body: bytes
    version: str


def locate(lat: float, long: float) -> Located:
    """Say where a point is. A city without a boundary reaches as far as its districts; without those, everywhere."""
    picture, point = memory.current(), Point(lat, long)
    spot = shapely.Point(picture.plane.xy(point))
    district_id = picture.districts.holding(spot)
    ground = picture.boundary if picture.boundary.ids else picture.districts
    inside = not ground.ids or ground.holding(spot) is not None
    neighbour_id = None if inside else picture.neighbours.holding(spot)
    street = picture.streets.nearest(spot, FAR_M)
    return Located(
        inside=inside,
        district=_near(picture.rows["district"], district_id),
        nearest_street=_near(picture.rows["street"], *street) if street else None,
        nearest_address=nearest_address(point),
        responsible_neighbour=picture.rows["neighbour"][neighbour_id] if neighbour_id else None,
    )


def name_near(lat: float, long: float) -> str:
    """Name the nearest street, or else the district, in the reader's language; empty when both are unknown."""
    picture = memory.current()
    spot = shapely.Point(picture.plane.xy(Point(lat, long)))
    if street := picture.streets.nearest(spot, FAR_M):
        return said(picture.rows["street"][street[0]].name)
    district = picture.districts.holding(spot)
    return said(picture.rows["district"][district].name) if district else ""


def districts_of(points: Sequence[tuple[float | None, float | None]]) -> list[int | None]:
    """Find the districts (their keys) of many points (latitude, longitude) at once; None where there is none."""
    picture = memory.current()
    found: list[int | None] = [None] * len(points)
    if not picture.districts.ids:
        return found
    placed = [(at, Point(lat, long)) for at, (lat, long) in enumerate(points) if lat is not None and long is not None]
    spots: Any = shapely.points([picture.plane.xy(point) for _at, point in placed]) if placed else []
    for spot, district in (
        zip(*picture.districts.tree.query(spots, predicate="intersects"), strict=True) if placed else ()
    ):
        found[placed[spot][0]] = picture.districts.ids[district]
    return found


def streets_of(points: Sequence[tuple[float | None, float | None]]) -> list[int | None]:
    """Find the nearest streets (their keys) of many points (latitude, longitude) at once; None where there is none."""
    picture = memory.current()
    found: list[int | None] = [None] * len(points)
    placed = [(at, Point(lat, long)) for at, (lat, long) in enumerate(points) if lat is not None and long is not None]
    if not (placed and picture.streets.ids):
        return found
    spots: Any = shapely.points([picture.plane.xy(point) for _at, point in placed])
    for spot, street in zip(
        *picture.streets.tree.query_nearest(spots, max_distance=FAR_M, all_matches=False), strict=True
    ):
        found[placed[spot][0]] = picture.streets.ids[street]
    return found


@dataclass(frozen=True)
class Touched:
    """What an area lies on: the keys of streets and of districts."""

    streets: tuple[int, ...]
    districts: tuple[int, ...]


def touching(area: BaseGeometry) -> Touched:
    """Find the streets and districts (their keys) that an area or line, in degrees, touches."""
    picture = memory.current()
    flat = picture.plane.flat(area)

    def met(layer: memory.Layer) -> tuple[int, ...]:
        return tuple(sorted(layer.ids[at] for at in layer.tree.query(flat, predicate="intersects")))

    return Touched(met(picture.streets), met(picture.districts))


def _near(rows: dict[int, Any], pk: int | None, far_m: float = 0.0) -> Near | None:
    return Near(pk, rows[pk].code, rows[pk].name, rows[pk].kind, far_m) if pk else None


def nearest_address(point: Point) -> Near | None:
    """Find the nearest house within 500 m; one query among houses, three where there are none."""
    for rings in (1, 3, 7):
        around = geometry.cells_around(point, rings)
        with connection.cursor() as cursor:
            cursor.execute(_HOUSES.format(cells=", ".join(["%s"] * len(around))), around)
            rows = cursor.fetchall()
        found = [(distance_m(point, Point(lat, long)), pk, street, number) for pk, street, number, lat, long in rows]
        reach = min(geometry.sure_m(point, rings), FAR_M)
        if found and (nearest := min(found))[0] <= reach:
            far, pk, street, number = nearest
            return Near(pk, "", f"{street} {number}", "address", far)
    return None


def find(text: str, limit: int = 8) -> list[Found]:
    """Find streets, house numbers, districts and named places by what somebody types, best first."""
    folded = fold(text[:LONGEST_TEXT])
    picture = memory.current()
    hits = picture.names.search(folded, limit=limit) if folded else []
    houses = _houses([hit for hit in hits if hit.number])
    found = [answer for hit in hits for answer in (houses.get(hit.entry.key) if hit.number else None) or [_whole(hit)]]
    return sorted(found, key=lambda answer: -answer.score)[:limit]


def _houses(hits: list[finding.Hit]) -> dict[int, list[Found]]:
    """Look up the house numbers that begin as typed, the exact one first."""
    if not hits:
        return {}
    wanted = Q()
    for hit in hits:
        wanted |= Q(street_id=hit.entry.key, number_key__startswith=hit.number)
    by_street = {hit.entry.key: hit for hit in hits}
    houses: dict[int, list[Found]] = {}
    rows = Address.objects.filter(wanted).select_related("street")
    for row in sorted(
        rows, key=lambda row: (row.number_key != by_street[row.street_id].number, numbers.order(row.number_key))
    ):
        hit = by_street[row.street_id]
        score = hit.score * (1.0 if row.number_key == hit.number else 0.9)
        answer = Found(str(row), row.lat, row.long, row.street.name, row.number, "address", row.street.code, score)
        houses.setdefault(row.street_id, []).append(answer)
    return houses


def _whole(hit: finding.Hit) -> Found:
    """Answer with the street or the area itself; less sure when a house number was asked for and is not there."""
    row = memory.current().rows[hit.entry.kind][hit.entry.key]
    lat, long = geometry.middle_of(row.shape)
    name = said(row.name)
    street = name if hit.entry.kind == "street" else ""
    return Found(name, lat, long, street, "", hit.entry.kind, row.code, hit.score * (0.8 if hit.number else 1.0))


def said(name: str | dict[str, str]) -> str:
    """Say a name in the reader's language, or in the nearest language that it has."""
    if isinstance(name, str):
        return name
    reader = get_language() or ""
    nearest = (reader, *languages.KIN.get(reader, ()), settings.LANGUAGE_CODE, *name)
    return next((name[code] for code in nearest if code in name), "")


def background(language: str) -> Map:
    """Draw the city: boundary, districts, streets, water, parks, as one GeoJSON.

    Each feature has a `layer`, a `kind` within it, and a `name` in the reader's language where it has one.
    """
    return _drawn(memory.current().stamp, language)


@lru_cache(maxsize=len(languages.OWN_NAME))
def _drawn(stamp: str, language: str) -> Map:
    layers: dict[str, Iterable[Any]] = {
        "feature": Feature.objects.all(),
        "boundary": Boundary.objects.order_by("code"),
        "district": District.objects.all(),
        "street": Street.objects.all(),
    }
    drawn = [
        {
            "type": "Feature",
            "properties": {
                "layer": layer,
                "code": row.code,
                "kind": getattr(row, "kind", ""),
                "name": in_language(row.name, language).text,
            },
            "geometry": geometry.as_geojson(_plainer(row.shape) if layer == "street" else row.shape, digits=5),
        }
        for layer, rows in layers.items()
        for row in rows
    ]
    whole: dict[str, Any] = {"type": "FeatureCollection", "features": drawn}
    if box := boundary_box():
        whole["bbox"] = list(box)
    body = json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()
    return Map(body, hashlib.sha256(stamp.encode() + body).hexdigest()[:16])


def _plainer(line: BaseGeometry) -> BaseGeometry:
    """Leave out bends of less than two metres, which no map shows."""
    return line.simplify(2 / geometry.METRES_PER_DEGREE)
