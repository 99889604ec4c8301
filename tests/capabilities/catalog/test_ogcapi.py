"""OGC API Features as its abstract tests ask it, over a real socket."""

from datetime import UTC, datetime
from typing import Any

import pytest
import requests
from tests.capabilities.catalog import sets

from korzo.capabilities.catalog import operations
from korzo.capabilities.catalog.models import Dataset
from korzo.capabilities.catalog.operations import rows
from korzo.kernel.people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
ROWS: list[dict[str, Any]] = [
    {
        "name": f"Place {n}",
        "kind": "well" if n % 2 else "spring",
        "depth": n,
        "at": f"2026-01-{n + 1:02}T12:00:00",
        "lat": 45 + n / 100,
        "lon": 14 + n / 100,
    }
    for n in range(25)
]
ROWS += [{"name": "Nowhere", "kind": "well", "depth": None, "at": None, "lat": None, "lon": None}]
FIELDS = [
    rows.Field(name, type_)
    for name, type_ in (
        ("name", "text"),
        ("kind", "text"),
        ("depth", "int"),
        ("at", "timestamp"),
        ("lat", "numeric"),
        ("lon", "numeric"),
    )
]


@pytest.fixture
def ogc(
    people: dict[str, Person], live_server: Any, settings: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> str:
    monkeypatch.setitem(settings.KORZO.__dict__, "base_url", live_server.url)
    of = sets.made(now, name="wells")
    sets.table(of, now, ROWS, fields=FIELDS)
    sets.table(of, now, ROWS[:3], fields=FIELDS)
    sets.table(sets.made(now, name="hidden", step="draft"), now, ROWS[:1], fields=FIELDS)
    sets.table(sets.made(now, name="words"), now, [{"a": "b"}])
    return f"{live_server.url}/ogc"


def get(url: str, status: int = 200, **query: Any) -> Any:
    answer = requests.get(url, params=query, timeout=20)
    assert answer.status_code == status, (answer.url, answer.text)
    return answer.json() if status == 200 else answer


def links(made: Any) -> dict[str, dict[str, str]]:
    assert all(each["href"] and each["rel"] and each["type"] for each in made["links"])
    return {each["rel"]: each for each in made["links"] if each["type"] != "text/html"}


def test_the_landing_page_leads_to_everything(ogc: str) -> None:
    answer = requests.get(f"{ogc}/", timeout=9)
    assert answer.headers["Content-Type"] == "application/json"
    found = links(answer.json())
    document = requests.get(found["service-desc"]["href"], timeout=9)
    assert (
        document.headers["Content-Type"]
        == found["service-desc"]["type"]
        == "application/vnd.oai.openapi+json;version=3.0"
    )
    api = document.json()
    assert api["openapi"].startswith("3.0.")
    parameters = [
        each.get("$ref", each.get("name")) for each in api["paths"]["/collections/wells/items"]["get"]["parameters"]
    ]
    assert {"#/components/parameters/bbox", "#/components/parameters/datetime", "kind", "f"} <= set(parameters)
    conforms = get(found["conformance"]["href"])["conformsTo"]
    assert {
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
        "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    } <= set(conforms)
    listed = get(found["data"]["href"])["collections"]
    assert listed[0]["id"] == "wells"
    assert len(listed) == 2  # of two tables with places; drafts and tables of words are none
    for each in listed:
        assert each == get(f"{ogc}/collections/{each['id']}")
        assert each["crs"][0] == each["storageCrs"] == CRS84
        links(each)


def test_features_are_paged_to_their_end(ogc: str) -> None:
    seen: list[int] = []
    url = f"{ogc}/collections/wells/items?limit=10"
    while url:
        began = datetime.now(UTC)
        page = get(url)
        assert abs(datetime.fromisoformat(page["timeStamp"]) - began).total_seconds() < 5
        assert page["numberMatched"] == 26
        assert page["numberReturned"] == len(page["features"])
        seen += [each["id"] for each in page["features"]]
        url = links(page).get("next", {}).get("href", "")
    assert seen == list(range(1, 27))
    one = requests.get(f"{ogc}/collections/wells/items/1", timeout=9)
    assert one.headers["Content-Type"] == "application/geo+json"
    assert one.headers["Content-Crs"] == f"<{CRS84}>"
    assert one.json()["geometry"] == {"type": "Point", "coordinates": [14.0, 45.0]}
    assert one.json()["properties"]["at"] == "2026-01-01T12:00:00Z"
    assert links(one.json())["collection"]["href"] == f"{ogc}/collections/wells"
    assert get(f"{ogc}/collections/wells/items/26")["geometry"] is None


FOUND: list[tuple[dict[str, str], int]] = [
    ({"bbox": "14,45,14.055,46"}, 7), ({"bbox": "14,45,0,14.055,46,10"}, 7), ({"bbox": "0,0,1,1"}, 1),
    ({"datetime": "2026-01-03T12:00:00Z"}, 2), ({"datetime": "2026-01-20T00:00:00Z/.."}, 7), ({"kind": "well"}, 13),
    ({"kind": "well", "filter": "depth > 20"}, 2), ({"filter": "depth IS NULL", "filter-lang": "cql2-text"}, 1),
    ({"filter": '{"op": ">", "args": [{"property": "depth"}, 20]}', "filter-lang": "cql2-json"}, 4),
    ({"bbox": "1558472,5621521,1564600,5780000", "bbox-crs": "http://www.opengis.net/def/crs/EPSG/0/3857"}, 7),
    ({"bbox": "45,14,46,14.055", "bbox-crs": "http://www.opengis.net/def/crs/EPSG/0/4326"}, 7),
]  # fmt: skip


def test_what_lies_and_happens_there_is_found(ogc: str) -> None:
    for query, expected in FOUND:
        assert get(f"{ogc}/collections/wells/items", 200, **query, limit="100")["numberMatched"] == expected, query


def test_coordinates_come_in_the_system_that_is_asked_for(ogc: str) -> None:
    crs = "http://www.opengis.net/def/crs/EPSG/0/4326"
    answer = requests.get(f"{ogc}/collections/wells/items/2", params={"crs": crs}, timeout=9)
    assert answer.headers["Content-Crs"] == f"<{crs}>"
    assert answer.json()["geometry"]["coordinates"] == [45.01, 14.01]


def test_what_is_not_understood_is_refused(ogc: str, people: dict[str, Person]) -> None:
    items = f"{ogc}/collections/wells/items"
    for query in (
        {"limit": "unlimited"}, {"limit": "0"}, {"limit": "-1"}, {"limit": "٣"}, {"colour": "red"}, {"bbox": "1,2,3"}, {"bbox": "a,b,c,d"},
        {"datetime": "yesterday"}, {"crs": "EPSG:4326"}, {"bbox": "1,2,3,4", "bbox-crs": "x"}, {"bbox": "0,0,1e99,1e99", "bbox-crs": "http://www.opengis.net/def/crs/EPSG/0/25834"}, {"depth": "deep"}, {"filter": "depth >"},
        {"filter": "secret = 1"}, {"filter-lang": "cql-text"}, {"filter": "depth > 2", "filter-lang": "cql2-json"}, {"f": "xml"}, {"after": "x"}, {"filter": "name = 'a'; DROP TABLE data"},
    ):  # fmt: skip
        get(items, 400, **query)
    get(f"{ogc}/?colour=red", 400)
    for path in (
        "collections/hidden",
        "collections/words",
        "collections/nothing/items",
        "collections/wells/items/999",
        f"collections/wells/items/{10**17}",
    ):
        get(f"{ogc}/{path}", 404)
    assert requests.post(items, timeout=9).status_code == 405
    operations.delete(Dataset.objects.get(name="wells"), by=None, now=datetime.now(UTC))
    get(items, 404)


def test_people_see_pages(ogc: str) -> None:
    for path in ("/", "/collections", "/conformance", "/collections/wells", "/collections/wells/queryables"):
        answer = requests.get(ogc + path, headers={"Accept": "text/html,*/*;q=0.8"}, timeout=9)
        assert answer.headers["Content-Type"].startswith("text/html"), path
        assert "<h1>" in answer.text
    table = requests.get(f"{ogc}/collections/wells/items?f=html", allow_redirects=False, timeout=9)
    assert table.status_code == 303
    assert "/data/wells/" in table.headers["Location"]
