"""Places: importing the ground, placing a point on it, finding an address, drawing the map."""

import json
import uuid
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings

from korzo.kernel.places import cli, geometry, importing, memory, queries, reading
from korzo.kernel.places.models import Address, Boundary, District, Neighbour, Stamp, Street

pytestmark = pytest.mark.django_db

CITY = [[18.0, 42.0], [18.1, 42.0], [18.1, 42.1], [18.0, 42.1], [18.0, 42.0]]
WEST = [[18.0, 42.0], [18.05, 42.0], [18.05, 42.1], [18.0, 42.1], [18.0, 42.0]]
EAST = [[18.05, 42.0], [18.1, 42.0], [18.1, 42.1], [18.05, 42.1], [18.05, 42.0]]
NEXT = [[18.1, 42.0], [18.3, 42.0], [18.3, 42.1], [18.1, 42.1], [18.1, 42.0]]
STREETS = {
    "lipova": ("Lipova", [[18.02, 42.05], [18.04, 42.05]]),
    "kovacka": ("Kovačka", [[18.02, 42.06], [18.04, 42.06]]),
    "trg": ("Trg slobode", [[18.06, 42.05], [18.07, 42.05]]),
    "jula": ("13. jula", [[18.06, 42.06], [18.07, 42.06]]),
    "njegoseva": ("Bulevar Njegoševa", [[18.06, 42.07], [18.08, 42.07]]),
    "uska": ("Đure Šarića", [[18.06, 42.08], [18.08, 42.08]]),
}


@pytest.fixture(autouse=True)
def fresh() -> Any:
    memory.forget()
    yield
    memory.forget()


def collection(*features: tuple[str, Any, dict[str, Any]]) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}
            for kind, coordinates, properties in features
        ],
    }


def put(folder: Path, name: str, content: dict[str, Any]) -> Path:
    path = folder / f"{name}.geojson"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    put(tmp_path, "boundary", collection(("Polygon", [CITY], {"name": "Grad"})))
    put(
        tmp_path,
        "districts",
        collection(
            ("Polygon", [WEST], {"code": "zapad", "name": {"sr": "Запад", "en": "West"}, "population": 1000}),
            ("Polygon", [EAST], {"code": "istok", "name": "Исток", "name:en": "East"}),
        ),
    )
    put(
        tmp_path,
        "streets",
        collection(*(("LineString", line, {"code": code, "name": name}) for code, (name, line) in STREETS.items())),
    )
    put(
        tmp_path,
        "addresses",
        collection(
            ("Point", [18.0300, 42.0501], {"street": "lipova", "number": "12", "postal_code": "85000"}),
            ("Point", [18.0302, 42.0501], {"street": "Липова", "number": "12 A"}),
            ("Point", [18.0340, 42.0501], {"street": "Lipova", "number": "120"}),
            ("Point", [18.0350, 42.0601], {"street": "kovačka", "number": "bb"}),
            ("Point", [18.0650, 42.0601], {"street": "13. jula", "number": "5"}),
        ),
    )
    put(
        tmp_path,
        "neighbours",
        collection(("Polygon", [NEXT], {"name": "Susjedi", "authority": "Opština Susjedi", "phone": "+382 20 555"})),
    )
    put(
        tmp_path,
        "features",
        collection(("Polygon", [WEST], {"kind": "park", "code": "p", "name": {"sr": "Парк мира"}})),
    )
    return tmp_path


@pytest.fixture
def city(folder: Path) -> Path:
    importing.load(folder)
    return folder


def test_a_folder_is_imported_in_the_order_that_its_files_need(folder: Path) -> None:
    reports = importing.load(folder)
    assert [(r.kind, r.added, r.replaced, len(r.rejects)) for r in reports] == [
        ("boundary", 1, 0, 0),
        ("neighbours", 1, 0, 0),
        ("districts", 2, 0, 0),
        ("streets", 6, 0, 0),
        ("addresses", 5, 0, 0),
        ("features", 1, 0, 0),
    ]
    assert District.objects.get(code="istok").name == {"sr": "Исток", "en": "East"}
    assert District.objects.get(code="zapad").population == 1000


def test_the_same_folder_twice_replaces_every_row_and_adds_none(city: Path) -> None:
    before = list(District.objects.values_list("pk", "code"))
    reports = importing.load(city)
    assert [(r.added, r.replaced) for r in reports] == [(0, 1), (0, 1), (0, 2), (0, 6), (0, 5), (0, 1)]
    assert list(District.objects.values_list("pk", "code")) == before
    assert Address.objects.count() == 5


def test_a_changed_file_changes_the_row_and_keeps_its_key(city: Path) -> None:
    key = Street.objects.get(code="lipova").pk
    put(city, "streets", collection(("LineString", STREETS["lipova"][1], {"code": "lipova", "name": "Nova lipova"})))
    importing.load(city / "streets.geojson")
    assert Street.objects.values_list("pk", "name", "name_folded").get(code="lipova") == (
        key,
        "Nova lipova",
        "nova lipova",
    )
    assert [found.label for found in queries.find("nova lipova")][:1] == ["Nova lipova"]


REFUSED = [
    ("streets", ("LineString", [[18.0, 42.0], [18.1, 42.0]], {}), ("name", "", "is missing")),
    (
        "streets",
        ("Point", [18.0, 42.0], {"name": "A"}),
        ("geometry", "Point", "must be one of: LineString, MultiLineString"),
    ),
    (
        "streets",
        ("LineString", [[18.0, 42.0], [18.1, 42.0]], {"name": "A", "class": "motorway"}),
        ("class", "motorway", "must be one of: main, secondary, residential, lane"),
    ),
    (
        "streets",
        ("LineString", [[6_553_000, 4_700_000], [6_553_100, 4_700_000]], {"name": "A"}),
        ("geometry", "6553000.0, 4700000.0", "coordinates are not degrees; export the file as WGS 84 (EPSG:4326)"),
    ),
    (
        "streets",
        ("LineString", [[42.05, 18.02], [42.05, 18.04]], {"name": "A"}),
        ("geometry", "42.05, 18.02", "latitude and longitude are exchanged; GeoJSON wants longitude first"),
    ),
    ("streets", ("LineString", [], {"name": "A"}), ("geometry", "LineString", "is empty")),
    (
        "streets",
        ("LineString", [[18.0, 42.0], [18.0, 42.0]], {"name": "A"}),
        ("geometry", "LineString", "cannot be made valid"),
    ),
    ("streets", ("LineString", [["x", 1]], {"name": "A"}), ("geometry", "LineString", "cannot be read")),
    (
        "addresses",
        ("Point", [18.0, 42.0], {"street": "Nema je", "number": "1"}),
        ("street", "Nema je", "no such street"),
    ),
    ("addresses", ("Point", [18.0, 42.0], {"street": "Lipova"}), ("number", "", "is missing")),
    (
        "districts",
        ("Polygon", [WEST], {"name": "A", "population": "many"}),
        ("population", "many", "is not a whole number"),
    ),
    ("neighbours", ("Polygon", [NEXT], {"name": "A"}), ("authority", "", "is missing")),
    (
        "neighbours",
        ("Polygon", [NEXT], {"name": "A", "authority": "B", "email": "nobody"}),
        ("email", "nobody", "Enter a valid email address."),
    ),
]


@pytest.mark.parametrize(("kind", "feature", "said"), REFUSED)
def test_what_cannot_be_taken_is_said_with_its_place_and_reason(
    city: Path, kind: str, feature: tuple[str, Any, dict[str, Any]], said: tuple[str, str, str]
) -> None:
    good = {"streets": ("LineString", STREETS["lipova"][1], {"name": "Dobra"})}
    path = put(city, kind, collection(*([good[kind]] if kind in good else []), feature))
    with override_settings(LANGUAGE_CODE="en"), pytest.raises(importing.NothingImported) as caught:
        importing.load(path)
    [reject] = caught.value.reports[0].rejects
    assert (reject.index, (reject.prop, reject.value, reject.reason)) == (int(kind in good), said)


def test_all_or_nothing_and_keep_good(city: Path) -> None:
    path = put(
        city,
        "streets",
        collection(
            ("LineString", STREETS["lipova"][1], {"name": "Dobra"}),
            ("LineString", STREETS["lipova"][1], {"name": "Dobra"}),
            ("LineString", STREETS["lipova"][1], {}),
        ),
    )
    with pytest.raises(importing.NothingImported):
        importing.load(path)
    assert not Street.objects.filter(name="Dobra").exists()
    [report] = importing.load(path, keep_good=True)
    assert (report.added, [reject.index for reject in report.rejects]) == (1, [1, 2])
    assert Street.objects.get(name="Dobra").code == "dobra"


def test_one_name_for_two_streets_needs_the_code(city: Path) -> None:
    Street(
        code="lipova-2", name="Lipova", geometry={"type": "LineString", "coordinates": [[18.0, 42.0], [18.1, 42.0]]}
    ).save()
    path = put(city, "addresses", collection(("Point", [18.03, 42.05], {"street": "Липова", "number": "7"})))
    with pytest.raises(importing.NothingImported) as caught:
        importing.load(path)
    assert caught.value.reports[0].rejects[0].prop == "street"


def test_a_bow_tie_is_mended_and_counted(city: Path) -> None:
    bow = [[18.0, 42.0], [18.02, 42.02], [18.02, 42.0], [18.0, 42.02], [18.0, 42.0]]
    [report] = importing.load(put(city, "districts", collection(("Polygon", [bow], {"name": "Leptir"}))))
    assert (report.added, report.mended) == (1, 1)
    assert District.objects.get(code="leptir").shape.is_valid


def test_a_file_with_its_own_property_names(city: Path) -> None:
    path = put(city, "ulice", collection(("LineString", STREETS["lipova"][1], {"NAZIV": "Brezova", "SIFRA": 77})))
    importing.load(path, kind="streets", properties={"name": "NAZIV", "code": "SIFRA"})
    assert Street.objects.get(code="77").name == "Brezova"


def test_features_one_on_each_line(city: Path) -> None:
    lines = [
        json.dumps(each) for each in collection(("LineString", STREETS["lipova"][1], {"name": "Nova"}))["features"]
    ]
    path = city / "streets.geojsonl"
    path.write_text("\x1e" + "\n".join([*lines, "", "not json"]) + "\n")
    [report] = importing.load(path, keep_good=True)
    assert (report.added, [reject.index for reject in report.rejects]) == (1, [1])


@pytest.mark.parametrize(
    "text",
    [
        "no json",
        "[]",
        '{"type": "Topology"}',
        '{"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": "EPSG:31277"}}, "features": []}',
    ],
)
def test_a_file_that_is_no_geojson_in_degrees_is_refused_whole(tmp_path: Path, text: str) -> None:
    path = tmp_path / "streets.geojson"
    path.write_text(text)
    with pytest.raises(reading.Unreadable):
        importing.load(path)


def test_old_files_that_say_they_are_in_degrees_are_taken(tmp_path: Path) -> None:
    whole = collection(("Polygon", [CITY], {}))
    whole["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    importing.load(put(tmp_path, "boundary", whole))
    assert Boundary.objects.get().code == "city"


def test_exchanged_axes_of_the_first_boundary_are_noticed_beside_a_known_place(tmp_path: Path) -> None:
    path = put(tmp_path, "boundary", collection(("Polygon", [[[y, x] for x, y in CITY]], {})))
    with pytest.raises(importing.NothingImported):
        importing.load(path, near=geometry.Point(42.05, 18.05))


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
