"""Places: placing a point, finding an address, drawing the map."""

import json
import uuid
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import translation
from tests.kernel.ground import city, collection, folder, fresh, put  # noqa: F401 -- fixtures

from korzo.kernel.places import cli, geometry, memory, queries
from korzo.kernel.places.models import Address, Neighbour, Stamp, Street

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("city")
def test_a_point_in_the_city() -> None:
    located = queries.locate(42.0502, 18.0300)
    assert located.inside
    assert located.district is not None
    assert (located.district.code, located.district.name) == ("zapad", {"sr": "Запад", "en": "West"})
    assert located.nearest_street is not None
    assert (located.nearest_street.name, round(located.nearest_street.distance_m)) == ("Lipova", 22)
    assert located.nearest_address is not None
    assert (located.nearest_address.name, round(located.nearest_address.distance_m)) == ("Lipova 12", 11)
    assert located.distance_m == located.nearest_address.distance_m
    assert located.responsible_neighbour is None


@pytest.mark.usefixtures("city")
def test_a_point_outside_names_who_is_responsible_there() -> None:
    located = queries.locate(42.05, 18.2)
    assert (located.inside, located.district, located.nearest_street, located.nearest_address) == (
        False,
        None,
        None,
        None,
    )
    assert isinstance(located.responsible_neighbour, Neighbour)
    assert located.responsible_neighbour.authority == "Opština Susjedi"


@pytest.mark.usefixtures("city")
def test_a_point_far_away_is_nobodys() -> None:
    assert queries.locate(10, 10) == queries.Located(
        inside=False, district=None, nearest_street=None, nearest_address=None, responsible_neighbour=None
    )


def test_before_any_import_every_place_is_ours_and_nothing_is_known() -> None:
    assert queries.locate(42.05, 18.03).inside
    assert queries.find("Lipova 12") == []
    assert queries.boundary_box() is None
    assert json.loads(queries.background("en").body)["features"] == []


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(
    ("lat", "long", "number"), [(42.0501, 18.0330, "120"), (42.0501, 18.0312, "12 A"), (42.0541, 18.0340, "120")]
)
def test_the_nearest_house_is_found_over_the_edges_of_cells(lat: float, long: float, number: str) -> None:
    point = geometry.Point(lat, long)
    nearest = queries.nearest_address(point)
    true = min(Address.objects.select_related("street"), key=lambda house: geometry.distance_m(point, house.point))
    assert nearest is not None
    assert (nearest.name, true.number) == (f"Lipova {number}", number)


@pytest.mark.usefixtures("city")
def test_placing_a_point_asks_the_database_once() -> None:
    queries.locate(42.05, 18.03)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        queries.locate(42.0501, 18.0301)
    assert len([q for q in asked.captured_queries if "address" in q["sql"]]) == len(asked) == 1


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Lipova 12a", "Lipova 12 A"),
        ("Lipova 12 A", "Lipova 12 A"),
        ("lipova 12/a", "Lipova 12 A"),
        ("Липова 12а", "Lipova 12 A"),
        ("ul. Lipova 12", "Lipova 12"),
        ("улица Липова 12", "Lipova 12"),
        ("12 lipova", "Lipova 12"),
        ("lipva 12", "Lipova 12"),
        ("lipova 12, 85000 Grad", "Lipova 12"),
        ("kovacka bb", "Kovačka bb"),
        ("Kovačka b.b.", "Kovačka bb"),
        ("lip", "Lipova"),
        ("slobode trg", "Trg slobode"),
        ("trg slo", "Trg slobode"),
        ("bul. njegoseva", "Bulevar Njegoševa"),
        ("njegoševa", "Bulevar Njegoševa"),
        ("13 jula 5", "13. jula 5"),
        ("13. jula", "13. jula"),
        ("djure sarica", "Đure Šarića"),
        ("Ђуре Шарића", "Đure Šarića"),
        ("запад", "Запад"),
        ("west", "Запад"),
        ("park mira", "Парк мира"),
    ],
)
def test_the_first_answer_is_what_was_meant(text: str, label: str) -> None:
    with translation.override("sr"):
        found = queries.find(text)
    assert [answer.label for answer in found][:1] == [label]
    assert 0 < found[0].score <= 1


@pytest.mark.usefixtures("city")
def test_a_number_that_is_not_there_gives_the_street() -> None:
    [found] = queries.find("Lipova 77")
    assert (found.label, found.kind, found.number) == ("Lipova", "street", "")
    assert (found.lat, round(found.long, 6)) == (42.05, 18.03)


@pytest.mark.usefixtures("city")
def test_numbers_that_begin_as_typed_follow_the_exact_one() -> None:
    assert [(f.number, f.kind) for f in queries.find("lipova 12")] == [
        ("12", "address"),
        ("12 A", "address"),
        ("120", "address"),
    ]
    assert len(queries.find("lipova 12", limit=2)) == 2


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("text", ["", "   ", "…", "qqqqqqq", "12", "ы" * 5000, "%' OR 1=1 --"])
def test_what_is_no_address_finds_nothing(text: str) -> None:
    assert queries.find(text) == []


@pytest.mark.usefixtures("city")
def test_the_map_has_every_layer_and_a_version_that_changes_with_the_places() -> None:
    drawn = queries.background("en")
    whole = json.loads(drawn.body)
    assert whole["bbox"] == [18.0, 42.0, 18.1, 42.1]
    assert [f["properties"]["layer"] for f in whole["features"]] == [
        "feature", "boundary", "district", "district", *["street"] * 6,
    ]  # fmt: skip
    assert queries.background("en") is drawn
    street = Street.objects.get(code="lipova")
    street.name = "Lipov drvored"
    street.save()
    assert queries.background("en").version != drawn.version


@pytest.mark.usefixtures("city")
def test_a_change_in_another_process_is_seen_at_the_next_look() -> None:
    queries.find("lipova")
    Street.objects.filter(code="lipova").update(name="Brezova", name_folded="brezova")
    Stamp.objects.update(token=uuid.uuid4())  # no signal: as if by another process
    assert queries.find("brezova") == []
    memory.forget()  # as if two seconds had passed
    assert [found.label for found in queries.find("brezova")] == ["Brezova"]


@pytest.mark.usefixtures("city")
def test_a_name_is_said_in_the_readers_language_or_the_nearest() -> None:
    assert queries.said("Lipova") == "Lipova"
    with override_settings(LANGUAGE_CODE="en"):
        assert queries.said({"sr": "Запад", "en": "West"}) in {"West", "Запад"}
    assert queries.said({}) == ""


def test_the_command_imports_shows_and_finds(folder: Path) -> None:
    run = CliRunner().invoke
    imported = run(cli.places, ["import", str(folder)])
    assert "addresses.geojson: 5 new, 0 replaced, 0 mended, 0 rejected" in imported.stdout
    memory.forget()
    assert "Lipova 12" in run(cli.places, ["show", "42.0502", "18.03"]).stdout
    assert "Opština Susjedi" in run(cli.places, ["show", "42.05", "18.2"]).stdout
    assert run(cli.places, ["find", "lipva 12a"]).stdout.startswith("Lipova 12 A\taddress\t42.050100 18.030200\t")
    bad = put(folder, "streets", collection(("LineString", [], {"name": "A"})))
    refused = run(cli.places, ["import", str(bad)])
    assert refused.exit_code == 1
    assert "feature 0: geometry" in refused.output
