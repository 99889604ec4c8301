"""House numbers along the streets: odd on the left, even on the right, beginning where the street begins."""

from collections import defaultdict
from collections.abc import Iterator
from math import floor, hypot
from random import Random

import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

FRONTAGE_M = {
    "old_town": (13, 21), "centre": (26, 40), "blocks": (38, 60), "suburb": (32, 52), "beach": (34, 54),
    "industry": (60, 110), "village": (46, 84),
}  # fmt: skip
"""Metres from one house to the next on one side, least and most, by kind of district."""
SETBACK_M = {"lane": 4.5, "residential": 11.0, "secondary": 14.0, "main": 18.0}
_LEAST_APART_M = 9.0
_LETTERED, _BARE = 0.035, 0.5


class Plots:
    """Keeps houses apart from one another."""

    def __init__(self) -> None:
        self._squares: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)

    def take(self, x: float, y: float) -> bool:
        """Claim a plot, unless a house stands too near."""
        i, j = floor(x / _LEAST_APART_M), floor(y / _LEAST_APART_M)
        near = (spot for a in (i - 1, i, i + 1) for b in (j - 1, j, j + 1) for spot in self._squares[a, b])
        if any(hypot(x - px, y - py) < _LEAST_APART_M for px, py in near):
            return False
        self._squares[i, j].append((x, y))
        return True


def along(
    line: LineString, *, kind: str, rate: tuple[float, float], random: Random
) -> Iterator[tuple[str, float, float]]:
    """Yield (number, x, y): houses on both sides in the order of their numbers; some plots were divided later (12a)."""
    for side, first in ((1, 1), (-1, 2)):
        walked, number, letter = random.uniform(0.3, 0.7) * rate[0], first, ""
        while walked < line.length - rate[0] * 0.3:
            yield f"{number}{letter}", *_beside(line, walked, SETBACK_M[kind] * random.uniform(0.9, 1.25) * side)
            if not letter and random.random() < _LETTERED:
                walked, letter = walked + _LEAST_APART_M * 1.2, "a"
            else:
                walked, number, letter = walked + random.uniform(*rate), number + 2, ""


def _beside(line: LineString, walked: float, off: float) -> tuple[float, float]:
    """Find the place `off` metres to the left of the line after so many metres."""
    here, ahead = line.interpolate(walked), line.interpolate(min(walked + 1.0, line.length))
    dx, dy = ahead.x - here.x, ahead.y - here.y
    length = hypot(dx, dy) or 1.0
    return here.x - dy / length * off, here.y + dx / length * off


class Surveyor:
    """Numbers the houses of the whole town, street by street."""

    def __init__(self, blocked: BaseGeometry, streets: list[LineString], seed: int) -> None:
        self._blocked, self._seed = blocked, seed
        self._tree = shapely.STRtree(streets)
        self._plots = Plots()
        shapely.prepare(blocked)

    def number(self, code: str, line: LineString, kind: str, district_kind: str) -> list[tuple[str, float, float]]:
        """Number one street; one house in a village street may have no number."""
        random = Random(f"{self._seed}/{code}")
        clear = SETBACK_M["lane"] * 0.8 if kind == "lane" else 6.5
        houses = [
            (number, x, y)
            for number, x, y in along(line, kind=kind, rate=FRONTAGE_M[district_kind], random=random)
            if self._is_free(Point(x, y), clear) and self._plots.take(x, y)
        ]
        if district_kind == "village" and houses and random.random() < _BARE:
            _, x, y = houses.pop()
            houses.append(("bb", x, y))
        return houses

    def _is_free(self, spot: Point, clear_m: float) -> bool:
        on_street = self._tree.query(spot, predicate="dwithin", distance=clear_m)
        return not len(on_street) and not self._blocked.intersects(spot)
