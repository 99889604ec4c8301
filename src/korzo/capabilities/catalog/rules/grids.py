"""Coordinates in the grids of the region: CRS84, EPSG:4326, EPSG:3857 and each country's transverse Mercator.

The grids lie on ETRS89 or Korea 2000, which differ from WGS 84 by less than a metre, so no datum is shifted.
Source: the EPSG register for the constants; Krüger's series to the fourth order (Karney 2011) for the projection.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import asinh, atan, atan2, atanh, cos, cosh, degrees, exp, hypot, log, pi, radians, sin, sinh, sqrt, tan
from typing import Any

from korzo.capabilities.catalog.rules.extents import Box

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
Pair = tuple[float, float]
_RADIUS = 6_378_137.0
_FLATTENING = 1 / 298.257222101
_STEPS = 8


@dataclass(frozen=True)
class Mercator:
    """A transverse Mercator: middle meridian, latitude of origin, scale there, what is added to east and north."""

    meridian: float
    origin: float = 0.0
    scale: float = 0.9996
    east: float = 500_000.0
    north: float = 0.0


_UTM33, _UTM34 = Mercator(15), Mercator(21)
COUNTRIES = {
    "HR": 3765,
    "SI": 3794,
    "BA": 25833,
    "RS": 25834,
    "ME": 25834,
    "MK": 25834,
    "AL": 25834,
    "XK": 25834,
    "KR": 5186,
}
"""Which grid a country works with."""
_GRIDS = {
    3765: Mercator(16.5, scale=0.9999),
    3794: Mercator(15, scale=0.9999, north=-5_000_000),
    25833: _UTM33,
    25834: _UTM34,
    5186: Mercator(127, 38, 1.0, 200_000, 600_000),
}


def offered(country: str) -> tuple[str, ...]:
    """The systems in which a country's features are to be had, CRS84 first."""
    own = (f"{EPSG}{COUNTRIES[country]}",) if country in COUNTRIES else ()
    return (CRS84, f"{EPSG}4326", f"{EPSG}3857", *own)


def projected(geometry: Any, crs: str) -> Any:
    """A GeoJSON geometry in another system, its axes in that system's order."""
    if crs == CRS84 or geometry is None:
        return geometry
    forward = _forward(crs)
    if geometry.get("type") == "GeometryCollection":
        return {**geometry, "geometries": [projected(each, crs) for each in geometry.get("geometries", ())]}
    return {**geometry, "coordinates": _each(geometry.get("coordinates", ()), forward)}


def unprojected(box: Sequence[float], crs: str) -> Box:
    """A box of another system as the box of CRS84 around it."""
    if crs == CRS84:
        return box[0], box[1], box[2], box[3]
    if crs == f"{EPSG}4326":
        return box[1], box[0], box[3], box[2]
    back = _back(crs)
    around = [back(x, y) for x, y in _edge(box)]
    longs, lats = [each[0] for each in around], [each[1] for each in around]
    return min(longs), min(lats), max(longs), max(lats)


def _edge(box: Sequence[float]) -> Iterator[Pair]:
    west, south, east, north = box
    for step in range(_STEPS + 1):
        x, y = west + (east - west) * step / _STEPS, south + (north - south) * step / _STEPS
        yield from ((x, south), (x, north), (west, y), (east, y))


def _each(part: Any, forward: Callable[[float, float], Pair]) -> Any:
    if part and isinstance(part[0], int | float):
        return [*forward(part[0], part[1]), *part[2:]]
    return [_each(inner, forward) for inner in part]


def _forward(crs: str) -> Callable[[float, float], Pair]:
    code = int(crs.removeprefix(EPSG))
    if code == 4326:  # noqa: PLR2004 -- EPSG
        return lambda long, lat: (lat, long)
    if code == 3857:  # noqa: PLR2004 -- EPSG
        return lambda long, lat: (
            _RADIUS * radians(long),
            _RADIUS * log(tan(pi / 4 + radians(max(min(lat, 85.06), -85.06)) / 2)),
        )
    return lambda long, lat: onto(_GRIDS[code], long, lat)


def _back(crs: str) -> Callable[[float, float], Pair]:
    code = int(crs.removeprefix(EPSG))
    if code == 3857:  # noqa: PLR2004 -- EPSG
        return lambda x, y: (degrees(x / _RADIUS), degrees(2 * atan(exp(y / _RADIUS)) - pi / 2))
    return lambda x, y: off(_GRIDS[code], x, y)


_N = _FLATTENING / (2 - _FLATTENING)
_A = _RADIUS / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_E = sqrt(_FLATTENING * (2 - _FLATTENING))
_ALPHA = (
    _N / 2 - 2 * _N**2 / 3 + 5 * _N**3 / 16 + 41 * _N**4 / 180,
    13 * _N**2 / 48 - 3 * _N**3 / 5 + 557 * _N**4 / 1440,
    61 * _N**3 / 240 - 103 * _N**4 / 140,
    49561 * _N**4 / 161280,
)
_BETA = (
    _N / 2 - 2 * _N**2 / 3 + 37 * _N**3 / 96 - _N**4 / 360,
    _N**2 / 48 + _N**3 / 15 - 437 * _N**4 / 1440,
    17 * _N**3 / 480 - 37 * _N**4 / 840,
    4397 * _N**4 / 161280,
)


def onto(grid: Mercator, long: float, lat: float) -> Pair:
    """Degrees onto a grid: east and north in metres."""
    xi, eta = _sphere(radians(lat), radians(long - grid.meridian))
    start, _none = _sphere(radians(grid.origin), 0.0)
    return grid.east + grid.scale * _A * eta, grid.north + grid.scale * _A * (xi - start)


def _sphere(lat: float, long: float) -> Pair:
    t = sinh(atanh(sin(lat)) - _E * atanh(_E * sin(lat)))
    xi, eta = atan2(t, cos(long)), asinh(sin(long) / hypot(t, cos(long)))
    return (
        xi + sum(a * sin(2 * j * xi) * cosh(2 * j * eta) for j, a in enumerate(_ALPHA, 1)),
        eta + sum(a * cos(2 * j * xi) * sinh(2 * j * eta) for j, a in enumerate(_ALPHA, 1)),
    )


def off(grid: Mercator, east: float, north: float) -> Pair:
    """Metres of a grid as degrees: longitude and latitude."""
    start, _none = _sphere(radians(grid.origin), 0.0)
    xi = (north - grid.north) / (grid.scale * _A) + start
    eta = (east - grid.east) / (grid.scale * _A)
    x = xi - sum(b * sin(2 * j * xi) * cosh(2 * j * eta) for j, b in enumerate(_BETA, 1))
    y = eta - sum(b * cos(2 * j * xi) * sinh(2 * j * eta) for j, b in enumerate(_BETA, 1))
    t = sin(x) / hypot(sinh(y), cos(x))
    lat = atan(t)
    for _turn in range(5):  # Newton's method would be quicker; this converges by a factor of 150 each time
        lat = atan(sinh(asinh(t) + _E * atanh(_E * sin(lat))))
    return grid.meridian + degrees(atan2(sinh(y), cos(x))), degrees(lat)
