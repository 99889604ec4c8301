"""Places: importing the ground, placing a point on it, finding an address, drawing the map."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test.utils import override_settings
from tests.kernel.ground import CITY, NEXT, STREETS, WEST, city, collection, folder, fresh, put  # noqa: F401 -- fixtures

from korzo.kernel.places import geometry, importing, queries, reading
from korzo.kernel.places.models import Address, Boundary, District, Street

pytestmark = pytest.mark.django_db


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
