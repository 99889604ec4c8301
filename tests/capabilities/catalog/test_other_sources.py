"""Portals that speak data.json or OGC API Features, and lists of files, are taken over by the same machine as CKAN."""

import json
import threading
from typing import Any

import pytest
from click.testing import CliRunner
from django.conf import settings
from tests.capabilities.catalog.elsewhere import Answer, Elsewhere, elsewhere, run, source  # noqa: F401 -- fixtures

from korzo.capabilities.catalog.cli import catalog
from korzo.capabilities.catalog.models import Dataset, Source
from korzo.capabilities.catalog.operations import harvesting
from korzo.capabilities.catalog.rules import datajson

Kind = Source.Kind
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def point(source: Source, kind: Source.Kind, path: str) -> None:
    source.kind, source.address = kind, source.address.rstrip("/") + path
    source.save()


def entry(number: int, **more: Any) -> dict[str, Any]:
    """A data set as Socrata writes it."""
    return {
        "@type": "dcat:Dataset", "accessLevel": "public", "identifier": f"https://data.example.org/api/views/abcd-{number:04}",
        "landingPage": f"https://data.example.org/d/abcd-{number:04}", "title": f"Trees {number}", "description": "All of them",
        "issued": "2015-04-27", "modified": "2026-11-01T10:00:00.000Z", "license": LICENCE, "keyword": ["trees", "parks"],
        "theme": ["Environment", "Odd theme"], "accrualPeriodicity": "R/P1D", "spatial": "14.3,45.2,14.6,45.4",
        "temporal": "2020-01-01/2025-12-31", "publisher": {"@type": "org:Organization", "name": "data.example.org"},
        "contactPoint": {"@type": "vcard:Contact", "fn": "Parks", "hasEmail": "mailto:parks@example.org"},
        "distribution": [
            {"@type": "dcat:Distribution", "downloadURL": f"https://data.example.org/{number}.csv", "mediaType": "text/csv"},
            {"@type": "dcat:Distribution", "accessURL": f"https://data.example.org/{number}", "format": "ArcGIS GeoServices REST API"},
        ],
        **more,
    }  # fmt: skip


def catalogue(*entries: Any) -> Answer:
    told = {"conformsTo": "https://project-open-data.cio.gov/v1.1/schema", "dataset": list(entries)}
    return 200, "application/json", json.dumps(told).encode()


@pytest.mark.django_db
def test_a_portal_like_socrata_is_taken_over_changed_and_lost_as_any_other(
    source: Source, elsewhere: Elsewhere
) -> None:
    point(source, Kind.JSON, "")
    pages = {"/data.json": catalogue(*map(entry, range(20)))}
    elsewhere.answer = lambda path, query: pages.get(path, (404, "text/plain", b""))
    assert run(source, trial=True).counts["new"] == 20
    assert run(source).counts["new"] == 20
    made = Dataset.objects.get(uri="https://data.example.org/api/views/abcd-0007")
    assert (made.licence, made.frequency, made.themes, made.contact_email) == (
        "cc-by",
        "DAILY",
        ["ENVI"],
        "parks@example.org",
    )
    assert made.keywords == {settings.LANGUAGE_CODE: ["trees", "parks", "Odd theme"]}
    assert (str(made.temporal_start), made.spatial and made.spatial["type"], made.publisher.name) == (
        "2020-01-01", "Polygon", "zagreb-data-example-org",
    )  # fmt: skip
    assert [(each.url, each.format) for each in made.distributions.all()] == [
        ("https://data.example.org/7.csv", "CSV"), ("https://data.example.org/7", "ArcGIS GeoServices REST API"),
    ]  # fmt: skip
    assert run(source).counts["unchanged"] == 20
    odd = [
        entry(0, title="New name"),
        entry(1, accessLevel="non-public"),
        entry(2, title=""),
        "nonsense",
        *map(entry, range(4, 20)),
    ]
    pages["/data.json"] = catalogue(*odd)
    third = run(source)
    assert (third.counts["changed"], third.counts["failed"], third.counts["removed"]) == (2, 2, 1)
    assert Dataset.objects.get(identifier__endswith="abcd-0001").access == "NON_PUBLIC"
    assert Dataset.objects.get(identifier__endswith="abcd-0002").step == "published"  # not understood, so not gone
    assert Dataset.objects.get(identifier__endswith="abcd-0003").step == "deleted"
    pages["/data.json"] = catalogue(*map(entry, range(10)))
    lost = run(source)
    assert (lost.state, lost.counts["new"]) == ("waiting", 1)  # the one that was gone is back
    pages["/data.json"] = catalogue(*map(entry, range(20)))
    assert (run(source).state, Dataset.objects.filter(step="published").count()) == ("done", 20)


@pytest.mark.parametrize(
    "given", ["14,45,13,46", "1,2,3", "somewhere", {"type": "Odd"}, None, "nan,1,2,3", "-999,0,0,0"]
)
def test_places_that_are_none_are_left_out(given: Any) -> None:
    assert datajson.place(given) is None


def collection(name: str, base: str, **more: Any) -> dict[str, Any]:
    return {
        "id": name, "title": name.title(), "description": "Lines", "itemType": "feature", "keywords": ["roads"],
        "extent": {
            "spatial": {"bbox": [[14.3, 45.2, 0, 14.6, 45.4, 10]]},
            "temporal": {"interval": [["2020-01-01T00:00:00Z", None]]},
        },
        "links": [
            {"rel": "items", "type": "text/html", "href": f"{base}/collections/{name}/items?f=html"},
            {"rel": "items", "type": "application/geo+json", "href": f"{base}/collections/{name}/items?f=json"},
            {"rel": "self", "type": "application/json", "href": f"{base}/collections/{name}"},
            {"rel": "license", "href": LICENCE},
        ],
        **more,
    }  # fmt: skip


@pytest.mark.django_db
def test_collections_of_ogc_api_features_are_followed_from_the_first_page(source: Source, elsewhere: Elsewhere) -> None:
    point(source, Kind.OGC, "/ogc")
    base = f"{elsewhere.base}/ogc"
    landing = {"links": [{"rel": "self", "href": base}, {"rel": "data", "href": "/ogc/collections"}]}
    listed = {
        "1": {
            "collections": [collection("roads", base), collection("maps", base, itemType="record"), {"id": "bare"}, "odd"],
            "links": [{"rel": "next", "href": "?page=2"}],
        },
        "2": {"collections": [collection("rails", base, extent={"spatial": {"bbox": [["x"]]}, "temporal": []})], "links": []},
    }  # fmt: skip

    def answer(path: str, query: dict[str, str]) -> Answer:
        told = landing if path == "/ogc" else listed[query.get("page", "1")]
        return 200, "application/json", json.dumps(told).encode()

    elsewhere.answer = answer
    done = run(source)
    assert (done.state, done.counts["new"], done.counts["failed"]) == ("done", 2, 2)
    made = Dataset.objects.get(uri=f"{base}/collections/roads")
    form = made.distributions.get()
    assert (form.url, form.format, made.licence) == (f"{base}/collections/roads/items?f=json", "GEOJSON", "cc-by")
    assert made.spatial is not None
    assert (made.spatial["coordinates"][0][2], str(made.temporal_start)) == ([14.6, 45.4], "2020-01-01")
    assert run(source).counts["unchanged"] == 2
    listed["2"] = listed["1"]
    assert run(source).reason == "the pages go in a circle"
    assert Dataset.objects.filter(step="published").count() == 2


LIST = """\ufeffНазив;Адреса;Опис;Лиценца;Тема;Кључне речи;Издавач;Учесталост;Од;До;Шифра
Дрвеће;/drvece.csv;Сва стабла;CC BY 4.0;Животна средина;дрво, парк;Зеленило;Сваког дана;1.2.2020.;31.12.2025.;d1
Дрвеће 2021;https://example.org/drvece 2021.xlsx;;;;;;;;;d1
Улице;javascript:alert(1);;;;;;;;;u1
;https://example.org/x.csv;;;;;;;;;
Мостови;https://example.org/mostovi.geojson;;Нека лиценца;Небеса;;;Понекад можда;32.1.2020;2019-01-01;m1
"""


@pytest.mark.django_db
def test_a_list_of_files_is_read_by_the_names_of_its_columns_and_its_faults_by_line(
    source: Source, elsewhere: Elsewhere
) -> None:
    point(source, Kind.LIST, "/lists/files.csv")
    body = LIST.encode()
    elsewhere.answer = lambda path, query: (200, "text/plain", body)
    done = run(source)
    assert (done.state, done.counts["new"], done.counts["failed"]) == ("done", 2, 2)
    trees = Dataset.objects.get(identifier="d1")
    assert (trees.licence, trees.themes, trees.frequency) == ("cc-by", ["ENVI"], "DAILY")
    assert (str(trees.temporal_start), str(trees.temporal_end), trees.publisher.name) == (
        "2020-02-01",
        "2025-12-31",
        "zagreb-zelenilo",
    )
    assert [(each.url, each.format) for each in trees.distributions.all()] == [
        (f"{elsewhere.base}/drvece.csv", "CSV"), ("https://example.org/drvece%202021.xlsx", "XLSX"),
    ]  # fmt: skip
    assert [problem["reason"] for problem in done.problems] == [
        "line 4, column “Адреса”: this is no address",
        "line 5, column “Назив”: it has no title",
        "line 6, column “Тема”: no such theme: Небеса",
        "line 6, column “Лиценца”: no such licence: Нека лиценца",
        "line 6, column “Учесталост”: no such frequency: Понекад можда",
        "line 6, column “Од”: no date such as 2026-01-31 or 31.1.2026.: 32.1.2020",
    ]
    again = CliRunner().invoke(catalog, ["harvest", "zagreb"])
    assert ("unchanged 2" in again.output, "line 6, column “Тема”" in again.output) == (True, True)
    body = LIST.replace("/drvece.csv", "not an address").encode("utf-16")
    assert (run(source).counts["removed"], Dataset.objects.get(identifier="d1").step) == (0, "published")
    for names in ("title,url", "Naslov\tPoveznica", "제목|주소", "titulli,lidhja", "name,file_url"):
        delimiter = next(sign for sign in ",\t|" if sign in names)
        body = f"{names}\nOne{delimiter}https://example.org/1.csv\n".encode()
        assert run(source, trial=True).counts["new"] == 1, names


@pytest.mark.parametrize(
    ("kind", "answer", "said"),
    [
        (Kind.JSON, (200, "application/json", b"[" * 100_000), "nested too deep"),
        (Kind.JSON, (200, "text/html", b"<html>Welcome</html>"), "Expecting value"),
        (Kind.JSON, (200, "application/json", b'{"dataset": {}}'), "no list of data sets"),
        (Kind.JSON, (302, "http://10.0.0.1/data.json", b""), "only https is asked"),
        (Kind.OGC, (200, "text/html", b"<html>Welcome</html>"), "answers no JSON"),
        (Kind.OGC, (200, "application/json", b"[" * 100_000), "answers no JSON"),
        (Kind.OGC, (200, "application/json", b'{"collections": 7}'), "lists no collections"),
        (Kind.OGC, (200, "application/json", b'{"links": [{"rel": "data", "href": "http://[::1"}]}'), "lists no collections"),
        (Kind.OGC, (200, "application/json", b'{"links": [{"rel": "data", "href": "file:///etc/passwd"}]}'), "lists no collections"),
        (Kind.OGC, (200, "application/json", b'{"links": [{"rel": "data", "href": "http://169.254.169.254/"}]}'), "only https is asked"),
        (Kind.LIST, (200, "text/csv", b"a,b\n1,2\n"), "no column"),
        (Kind.LIST, (200, "text/csv", b""), "empty"),
        (Kind.LIST, (200, "text/html", b"<html>Welcome</html>"), "html"),
        (Kind.LIST, (200, "application/zip", b"PK\x03\x04broken"), "no list"),
        (Kind.LIST, (500, "text/plain", b"broken"), "HTTP 500"),
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_sources_that_lie_or_break_change_nothing(
    source: Source, elsewhere: Elsewhere, kind: Source.Kind, answer: Answer, said: str
) -> None:
    point(source, Kind.JSON, "/data.json")
    elsewhere.answer = lambda path, query: catalogue(entry(1), entry(2))
    run(source)
    Source.objects.filter(pk=source.pk).update(kind=kind, address=f"{elsewhere.base}/any.json")
    source.refresh_from_db()
    elsewhere.answer = lambda path, query: answer
    broken = run(source)
    assert (broken.state, said in broken.reason) == ("failed", True), broken.reason
    assert Dataset.objects.filter(step="published").count() == 2


@pytest.mark.parametrize("kind", [Kind.JSON, Kind.OGC, Kind.LIST])
@pytest.mark.django_db
def test_a_source_that_hangs_is_left(
    source: Source, elsewhere: Elsewhere, kind: Source.Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    point(source, kind, "/any.json")
    monkeypatch.setattr(harvesting, "_SECONDS", 0.5)
    over = threading.Event()

    def silent(path: str, query: dict[str, str]) -> Answer:
        over.wait(10)
        return 200, "text/plain", b""

    elsewhere.answer = silent
    try:
        left = run(source)
    finally:
        over.set()
    assert (left.state, "no answer in time" in left.reason) == ("failed", True)
