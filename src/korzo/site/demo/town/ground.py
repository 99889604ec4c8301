"""Land and water: the coast, the river, the boundary, and the districts that tile it without gap or overlap."""

from dataclasses import dataclass
from math import cos, hypot, pi, sin

import shapely
from shapely.geometry import LineString, Point, Polygon, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from korzo.site.demo.town import plan
from korzo.site.demo.town.curves import Noise, ragged, smooth

GRID_M = 0.01
"""Everything is drawn on a grid of one centimetre, so that what touches on the plan touches in the file."""
SHEET = box(-9000, -7000, 9500, 8500)
_CLEAR_OF_ROAD_M = 12.0
_NEAR_BORDER_M, _ACROSS_M, _SHORT_OF_BORDER_M = 220.0, 400.0, 0.1
_FRAYED = {"forest", "orchard"}


@dataclass(frozen=True)
class Ground:
    """The plan once drawn, in metres."""

    land: Polygon
    sea: BaseGeometry
    river: BaseGeometry
    river_line: LineString
    boundary: Polygon
    districts: dict[str, BaseGeometry]
    roads: dict[str, LineString]
    open_grounds: dict[str, BaseGeometry]
    beaches: dict[str, BaseGeometry]
    railway: LineString
    piers: BaseGeometry


def snapped(geometry: BaseGeometry) -> BaseGeometry:
    """Move every vertex onto the grid."""
    return shapely.set_precision(geometry, GRID_M)


def draw(seed: int) -> Ground:
    """Draw the plan."""
    noise = Noise(seed, 90)
    coast = ragged(ragged(smooth(plan.COAST), Noise(seed + 1, 260), 32), noise, 12)
    land = _largest(
        snapped(Polygon([*coast, (9500, -5200), (9500, 8500), (-9000, 8500), (-9000, 4300)]).intersection(SHEET))
    )
    river_line = LineString(ragged(smooth(plan.RIVER), Noise(seed + 2, 170), 26))
    river = snapped(_river(river_line).intersection(land))
    border = ragged(smooth(plan.INLAND, 60), Noise(seed + 3, 400), 60)
    rough = Polygon([*border, *_seaward()])
    boundary = _largest(snapped(rough.intersection(land)))
    lines = {road.name: _beyond(road, boundary) for road in plan.ROADS}
    roads = {name: _within(line, boundary) for name, line in lines.items()}
    districts = _districts(boundary, lines, river_line)
    piers = shapely.union_all([LineString(line).buffer(width, cap_style="flat") for line, width in _piers()])
    return Ground(
        land=land,
        sea=snapped(SHEET.difference(land).difference(piers)),
        river=river,
        river_line=river_line,
        boundary=_largest(shapely.union_all(list(districts.values()))),
        districts=districts,
        roads=roads,
        open_grounds={each.code: _open(each, boundary, roads) for each in plan.GROUNDS},
        beaches={code: _beach(line, land, boundary) for code, line in plan.BEACHES},
        railway=_within(LineString(smooth(plan.RAILWAY)), boundary),
        piers=snapped(piers.difference(land)),
    )


def _seaward() -> plan.Line:
    """Close the border far out at sea; the coast cuts it off."""
    return [(-8000, -3000), (-2000, -6500), (4000, -6500)]


def _river(line: LineString) -> BaseGeometry:
    narrow, wide = plan.RIVER_WIDTH_M
    steps = 60
    pieces = [substring(line, at / steps, (at + 1) / steps, normalized=True) for at in range(steps)]
    return shapely.union_all([p.buffer((narrow + (wide - narrow) * at / steps) / 2) for at, p in enumerate(pieces)])


def _beyond(road: plan.Road, boundary: Polygon) -> LineString:
    """Draw a road; where it ends near the border, draw it on across."""
    line = smooth(road.line, 20)
    for end, before in ((0, 1), (-1, -2)):
        (x, y), (px, py) = line[end], line[before]
        if boundary.exterior.distance(Point(x, y)) < _NEAR_BORDER_M:
            further = _ACROSS_M / hypot(x - px, y - py)
            line.insert(0 if end == 0 else len(line), (x + (x - px) * further, y + (y - py) * further))
    return LineString(line)


def _within(line: LineString, boundary: Polygon) -> LineString:
    return LineString(
        max(shapely.get_parts(line.intersection(boundary.buffer(-_SHORT_OF_BORDER_M))), key=lambda part: part.length)
    )


def _districts(boundary: Polygon, roads: dict[str, LineString], river: LineString) -> dict[str, BaseGeometry]:
    """Cut the boundary along roads and river, and give each piece to the nearest seed: borders run along streets."""
    cuts = [road for name, road in roads.items() if name not in {"Stradun", "Korzo", "Plažna"}]
    fences = [LineString(fence) for fence in plan.FENCES]
    rails = shapely.union_all([snapped(line) for line in [boundary.exterior, *cuts, river, *fences]])
    faces = shapely.get_parts(shapely.polygonize([rails])).tolist()
    seeds = [(Point(seed), area.code) for area in plan.AREAS for seed in area.seeds]
    shares: dict[str, list[BaseGeometry]] = {area.code: [] for area in plan.AREAS}
    for face in faces:
        middle = face.representative_point()
        if boundary.contains(middle):
            inside = [code for seed, code in seeds if face.contains(seed)]
            shares[inside[0] if inside else min(seeds, key=lambda seed: seed[0].distance(face.centroid))[1]].append(
                face
            )
    return {code: shapely.union_all(share) for code, share in shares.items()}


def _piers() -> list[tuple[plan.Line, float]]:
    return [(plan.MOLE, 9.0), *((quay, 26.0) for quay in plan.QUAYS)]


def _open(ground: plan.Ground, boundary: Polygon, roads: dict[str, LineString]) -> BaseGeometry:
    """Draw a ring by hand, so to speak, and keep it clear of the roads. Forests fray, parks do not."""
    ring = ground.ring
    if ground.kind in _FRAYED:
        ring = ragged(smooth([*ring, ring[0]], 30), Noise(len(ground.code), 140), 70)
    drawn = shapely.make_valid(Polygon(ring)).buffer(-18).buffer(36).buffer(-18).intersection(boundary)
    near = [road.buffer(_CLEAR_OF_ROAD_M) for road in roads.values() if road.distance(drawn) < _CLEAR_OF_ROAD_M]
    return snapped(drawn.difference(shapely.union_all(near)) if near else drawn)


def hamlet(x: float, y: float, radius: float) -> Polygon:
    """Draw the outline of a village: a blot rather than a circle."""
    noise = Noise(int(abs(x) + abs(y)), 0.55)
    turns = [at * pi / 24 for at in range(48)]
    reach = [radius * (1 + 0.45 * noise.at(cos(turn) + 9, sin(turn) + 9)) for turn in turns]
    return Polygon([(x + far * cos(turn), y + far * sin(turn)) for turn, far in zip(turns, reach, strict=True)])


def _beach(line: plan.Line, land: Polygon, boundary: Polygon) -> BaseGeometry:
    """Take a strip along the shore."""
    along = LineString(smooth(line)).buffer(140)
    shore = land.exterior.intersection(along)
    return snapped(shore.buffer(26).intersection(land).intersection(boundary))


def _largest(geometry: BaseGeometry) -> Polygon:
    return Polygon(max(shapely.get_parts(geometry), key=lambda part: part.area))
