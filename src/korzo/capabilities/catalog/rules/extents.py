"""Boxes around areas: west, south, east, north in degrees of WGS 84."""

from collections.abc import Iterator, Mapping
from typing import Any

Box = tuple[float, float, float, float]
_PAIR = 2


def box(geometry: Mapping[str, Any] | None) -> Box | None:
    """The box around a GeoJSON geometry; None where it holds no point."""
    points = list(_points(geometry)) if geometry else []
    if not points:
        return None
    longs, lats = [point[0] for point in points], [point[1] for point in points]
    return min(longs), min(lats), max(longs), max(lats)


def area(of: Box | None) -> dict[str, Any] | None:
    """A box as a GeoJSON polygon."""
    if of is None:
        return None
    west, south, east, north = of
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def wkt(of: Box) -> str:
    """A box as a polygon of well-known text."""
    west, south, east, north = of
    return f"POLYGON(({west} {south}, {east} {south}, {east} {north}, {west} {north}, {west} {south}))"


def middle(of: Box) -> str:
    """The middle of a box as a point of well-known text."""
    west, south, east, north = of
    return f"POINT({round((west + east) / 2, 6)} {round((south + north) / 2, 6)})"


def _points(part: Any) -> Iterator[tuple[float, float]]:
    if isinstance(part, Mapping):
        yield from _points(part.get("coordinates", part.get("geometries", ())))
    elif isinstance(part, list | tuple):
        if len(part) >= _PAIR and all(isinstance(each, int | float) for each in part[:_PAIR]):
            yield float(part[0]), float(part[1])
        else:
            for inner in part:
                yield from _points(inner)
