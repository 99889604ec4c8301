"""Plain geometry on a city's scale: degrees to metres and back, boxes, grid cells, repair. No Django, no database.

A city is small, so a flat plane that touches the ground in its middle is exact enough: at 30 km from the middle an
equirectangular plane at 46° is off by about 0.3 %.
"""

from dataclasses import dataclass
from math import asin, cos, floor, isfinite, pi, radians, sin, sqrt
from typing import Any, Literal, NamedTuple

import numpy as np
import shapely
from shapely.geometry import MultiLineString, MultiPoint, MultiPolygon
from shapely.geometry.base import BaseGeometry

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the Earth (IUGG)."""
METRES_PER_DEGREE = EARTH_RADIUS_M * pi / 180
CELL_DEGREES = 0.001
"""Side of a grid cell: 111 m from south to north, about 80 m from west to east in the Balkans."""
_CELLS_IN_ROW = 400_000
_AREA = 2


class Point(NamedTuple):
    """A position in WGS 84 degrees."""

    lat: float
    long: float


class Box(NamedTuple):
    """West, south, east and north edge in degrees: the order of GeoJSON's `bbox` (RFC 7946, 5)."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, point: Point) -> bool:
        """Say whether the position lies in the box or on its edge."""
        return self.south <= point.lat <= self.north and self.west <= point.long <= self.east

    def grown(self, metres: float) -> "Box":
        """Give the box with this much room added on every side."""
        tall = metres / METRES_PER_DEGREE
        wide = tall / max(cos(radians(max(abs(self.south), abs(self.north)))), 0.01)
        return Box(self.west - wide, self.south - tall, self.east + wide, self.north + tall)


EARTH = Box(-180.0, -90.0, 180.0, 90.0)


def distance_m(a: Point, b: Point) -> float:
    """Metres between two positions along the surface (haversine, R. W. Sinnott 1984)."""
    north, east = radians(b.lat - a.lat) / 2, radians(b.long - a.long) / 2
    chord = sin(north) ** 2 + cos(radians(a.lat)) * cos(radians(b.lat)) * sin(east) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(chord)))


@dataclass(frozen=True)
class Plane:
    """A flat sheet in metres, x to the east and y to the north, that touches the ground at `middle`."""

    middle: Point

    @property
    def _scale(self) -> tuple[float, float]:
        return METRES_PER_DEGREE * cos(radians(self.middle.lat)), METRES_PER_DEGREE

    def xy(self, point: Point) -> tuple[float, float]:
        """Metres east and north of the middle."""
        east, north = self._scale
        return (point.long - self.middle.long) * east, (point.lat - self.middle.lat) * north

    def point(self, x: float, y: float) -> Point:
        """Bring metres back to a position."""
        east, north = self._scale
        return Point(self.middle.lat + y / north, self.middle.long + x / east)

    def flat(self, geometry: BaseGeometry) -> BaseGeometry:
        """Lay a geometry in degrees on the sheet."""
        scale, middle = np.array(self._scale), np.array([self.middle.long, self.middle.lat])
        return shapely.transform(geometry, lambda degrees: (degrees - middle) * scale)

    def round(self, geometry: BaseGeometry) -> BaseGeometry:
        """Lift a geometry in metres off the sheet, back to degrees."""
        scale, middle = np.array(self._scale), np.array([self.middle.long, self.middle.lat])
        return shapely.transform(geometry, lambda metres: metres / scale + middle)


def box_of(geometry: BaseGeometry) -> Box:
    """Draw the smallest box around a geometry in degrees."""
    return Box(*(float(edge) for edge in geometry.bounds))


def middle_of(geometry: BaseGeometry) -> Point:
    """Name one position that stands for the whole: halfway along a line, inside an area."""
    if geometry.geom_type == "MultiLineString":
        geometry = max(shapely.get_parts(geometry), key=lambda part: part.length)
    on_it = (
        geometry.interpolate(0.5, normalized=True) if "Line" in geometry.geom_type else geometry.representative_point()
    )
    return Point(on_it.y, on_it.x)


def cell(point: Point) -> int:
    """Number the grid cell in which a position lies, so that a plain index finds what is near on any database."""
    row, column = floor((point.lat - EARTH.south) / CELL_DEGREES), floor((point.long - EARTH.west) / CELL_DEGREES)
    return row * _CELLS_IN_ROW + column


def cells_around(point: Point, rings: int) -> list[int]:
    """Number the cells of the square that reaches `rings` cells out from the position's own, (2 rings + 1)² of them."""
    middle, reach = cell(point), range(-rings, rings + 1)
    return [middle + row * _CELLS_IN_ROW + column for row in reach for column in reach]


def sure_m(point: Point, rings: int) -> float:
    """Metres within which `cells_around` misses nothing."""
    return rings * CELL_DEGREES * METRES_PER_DEGREE * max(cos(radians(abs(point.lat) + rings * CELL_DEGREES)), 0.0)


def misplaced(box: Box, near: Box | None = None) -> Literal["", "endless", "metres", "exchanged"]:
    """Say why coordinates cannot be WGS 84 longitude and latitude, or nothing.

    Projected metres and exchanged axes are the two mistakes that real files have. Exchanged axes show by themselves
    only east of 90°; elsewhere they show when the place is `near` once turned round and not before.
    """
    turned = Box(box.south, box.west, box.north, box.east)
    if not all(map(isfinite, box)):
        return "endless"
    if not _within(box, EARTH):
        return "exchanged" if _within(turned, EARTH) else "metres"
    return "exchanged" if near and not _meet(box, near) and _meet(turned, near) else ""


def _within(a: Box, b: Box) -> bool:
    return b.holds(Point(a.south, a.west)) and b.holds(Point(a.north, a.east))


def _meet(a: Box, b: Box) -> bool:
    return a.west <= b.east and b.west <= a.east and a.south <= b.north and b.south <= a.north


def mended(geometry: BaseGeometry) -> BaseGeometry | None:
    """Make a geometry valid without losing its dimension (a bow tie becomes two triangles); None if nothing is left."""
    wanted = int(shapely.get_dimensions(geometry))
    whole = geometry if geometry.is_valid else shapely.make_valid(geometry)
    pieces = shapely.get_parts(shapely.get_parts([whole]))
    kept = [piece for piece in pieces if shapely.get_dimensions(piece) == wanted and (piece.length or not wanted)]
    if len(kept) > 1:
        return MultiPolygon(kept) if wanted == _AREA else MultiLineString(kept) if wanted else MultiPoint(kept)
    return kept[0] if kept else None


def as_geojson(geometry: BaseGeometry, digits: int = 6) -> dict[str, Any]:
    """Write a geometry as GeoJSON with this many decimals; six are 11 cm."""

    def rounded(value: Any) -> Any:
        return round(value, digits) if isinstance(value, float) else [rounded(each) for each in value]

    drawn = shapely.geometry.mapping(geometry)
    return {"type": drawn["type"], "coordinates": rounded(drawn["coordinates"])}
