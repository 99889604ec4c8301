"""Square cells of the map, for counting cases by place: the tiles of the web-Mercator pyramid.

Level n divides the world into 2^n × 2^n cells. Cases are counted at a few levels; the map asks for the one whose
cells are 64 to 128 screen pixels wide, and for single cases where they are few or the streets are near.
"""

from dataclasses import dataclass
from math import asinh, atan, degrees, floor, pi, radians, sinh, tan

LEVELS = (12, 13, 14, 15, 16)
TILE_LEVEL = 16
LAST_ROW = (1 << TILE_LEVEL) - 1
POINTS_FROM_ZOOM = 17
NORTHMOST = 85.05112877980659


@dataclass(frozen=True)
class Box:
    """A rectangle in degrees, WGS 84."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def parse(cls, text: str) -> "Box":
        """Read `west,south,east,north`; raises ValueError."""
        west, south, east, north = (float(part) for part in text.split(","))
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):  # noqa: PLR2004 -- degrees
            raise ValueError("not a box: west,south,east,north in degrees")
        return cls(west, south, east, north)


def cell(lat: float, long: float, level: int) -> tuple[int, int]:
    """Column and row of the cell that holds a point."""
    size = 1 << level
    lat = max(-NORTHMOST, min(NORTHMOST, lat))
    x = floor((long + 180) / 360 * size)
    y = floor((1 - asinh(tan(radians(lat))) / pi) / 2 * size)
    return max(0, min(size - 1, x)), max(0, min(size - 1, y))


def tile(lat: float, long: float) -> int:
    """One number for the cell of a point at TILE_LEVEL, by which single cases are found."""
    return tile_of(*cell(lat, long, TILE_LEVEL))


def tile_of(x: int, y: int) -> int:
    """The same number from column and row."""
    return x << TILE_LEVEL | y


def parent(tile: int) -> int:
    """The number, made in the same way, of the cell one level up that holds this one."""
    return tile >> 1 & ~(1 << TILE_LEVEL - 1)  # the column's last bit has moved into the row


def corner(x: int, y: int, level: int) -> tuple[float, float]:
    """Latitude and longitude of a cell's north-western corner."""
    size = 1 << level
    return degrees(atan(sinh(pi * (1 - 2 * y / size)))), x / size * 360 - 180


def span(box: Box, level: int) -> tuple[int, int, int, int]:
    """First column, first row, last column and last row of the cells that a box touches."""
    left, top = cell(box.north, box.west, level)
    right, bottom = cell(box.south, box.east, level)
    return left, top, right, bottom


def level_for(zoom: float) -> int:
    """The level to count at for a map zoom (of tiles with 512 pixels, as MapLibre counts)."""
    return next((level for level in LEVELS if level >= zoom + 3), LEVELS[-1])
