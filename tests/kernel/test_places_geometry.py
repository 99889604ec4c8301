"""Plain geometry: distances, the flat sheet, cells, repair."""

import math

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from korzo.kernel.places import geometry
from korzo.kernel.places.geometry import Box, Plane, Point

LATS = st.floats(-80, 80)
LONGS = st.floats(-179, 179)
POINTS = st.builds(Point, LATS, LONGS)
METRES = st.floats(-15_000, 15_000)


def test_a_degree_of_latitude_is_111_km() -> None:
    assert geometry.distance_m(Point(42, 18), Point(43, 18)) == pytest.approx(111_195, abs=1)


def test_belgrade_to_skopje() -> None:
    assert geometry.distance_m(Point(44.8176, 20.4633), Point(41.9981, 21.4254)) == pytest.approx(322_900, rel=0.005)


@given(POINTS, POINTS)
def test_distance_is_the_same_both_ways_and_never_negative(a: Point, b: Point) -> None:
    assert geometry.distance_m(a, b) == pytest.approx(geometry.distance_m(b, a))
    assert geometry.distance_m(a, a) == 0 <= geometry.distance_m(a, b) <= math.pi * geometry.EARTH_RADIUS_M + 1


@given(st.floats(-60, 60), LONGS, METRES, METRES)
def test_the_sheet_gives_back_what_was_laid_on_it(lat: float, long: float, x: float, y: float) -> None:
    plane = Plane(Point(lat, long))
    assert plane.xy(plane.point(x, y)) == pytest.approx((x, y), abs=1e-3)
    there = plane.round(shapely.Point(x, y))
    assert plane.flat(there).distance(shapely.Point(x, y)) < 1e-3


@given(st.floats(35, 48), METRES, METRES)
def test_the_sheet_is_true_to_one_per_cent_within_a_city(lat: float, x: float, y: float) -> None:
    plane = Plane(Point(lat, 18.0))
    assert geometry.distance_m(plane.middle, plane.point(x, y)) == pytest.approx(math.hypot(x, y), rel=0.01, abs=0.01)


@given(st.floats(35, 48), st.floats(13, 30), st.floats(0, 2 * math.pi), st.sampled_from([1, 3, 7]))
def test_cells_miss_nothing_within_the_sure_distance(lat: float, long: float, angle: float, rings: int) -> None:
    here = Point(lat, long)
    sure = geometry.sure_m(here, rings) * 0.995
    there = Plane(here).point(sure * math.cos(angle), sure * math.sin(angle))
    assert geometry.cell(there) in geometry.cells_around(here, rings)


@given(POINTS)
def test_cells_around_are_a_square_of_different_cells(point: Point) -> None:
    around = geometry.cells_around(point, 2)
    assert len(set(around)) == 25
    assert geometry.cell(point) in around


@given(st.floats(35, 48), st.floats(13, 30), st.floats(1, 5000), st.floats(0, 2 * math.pi))
def test_a_grown_box_holds_what_is_that_far(lat: float, long: float, metres: float, angle: float) -> None:
    point = Point(lat, long)
    there = Plane(point).point(metres * 0.99 * math.cos(angle), metres * 0.99 * math.sin(angle))
    assert Box(long, lat, long, lat).grown(metres).holds(there)


@pytest.mark.parametrize(
    ("box", "near", "said"),
    [
        (Box(18, 42, 19, 43), None, ""),
        (Box(6_553_000, 4_700_000, 6_560_000, 4_710_000), None, "metres"),
        (Box(42, 127, 43, 128), None, "exchanged"),
        (Box(42, 18, 43, 19), Box(18, 42, 19, 43), "exchanged"),
        (Box(18, 42, 19, 43), Box(18, 42, 19, 43), ""),
        (Box(10, 50, 11, 51), Box(18, 42, 19, 43), ""),
        (Box(math.nan, 1, 2, 3), None, "endless"),
    ],
)
def test_misplaced_coordinates_are_told_apart(box: Box, near: Box | None, said: str) -> None:
    assert geometry.misplaced(box, near) == said


def test_a_bow_tie_becomes_two_triangles_of_the_same_area() -> None:
    mended = geometry.mended(shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)]))
    assert mended is not None
    assert (mended.geom_type, mended.is_valid, mended.area) == ("MultiPolygon", True, 2.0)


@pytest.mark.parametrize("wkt", ["POLYGON((0 0, 1 1, 2 2, 0 0))", "LINESTRING(1 1, 1 1)"])
def test_what_collapses_cannot_be_mended(wkt: str) -> None:
    assert geometry.mended(shapely.from_wkt(wkt)) is None


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=4, max_size=9))
def test_mended_areas_are_valid_areas(ring: list[tuple[int, int]]) -> None:
    mended = geometry.mended(shapely.Polygon(ring))
    assert mended is None or (mended.is_valid and mended.area > 0)


def test_middle_of_a_bent_line_lies_on_it_and_of_a_ring_inside() -> None:
    assert geometry.middle_of(shapely.LineString([(0, 0), (4, 0), (4, 2)])) == Point(0, 3)
    crescent = shapely.Polygon([(0, 0), (9, 0), (9, 9), (0, 9), (0, 8), (8, 8), (8, 1), (0, 1)])
    lat, long = geometry.middle_of(crescent)
    assert crescent.contains(shapely.Point(long, lat))


def test_geojson_is_rounded() -> None:
    assert geometry.as_geojson(shapely.Point(18.123456789, 42)) == {"type": "Point", "coordinates": [18.123457, 42.0]}
