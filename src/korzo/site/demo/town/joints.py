"""Joins streets into one net: ends reach the next street, stubs are cut back, what hangs in the air is left out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

Spot = tuple[float, float]

_STUB_M = 55.0
_TOUCH_M = 0.5


@dataclass(frozen=True)
class Loose:
    """A line not joined yet: on which ground its ends may be drawn on, and how far."""

    line: LineString
    ground: BaseGeometry
    reach_m: float


def join(fixed: Sequence[LineString], loose: Sequence[Loose]) -> list[LineString | None]:
    """Join the loose lines to the fixed ones and to one another; a line that cannot be joined becomes None.

    The answer lists the fixed lines, unchanged, and then the loose ones.
    """
    lines = [*fixed, *(each.line for each in loose)]
    tree = shapely.STRtree(lines)
    kept: list[LineString | None] = [*fixed, *(_reach(each, lines, tree) for each in loose)]
    for _ in range(4):
        cut = _cut(kept, len(fixed))
        if cut == kept:
            break
        kept = cut
    return _one_net(kept)


def _reach(loose: Loose, lines: list[LineString], tree: shapely.STRtree) -> LineString:
    """Draw each end on until it meets a street, if one is near enough and the way is free."""
    points: list[Spot] = [(float(x), float(y)) for x, y in shapely.get_coordinates(loose.line)]
    head = _meeting(points[1], points[0], loose, lines, tree)
    tail = _meeting(points[-2], points[-1], loose, lines, tree)
    return LineString(head + points + tail)


def _meeting(before: Spot, end: Spot, loose: Loose, lines: list[LineString], tree: shapely.STRtree) -> list[Spot]:
    """Find where the end, drawn straight on or slightly turned, first meets another street."""
    start = Point(end)
    away = Point(before).distance(start) or 1.0
    ux, uy = (end[0] - before[0]) / away, (end[1] - before[1]) / away
    for turn in (0.0, 0.35, -0.35, 0.8, -0.8):
        size = hypot(1, turn)
        vx, vy = (ux - uy * turn) / size, (uy + ux * turn) / size
        ray = LineString([end, (end[0] + vx * loose.reach_m, end[1] + vy * loose.reach_m)])
        hits = [
            Point(spot)
            for other in sorted(tree.query(ray, predicate="intersects"))
            if lines[other] is not loose.line
            for spot in shapely.get_coordinates(ray.intersection(lines[other]))
        ]
        if hits:
            hit = min(hits, key=lambda spot: (start.distance(spot), spot.x, spot.y))
            if start.distance(hit) <= _TOUCH_M or loose.ground.contains(LineString([end, (hit.x, hit.y)])):
                return [(hit.x + vx * _TOUCH_M, hit.y + vy * _TOUCH_M)]
    return []


def _cut(lines: list[LineString | None], fixed: int) -> list[LineString | None]:
    """Cut short stubs back to the last meeting; a longer stub stays as a blind alley."""
    there = [at for at, line in enumerate(lines) if line is not None]
    shapes = [line for line in lines if line is not None]
    tree = shapely.STRtree(shapes)
    cut: list[LineString | None] = [*lines]
    for line, at in zip(shapes, there, strict=True):
        if at < fixed:
            continue
        spots = sorted(
            line.project(Point(xy))
            for other in sorted(tree.query(line, predicate="intersects"))
            if there[other] != at
            for xy in shapely.get_coordinates(line.intersection(shapes[other]))
        )
        if not spots:
            cut[at] = None
            continue
        start = spots[0] - _TOUCH_M if spots[0] < _STUB_M else 0.0
        stop = spots[-1] + _TOUCH_M if line.length - spots[-1] < _STUB_M else line.length
        if stop - start < _STUB_M * 0.8:
            cut[at] = None
        elif start > 2 * _TOUCH_M or stop < line.length - 2 * _TOUCH_M:
            cut[at] = LineString(shapely.get_coordinates(substring(line, max(start, 0.0), min(stop, line.length))))
    return cut


def _one_net(lines: list[LineString | None]) -> list[LineString | None]:
    """Keep only what can be reached from the roads drawn by hand."""
    there = [at for at, line in enumerate(lines) if line is not None]
    shapes = [line for line in lines if line is not None]
    group = list(range(len(there)))

    def leader(at: int) -> int:
        while group[at] != at:
            group[at] = group[group[at]]
            at = group[at]
        return at

    tree = shapely.STRtree(shapes)
    for a, b in sorted(map(tuple, tree.query(shapes, predicate="intersects").T.tolist())):
        group[leader(a)] = leader(b)
    (largest, _), *_ = Counter(map(leader, range(len(there)))).most_common(1)
    kept = {there[at] for at in range(len(there)) if leader(at) == largest}
    return [line if at in kept else None for at, line in enumerate(lines)]
