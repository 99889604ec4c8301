"""Where the map of a city begins that nobody has drawn yet."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from korzo.capabilities.cases.models import Cell
from korzo.capabilities.cases.models.counts import EVERY
from korzo.capabilities.cases.queries import mapping
from korzo.capabilities.cases.rules import cells
from korzo.kernel.places.models import Boundary


def keep(lat: float, long: float, cases: int) -> None:
    x, y = cells.cell(lat, long, cells.LEVELS[0])
    counted = {"cases": cases, "lat_sum": lat * cases, "long_sum": long * cases, "is_open": True, "category": EVERY}
    Cell.objects.create(level=cells.LEVELS[0], x=x, y=y, **counted)


@pytest.mark.django_db
def test_the_map_of_an_undrawn_city_begins_around_its_cases() -> None:
    assert mapping._around_cases() == ""
    for lat, long, cases in ((42.30, -71.10, 500), (42.38, -71.02, 500), (0.0, 0.0, 3)):
        keep(lat, long, cases)
    west, south, east, north = map(float, mapping._around_cases().split(","))
    assert (-71.2 < west < -71.10, -71.02 < east < -70.9) == (True, True)
    assert (42.2 < south < 42.30, 42.38 < north < 42.5) == (True, True)
    assert f'data-bounds="{mapping._around_cases()}"' in Client().get("/en/cases/").content.decode()


@pytest.mark.django_db
def test_a_drawn_city_shows_itself(town: object) -> None:
    assert Boundary.objects.exists()
    keep(42.41, 18.41, 5)
    assert mapping._around_cases() == ""


@given(st.dictionaries(st.integers(0, 4095), st.integers(1, 10**6), min_size=1, max_size=30))
def test_the_middle_holds_nearly_all(counted: dict[int, int]) -> None:
    first, last = mapping._middle(list(counted.items()))
    inside = sum(cases for number, cases in counted.items() if first <= number <= last)
    assert first <= last
    assert inside >= 0.96 * sum(counted.values()) - 1
