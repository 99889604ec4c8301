"""The streets of the town: the roads drawn by hand, and what grows between them."""

from dataclasses import dataclass, replace
from random import Random

import shapely
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from korzo.site.demo.town import growth, joints, plan
from korzo.site.demo.town.ground import Ground, hamlet, snapped

_LONGEST_M = {
    "old_town": 260,
    "centre": 900,
    "blocks": 760,
    "suburb": 720,
    "beach": 520,
    "industry": 700,
    "village": 520,
}
_CLEAR_OF_SEA_M = {"old_town": 9.0, "industry": 24.0}
_CLEAR_OF_RIVER_M = 16.0
_CLEAR_OF_RAILWAY_M = 14.0
_CLEAR_OF_PARK_M = 7.0
_STRAIGHT_M = 1.2
_LANE_M = 90.0
_LEAST_GROUND_M2 = 2_000.0


@dataclass(frozen=True)
class Way:
    """A street before it has a name: its line, its class, and the district in which it lies (empty if it crosses)."""

    line: LineString
    kind: str
    district: str
    name: str = ""


def grow(ground: Ground, seed: int) -> list[Way]:
    """Draw all streets, the hand-drawn ones first."""
    drawn = [Way(ground.roads[road.name], road.kind, "", road.name) for road in plan.ROADS]
    trodden, roads = growth.Trodden(), growth.Trodden()
    for way in drawn:
        for paths in (trodden, roads):
            paths.add([(x, y) for x, y in way.line.coords])
    grown: list[Way] = []
    loose: list[joints.Loose] = []
    for number, area in enumerate(plan.AREAS):
        whole = buildable(ground, area)
        way_out = _open(ground, whole.buffer(60).intersection(ground.boundary))
        parts = [part for part in shapely.get_parts(whole).tolist() if part.area > _LEAST_GROUND_M2]
        for part in sorted(parts, key=lambda each: -each.area):
            directions, random = growth.Directions(area, roads, seed + number), Random(f"{seed}/{area.code}")
            for line in growth.Grower(area, part, directions, trodden, random, _LONGEST_M[area.kind]).streets():
                grown.append(Way(line, _kind(area, line), area.code))
                loose.append(joints.Loose(line, way_out, max(area.spacing) * 1.1))
    joined = joints.join([way.line for way in drawn], loose)
    return [
        replace(way, line=LineString(shapely.get_coordinates(snapped(line.simplify(_STRAIGHT_M)))))
        for way, line in zip([*drawn, *grown], joined, strict=True)
        if line is not None
    ]


def buildable(ground: Ground, area: plan.Area) -> BaseGeometry:
    """Give the part of a district in which streets may run."""
    share = ground.districts[area.code]
    if area.hamlets:
        share = share.intersection(shapely.union_all([hamlet(*each) for each in area.hamlets]))
    shore = ground.sea.buffer(_CLEAR_OF_SEA_M.get(area.kind, 32.0))
    blocked = [
        shore,
        ground.river.buffer(_CLEAR_OF_RIVER_M),
        ground.railway.buffer(_CLEAR_OF_RAILWAY_M),
        *(each.buffer(_CLEAR_OF_PARK_M) for each in ground.open_grounds.values()),
    ]
    return share.difference(shapely.union_all(blocked)).buffer(-4)


def _open(ground: Ground, area: BaseGeometry) -> BaseGeometry:
    """Keep the drawn-on ends out of water, railway and parks."""
    blocked = shapely.union_all([ground.sea.buffer(6), ground.river, *ground.open_grounds.values()])
    opened = area.difference(blocked)
    shapely.prepare(opened)
    return opened


def _kind(area: plan.Area, line: LineString) -> str:
    return "lane" if area.kind == "old_town" or line.length < _LANE_M else "residential"
