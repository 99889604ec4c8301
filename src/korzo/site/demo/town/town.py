"""The whole town, put together from ground, streets, names and houses, in degrees."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import cos, pi, sin
from typing import Any

import shapely
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from korzo.kernel.places.geometry import Plane
from korzo.kernel.text.folding import fold
from korzo.site.demo.town import addresses, ground, names, plan, spoken, streets

SEED = 1905
PLANE = Plane(plan.SQUARE)
_DIGITS = 7
_FAR_M = 30_000.0


@dataclass(frozen=True)
class District:
    """A part of the town: `kind` is old_town, centre, blocks, suburb, village, industry or beach."""

    code: str
    name: dict[str, str]
    kind: str
    population: int
    postal_code: str
    shape: BaseGeometry


@dataclass(frozen=True)
class Street:
    """A street; `kind` is main, secondary, residential or lane. `district` is where most of it lies."""

    code: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    district: str
    shape: LineString


@dataclass(frozen=True)
class House:
    """A house number."""

    street: str
    number: str
    postal_code: str
    district: str
    lat: float
    long: float


@dataclass(frozen=True)
class Neighbour:
    """An invented municipality next door."""

    code: str
    name: dict[str, str]
    authority: str
    email: str
    phone: str
    shape: BaseGeometry


@dataclass(frozen=True)
class Feature:
    """Background of the map."""

    code: str
    kind: str
    name: dict[str, str]
    shape: BaseGeometry


@dataclass(frozen=True)
class Town:
    """Everything, in degrees, in a fixed order."""

    name: dict[str, str]
    boundary: Polygon
    districts: tuple[District, ...]
    streets: tuple[Street, ...]
    houses: tuple[House, ...]
    neighbours: tuple[Neighbour, ...]
    features: tuple[Feature, ...]

    @property
    def population(self) -> int:
        """How many live there."""
        return sum(district.population for district in self.districts)


@lru_cache(maxsize=2)
def generate(seed: int = SEED) -> Town:
    """Draw the town; the same seed gives the same town, byte for byte."""
    drawn = ground.draw(seed)
    ways = streets.grow(drawn, seed)
    named = _named(ways, drawn, seed)
    shares = {code: _degrees(shape) for code, shape in drawn.districts.items()}
    return Town(
        name=spoken.TOWN,
        boundary=max(shapely.get_parts(shapely.union_all(list(shares.values()))), key=lambda part: part.area),
        districts=tuple(
            District(a.code, spoken.DISTRICTS[a.code], a.kind, a.population, a.postal_code, shares[a.code])
            for a in plan.AREAS
        ),
        streets=tuple(Street(s.code, s.name, s.aliases, s.kind, s.district, _degrees(s.shape)) for s in named),
        houses=tuple(_houses(named, drawn, seed)),
        neighbours=tuple(_neighbours(drawn)),
        features=tuple(_features(drawn, named)),
    )


def _degrees(shape: BaseGeometry) -> Any:
    return shapely.transform(PLANE.round(shape), lambda xy: xy.round(_DIGITS))


def _named(ways: list[streets.Way], drawn: ground.Ground, seed: int) -> list[Street]:
    """Name the streets from the old town outwards, longer ones first, so that good names go to good streets."""
    order = [area.code for area in plan.AREAS]
    kinds = {area.code: area.kind for area in plan.AREAS}
    register = names.Register(seed, {way.name for way in ways})
    listed: list[Street] = []
    codes: Counter[str] = Counter()
    for way in sorted(ways, key=lambda way: (order.index(way.district) if way.district else -1, -way.line.length)):
        home = way.district or _home(way.line, drawn)
        name = way.name or register.name(kinds[home], home)
        code = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")
        codes[code] += 1
        code = code if codes[code] == 1 else f"{code}-{codes[code]}"
        listed.append(Street(code, name, (names.cyrillic(name),), way.kind, home, way.line))
    return sorted(listed, key=lambda street: street.code)


def _home(line: LineString, drawn: ground.Ground) -> str:
    return max(drawn.districts, key=lambda code: drawn.districts[code].buffer(1).intersection(line).length)


def _houses(named: list[Street], drawn: ground.Ground, seed: int) -> Iterator[House]:
    """Number main roads first: their houses have the better claim to a corner."""
    blocked = shapely.union_all(
        [drawn.sea.buffer(4), drawn.river.buffer(5), drawn.railway.buffer(8), *drawn.open_grounds.values()]
    )
    surveyor = addresses.Surveyor(blocked, [street.shape for street in named], seed)
    areas = {area.code: area for area in plan.AREAS}
    tree = shapely.STRtree([drawn.districts[code] for code in areas])
    codes = list(areas)
    rank = ["lane", "main", "secondary", "residential"]
    for street in sorted(named, key=lambda street: (rank.index(street.kind), street.code)):
        for number, x, y in surveyor.number(street.code, street.shape, street.kind, areas[street.district].kind):
            inside = tree.query(shapely.Point(x, y), predicate="intersects")
            if len(inside):
                home = areas[codes[min(inside)]]
                lat, long = PLANE.point(x, y)
                yield House(street.code, number, home.postal_code, home.code, round(lat, _DIGITS), round(long, _DIGITS))


def _neighbours(drawn: ground.Ground) -> Iterator[Neighbour]:
    """Share the land outside between the neighbours, sector by sector."""
    outside = drawn.land.difference(drawn.boundary)
    for code, start, stop in plan.NEIGHBOURS:
        turns = [(start + (stop - start) * at / 12) * pi / 180 for at in range(13)]
        sector = Polygon([(0, 1500), *((_FAR_M * cos(turn), 1500 + _FAR_M * sin(turn)) for turn in turns)])
        shape = ground.snapped(outside.intersection(sector))
        name = spoken.NEIGHBOURS[code]
        yield Neighbour(code, name, name["sr-latn"], f"kontakt@{code}.example", plan.PHONES[code], _degrees(shape))


def _features(drawn: ground.Ground, named: list[Street]) -> Iterator[Feature]:
    """List what lies behind the streets, what is at the bottom first."""
    for code, kind, shape in (
        ("more", "sea", drawn.sea),
        ("rijeka", "river", drawn.river),
        ("luka", "pier", drawn.piers),
    ):
        yield Feature(code, kind, spoken.GROUNDS.get(code, {}), _degrees(shape))
    for each in plan.GROUNDS:
        yield Feature(each.code, each.kind, spoken.GROUNDS.get(each.code, {}), _degrees(drawn.open_grounds[each.code]))
    for code, shape in drawn.beaches.items():
        yield Feature(f"pijesak-{code}", "beach", spoken.GROUNDS[code], _degrees(shape))
    yield Feature("pruga", "railway", {}, _degrees(drawn.railway))
    over = drawn.river.buffer(6)
    for street in named:
        if street.shape.intersects(drawn.river):
            for at, span in enumerate(shapely.get_parts(street.shape.intersection(over))):
                yield Feature(f"most-{street.code}-{at + 1}", "bridge", {}, _degrees(span))
