"""The invented town is a town: it hangs together, it is dry, and it is the same every time."""

import hashlib
from collections import Counter
from pathlib import Path

import pytest
import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from korzo.kernel.places import geometry
from korzo.kernel.text import languages
from korzo.site.demo import town as towns
from korzo.site.demo.town import names
from korzo.site.demo.town.town import PLANE

TOWN = towns.generate()
BOUNDARY = PLANE.flat(TOWN.boundary)
STREETS = {street.code: PLANE.flat(street.shape) for street in TOWN.streets}
WATER = {feature.kind: PLANE.flat(feature.shape) for feature in TOWN.features if feature.kind in {"sea", "river"}}


def test_its_size_is_that_of_a_town_of_sixty_thousand() -> None:
    assert 55_000 < TOWN.population < 65_000
    assert 400 <= len(TOWN.streets) <= 460
    assert 9_000 <= len(TOWN.houses) <= 12_000
    assert 10 <= len(TOWN.districts) <= 14
    assert 3 <= len(TOWN.neighbours) <= 4
    assert {d.kind for d in TOWN.districts} == {
        "old_town",
        "centre",
        "blocks",
        "suburb",
        "village",
        "industry",
        "beach",
    }
    assert {s.kind for s in TOWN.streets} == {"main", "secondary", "residential", "lane"}


def test_districts_tile_the_boundary_without_gap_or_overlap() -> None:
    shapes = [district.shape for district in TOWN.districts]
    assert shapely.coverage_is_valid(shapes)
    assert all(shape.is_valid and not shape.is_empty for shape in shapes)
    gaps = PLANE.flat(TOWN.boundary.symmetric_difference(shapely.union_all(shapes)))
    assert gaps.area < 1


def test_every_street_lies_inside_the_boundary_and_out_of_the_sea() -> None:
    outside = {code: line.difference(BOUNDARY.buffer(0.5)).length for code, line in STREETS.items()}
    wet = {code: line.intersection(WATER["sea"]).length for code, line in STREETS.items()}
    assert max(outside.values()) == 0
    assert max(wet.values()) == 0


def test_only_roads_cross_the_river_and_each_crossing_is_a_bridge() -> None:
    crossing = {street.code for street in TOWN.streets if STREETS[street.code].intersects(WATER["river"])}
    bridges = [PLANE.flat(feature.shape) for feature in TOWN.features if feature.kind == "bridge"]
    assert {s.kind for s in TOWN.streets if s.code in crossing} <= {"main", "secondary"}
    assert 3 <= len(bridges) <= 8
    spans = shapely.union_all(bridges).buffer(1)
    assert all(spans.contains(STREETS[code].intersection(WATER["river"])) for code in crossing)
    assert all(bridge.intersects(WATER["river"]) for bridge in bridges)


def test_the_streets_are_one_net() -> None:
    lines = list(STREETS.values())
    tree = shapely.STRtree(lines)
    reached, frontier = {0}, [0]
    while frontier:
        near = tree.query(lines[frontier.pop()], predicate="dwithin", distance=2.0)
        new = set(near.tolist()) - reached
        reached |= new
        frontier += new
    assert len(reached) == len(lines)


def test_houses_stand_beside_their_street_on_dry_ground() -> None:
    for house in TOWN.houses:
        spot = flat(house)
        assert 2 < STREETS[house.street].distance(spot) < 40
        assert BOUNDARY.intersects(spot)
        assert not any(water.intersects(spot) for water in WATER.values())


def flat(house: towns.House) -> Point:
    return Point(PLANE.xy(geometry.Point(house.lat, house.long)))


def test_no_address_is_said_twice() -> None:
    streets = {street.code: street.name for street in TOWN.streets}
    assert len(set(streets.values())) == len(streets)
    labels = Counter((streets[house.street], house.number) for house in TOWN.houses)
    assert max(labels.values()) == 1


def test_odd_and_even_numbers_stand_on_different_sides() -> None:
    street = max(TOWN.streets, key=lambda street: street.shape.length)
    line = STREETS[street.code]
    sides: dict[int, set[bool]] = {0: set(), 1: set()}
    for house in TOWN.houses:
        if house.street == street.code and house.number.isdecimal():
            spot = flat(house)
            sides[int(house.number) % 2].add(left_of(line, spot))
    assert sides == {1: {True}, 0: {False}}


def left_of(line: BaseGeometry, spot: Point) -> bool:
    along = line.project(spot)
    a, b = line.interpolate(along - 1), line.interpolate(along + 1)
    return bool((b.x - a.x) * (spot.y - a.y) - (b.y - a.y) * (spot.x - a.x) > 0)


def test_everything_with_a_name_has_it_in_all_nine_languages() -> None:
    named = [TOWN.name, *(each.name for each in TOWN.districts), *(each.name for each in TOWN.neighbours)]
    assert all(set(name) == set(languages.OWN_NAME) and all(name.values()) for name in named)


def test_neighbours_stand_around_and_not_inside() -> None:
    for neighbour in TOWN.neighbours:
        assert neighbour.shape.intersection(TOWN.boundary).area < 1e-9
        assert neighbour.shape.distance(TOWN.boundary) < 1e-6


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [("Njegoševa", "Његошева"), ("Džepna ulica Ljiljana", "Џепна улица Љиљана"), ("8. marta", "8. марта")],
)
def test_cyrillic_is_written_letter_by_letter(latin: str, cyrillic: str) -> None:
    assert names.cyrillic(latin) == cyrillic


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    first = digests(towns.write(TOWN, tmp_path / "first"))
    again = digests(towns.write(towns.generate.__wrapped__(), tmp_path / "again"))
    assert first == again
    assert list(first) == [
        f"{kind}.geojson" for kind in ("boundary", "districts", "streets", "addresses", "neighbours", "features")
    ]


def digests(paths: list[Path]) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
