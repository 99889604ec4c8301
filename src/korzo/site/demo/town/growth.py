"""Grows streets: lines that follow a field of directions, keep their distance, and end where they meet another.

The field has four directions at right angles at each place (a cross), turned with the nearest roads, with the angle of
the district, and with noise where the town is old. Streets drawn along such fields meet at right angles and bend with
the coast, which is what makes a plan look grown (the idea is G. Chen and others, "Interactive procedural street
modeling", 2008; the drawing here is our own and much simpler).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from math import atan2, cos, floor, hypot, pi, radians, sin
from random import Random

import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from korzo.site.demo.town.curves import Noise
from korzo.site.demo.town.plan import Area, Line

STEP_M = 12.0
_NEAR = 60.0
_PARALLEL = 0.72
_ROAD_REACH_M = 190.0


@dataclass
class Trodden:
    """Where streets already run, in squares of 60 m, with their direction."""

    squares: dict[tuple[int, int], list[tuple[float, float, float, float]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def add(self, line: Line) -> None:
        """Remember a street."""
        for (ax, ay), (bx, by) in pairwise(line):
            length = hypot(bx - ax, by - ay)
            if length:
                pieces = max(int(length / STEP_M), 1)
                for piece in range(pieces):
                    t = piece / pieces
                    x, y = ax + (bx - ax) * t, ay + (by - ay) * t
                    self.squares[floor(x / _NEAR), floor(y / _NEAR)].append(
                        (x, y, (bx - ax) / length, (by - ay) / length)
                    )

    def around(self, x: float, y: float, reach: float) -> Iterator[tuple[float, float, float, float, float]]:
        """Yield (distance, x, y, dx, dy) of what runs within reach."""
        i, j, squares = floor(x / _NEAR), floor(y / _NEAR), int(reach / _NEAR) + 1
        for a in range(i - squares, i + squares + 1):
            for b in range(j - squares, j + squares + 1):
                for px, py, dx, dy in self.squares.get((a, b), ()):
                    far = hypot(px - x, py - y)
                    if far <= reach:
                        yield far, px, py, dx, dy

    def crowded(self, x: float, y: float, dx: float, dy: float, reach: float) -> bool:
        """Say whether a street in nearly the same direction runs within reach."""
        return any(abs(dx * ex + dy * ey) > _PARALLEL for _, _, _, ex, ey in self.around(x, y, reach))


class Directions:
    """The field of crosses of one district."""

    def __init__(self, area: Area, roads: Trodden, seed: int) -> None:
        self._area, self._roads = area, roads
        self._noise = Noise(seed, 130 if area.wild >= 1 else 320)
        self._known: dict[tuple[int, int], float] = {}

    def at(self, x: float, y: float) -> float:
        """Give the angle of one arm of the cross, in radians."""
        key = (floor(x / 30), floor(y / 30))
        if key not in self._known:
            self._known[key] = self._reckon(key[0] * 30 + 15, key[1] * 30 + 15)
        return self._known[key]

    def _reckon(self, x: float, y: float) -> float:
        own = 4 * radians(self._area.angle)
        u, v = 0.35 * cos(own), 0.35 * sin(own)
        for far, _, _, dx, dy in self._roads.around(x, y, _ROAD_REACH_M):
            weight = (1 - far / _ROAD_REACH_M) ** 2 * 0.12
            turn = 4 * atan2(dy, dx)
            u, v = u + weight * cos(turn), v + weight * sin(turn)
        return atan2(v, u) / 4 + self._area.wild * 0.42 * self._noise.at(x, y)


@dataclass
class Grower:
    """Draws the streets of one district."""

    area: Area
    ground: BaseGeometry
    directions: Directions
    trodden: Trodden
    random: Random
    longest: float

    def streets(self) -> list[LineString]:
        """Start a street at each free seed, in both directions of the cross."""
        shapely.prepare(self.ground)
        grown = []
        for x, y in self._seeds():
            for quarter, spacing in enumerate(self.area.spacing):
                angle = self.directions.at(x, y) + quarter * pi / 2
                if self.trodden.crowded(x, y, cos(angle), sin(angle), spacing * 0.86):
                    continue
                forward = self._trace(x, y, angle, spacing)
                back = self._trace(x, y, angle + pi, spacing)
                line = [*reversed(back), (x, y), *forward]
                if len(line) * STEP_M >= max(spacing * 0.9, 45):
                    self.trodden.add(line)
                    grown.append(LineString(line))
        return grown

    def _seeds(self) -> list[tuple[float, float]]:
        west, south, east, north = self.ground.bounds
        gap = min(self.area.spacing) * 0.5
        seeds = []
        for i in range(int((east - west) / gap) + 1):
            for j in range(int((north - south) / gap) + 1):
                x = west + (i + self.random.uniform(-0.3, 0.3)) * gap
                y = south + (j + self.random.uniform(-0.3, 0.3)) * gap
                if self.ground.contains(Point(x, y)):
                    seeds.append((x, y))
        self.random.shuffle(seeds)
        return seeds

    def _trace(self, x: float, y: float, heading: float, spacing: float) -> Line:
        """Walk along the field until the ground ends, another street runs alongside, or the street is long enough."""
        walked: Line = []
        while len(walked) * STEP_M < self.longest / 2:
            heading = self._nearest_arm(x, y, heading)
            x, y = x + STEP_M * cos(heading), y + STEP_M * sin(heading)
            if not self.ground.contains(Point(x, y)):
                break
            if self.trodden.crowded(x, y, cos(heading), sin(heading), spacing * 0.62):
                break
            walked.append((x, y))
        return walked

    def _nearest_arm(self, x: float, y: float, heading: float) -> float:
        angle = self.directions.at(x, y)
        quarter = pi / 2
        turned = angle + round((heading - angle) / quarter) * quarter
        return heading + (turned - heading) * 0.6
