"""Feeds, IRIs and descriptions of columns as harvesters and search engines read them, over a real socket."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
import requests
from django.test import Client
from rdflib import DCAT, DCTERMS, Graph, Literal, Namespace, URIRef
from tests.capabilities.catalog import sets, shacl
from tests.city import City

from korzo.capabilities.catalog import operations
from korzo.capabilities.catalog.dcat import views
from korzo.capabilities.catalog.models import Distribution
from korzo.capabilities.catalog.operations import linking
from korzo.capabilities.catalog.queries import feeds, lists
from korzo.kernel.limits import Limit
from korzo.kernel.people.models import Person

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # rdflib warns of itself
]
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
ROWS = [{"name": "A", "lat": 45.3, "lon": 14.4}, {"name": "B", "lat": 45.4, "lon": 14.5}]


@pytest.fixture
def base(
    town: City, people: dict[str, Person], live_server: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> str:
    monkeypatch.setitem(settings.KORZO.__dict__, "base_url", live_server.url)
    return str(live_server.url)


def graph(url: str, **more: Any) -> Graph:
    answer = requests.get(url, timeout=20, **more)
    assert answer.status_code == 200, answer.text
    return Graph().parse(data=answer.content, format=answer.headers["Content-Type"].partition(";")[0])


def test_feeds_say_what_strangers_may_see(base: str, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = [sets.made(now, name=f"set-{number}") for number in range(5)]
    sets.table(shown[0], now, ROWS)
    hidden = sets.made(now, name="draft", step="draft")
    operations.change(shown[1], {"hvd_category": "c_a9135398", "contact_email": "a@b.org"}, by=None, now=now)
    sets.form(shown[1], now, source="link", url="https://example.org/a.csv")
    whole = graph(f"{base}/catalog.ttl")
    found = {str(each) for each in whole.objects(URIRef(base), DCAT.dataset)}
    assert found == {f"{base}/dataset/{each.pk}" for each in shown}
    assert str(hidden.pk) not in whole.serialize()
    services = {str(each) for each in whole.objects(URIRef(base), DCAT.service)}
    assert services == {f"{base}/api/3/#datastore", f"{base}/ogc/#features"}
    for syntax in ("xml", "rdf", "jsonld", "n3"):
        assert len(graph(f"{base}/catalog.{syntax}")) == len(whole)
    if shacl.FOLDER.is_dir():
        for name in (shacl.GATE, shacl.STRICT, shacl.RANGES):
            assert list(shacl.violations(whole, name)) == []
        valued = graph(f"{base}/catalog.ttl?fq=hvd_category:*")
        assert len(set(valued.objects(None, DCAT.dataset))) == 1
        assert list(shacl.violations(valued, shacl.HVD)) == []
    monkeypatch.setattr(feeds, "PAGE_SIZE", 2)
    assert _followed(base, HYDRA.next) == _followed(base, HYDRA.nextPage) == found
    for wrong in ("page=0", "page=x", "modified_since=soon", "fq=(", "profiles=marc"):
        assert requests.get(f"{base}/catalog.ttl?{wrong}", timeout=9).status_code == 400, wrong
    assert requests.get(f"{base}/catalog.ttl?page=9", timeout=9).status_code == 404
    tomorrow = f"{now + timedelta(days=2):%Y-%m-%d}"
    assert not set(graph(f"{base}/catalog.ttl?modified_since={tomorrow}").objects(None, DCAT.dataset))


def _followed(base: str, link: URIRef, query: str = "page=1") -> set[str]:
    seen, url = set[str](), f"{base}/catalog.xml?{query}"
    while url:
        page = graph(url)
        assert len(set(page.objects(URIRef(base), DCAT.dataset))) <= feeds.PAGE_SIZE
        seen |= {str(each) for each in page.objects(URIRef(base), DCAT.dataset)}
        url = next((str(each) for each in page.objects(None, link)), "")
    return seen


def test_a_part_of_the_catalogue_comes_in_pages_too(base: str, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = [sets.made(now + timedelta(seconds=number), name=f"set-{number}") for number in range(5)]
    sets.made(now, name="other")
    monkeypatch.setattr(feeds, "PAGE_SIZE", 2)
    there = {f"{base}/dataset/{each.pk}" for each in shown}
    assert _followed(base, HYDRA.next, "fq=name:set*") == there
    assert len(_followed(base, HYDRA.nextPage, f"modified_since={now:%Y-%m-%d}")) == 6


def test_strangers_may_not_ask_for_page_after_page(base: str, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    sets.made(now)
    monkeypatch.setattr(views, "PAGES", Limit.parse("2/h"))
    asked = [requests.get(f"{base}/catalog.ttl?q={word}", timeout=9).status_code for word in ("wifi", "words", "city")]
    assert asked == [200, 200, 429]
    assert requests.get(f"{base}/catalog.ttl", timeout=9).status_code == 200


def test_the_whole_catalogue_is_written_once_for_each_change(base: str, now: datetime) -> None:
    of = sets.made(now)
    first = requests.get(f"{base}/catalog.ttl", timeout=9)
    again = requests.get(f"{base}/catalog.ttl", headers={"If-None-Match": first.headers["ETag"]}, timeout=9)
    assert again.status_code == 304
    path = feeds.whole("ttl", now)
    path.write_text("# kept")
    assert requests.get(f"{base}/catalog.ttl", timeout=9).text == "# kept"
    operations.change(of, {"title": {"en": "Anew", "sr": "Поново"}}, by=None, now=now)
    changed = graph(f"{base}/catalog.ttl", headers={"If-None-Match": first.headers["ETag"]})
    assert Literal("Поново", lang="sr-Cyrl") in set(changed.objects(None, DCTERMS.title))
    assert not path.exists()


def test_an_iri_leads_people_to_a_page_and_programs_to_a_description(base: str, now: datetime) -> None:
    of = sets.made(now)
    form = sets.table(of, now, ROWS)

    def asked(path: str, accept: str = "text/html,*/*;q=0.8") -> tuple[int, str]:
        headers = {"Accept": accept, "Accept-Language": "hr"}
        answer = requests.get(base + path, headers=headers, allow_redirects=False, timeout=9)
        return answer.status_code, answer.headers.get("Location", "")

    page, there = "/hr/data/wifi/", f"/dataset/{of.pk}"
    for path in (there, "/dataset/wifi", f"{there}/resource/{form.pk}"):
        assert asked(path) == (303, page)
        assert asked(path, "application/ld+json") == (303, f"{there}.jsonld")
        assert asked(path, "text/html;q=0.5, application/rdf+xml") == (303, f"{there}.xml")
    assert asked(f"/organization/{of.publisher_id}") == (303, "/hr/data/?organization=city")
    assert asked("/dataset/nothing")[0] == asked(f"{there}/resource/{of.pk}")[0] == 404
    draft = sets.made(now, name="draft", step="draft")
    assert asked(f"/dataset/{draft.pk}")[0] == 404
    operations.delete(of, by=None, now=now)
    assert asked(there)[0] == asked(f"{there}.ttl")[0] == asked(f"{there}/datapackage.json")[0] == 410
    operations.purge(of, by=None, now=now)
    assert asked(there)[0] == 410
    operations.purge(draft, by=None, now=now)
    assert asked(f"/dataset/{draft.pk}")[0] == 404


def test_columns_are_told_to_programs(base: str, now: datetime) -> None:
    of = sets.made(now)
    form = sets.table(of, now, ROWS)
    package = requests.get(f"{base}/dataset/wifi/datapackage.json", timeout=9).json()
    resource = package["resources"][0]
    header = requests.get(resource["path"], timeout=9).text.splitlines()[0]
    assert [each["name"] for each in resource["schema"]["fields"]] == header.split(",") == ["_id", "name", "lat", "lon"]
    told = requests.get(f"{base}/dataset/{of.pk}/resource/{form.pk}/csv-metadata.json", timeout=9)
    assert told.headers["Content-Type"] == "application/csvm+json"
    columns = told.json()["tableSchema"]["columns"]
    assert [(each["titles"], each["datatype"]) for each in columns] == [
        ("_id", "integer"), ("name", "string"), ("lat", "double"), ("lon", "double"),
    ]  # fmt: skip


def test_a_page_tells_search_engines_in_its_language_and_nobody_breaks_out(base: str, now: datetime) -> None:
    of = sets.made(now)
    operations.change(of, {"title": {"en": "</script><b>Wi-Fi", "hr": "Bežično"}}, by=None, now=now)
    sets.table(of, now, ROWS)
    english, croatian = (requests.get(f"{base}/{code}/data/wifi/", timeout=9).text for code in ("en", "hr"))
    told = [
        re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
        for page in (english, croatian)
    ]
    assert [json.loads(each[0])["name"] for each in told] == ["</script><b>Wi-Fi", "Bežično"]
    made = json.loads(told[0][0])
    assert made["recordSet"][0]["field"][1]["name"] == "lat"
    assert made["distribution"][0]["contentUrl"].startswith(f"{base}/datastore/dump/")
    assert f'href="/dataset/{of.pk}.ttl"' in english
    same = requests.get(f"{base}/dataset/{of.pk}.jsonld?profiles=schema&language=hr", timeout=9).json()
    assert same["name"] == "Bežično"


def test_links_are_tried_and_stewards_see_the_dead_ones(
    base: str, now: datetime, people: dict[str, Person], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = sets.made(now, organisation="roads")
    monkeypatch.setitem(settings.KORZO.__dict__, "outside_hosts", base.partition("//")[2].partition(":")[0])
    good = sets.form(of, now, source="link", url=f"{base}/dataset/{of.pk}.ttl")
    led = sets.form(of, now, source="link", url=f"{base}/dataset/{of.pk}")
    dead = sets.form(of, now, source="link", url=f"{base}/nowhere")
    monkeypatch.setitem(settings.KORZO.__dict__, "base_url", "https://data.example.org")
    refused = sets.form(of, now, source="link", url="https://127.0.0.2/x.csv")
    ours = sets.form(of, now, source="link", url="https://data.example.org/open/cases.csv")
    due = linking.due(now)
    assert {each.pk for each in due} == {good.pk, led.pk, dead.pk, refused.pk}
    assert ours.pk not in {each.pk for each in due}
    for each in due:
        linking.check(each, now=now)
    assert dict(Distribution.objects.filter(pk__in=[each.pk for each in due]).values_list("pk", "link_status")) == {
        good.pk: 200, led.pk: 200, dead.pk: 404, refused.pk: linking.REFUSED,
    }  # fmt: skip
    assert linking.due(now + timedelta(hours=1)) == []
    assert len(linking.due(now + timedelta(days=1))) == 4
    client = Client(headers={"accept-language": "en"})
    client.force_login(people["officer"])
    page = client.get("/en/data/desk/quality/").content.decode()
    assert "/nowhere" in page
    assert "answers 404" in page
    assert f"/dataset/{of.pk}.ttl" not in page
    assert "Mend the links that lead nowhere." in page
    assert "Mend the links" in client.get("/en/data/desk/wifi/").content.decode()
    closed = {"access": "NON_PUBLIC", "access_reason": {"en": "Privacy"}}
    operations.change(sets.made(now, name="closed", organisation="roads"), closed, by=None, now=now)
    assert "Closed" not in client.get("/en/data/desk/quality/").content.decode()
    assert "How well it is described" not in client.get("/en/data/desk/closed/").content.decode()
    client.force_login(people["other"])
    assert "/nowhere" not in client.get("/en/data/desk/quality/").content.decode()


def test_many_data_sets_need_few_questions(base: str, now: datetime, django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        of = sets.made(now, name=f"set-{number}")
        sets.form(of, now, source="link", url="https://example.org/a.csv")
    with django_assert_max_num_queries(10):
        "".join(feeds.written(lists.shown(now), "ttl"))
