"""What everybody reads: lists, items at one address, honest languages, the front page and search."""

import json
import re
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone
from tests.capabilities.portal import written

from korzo.capabilities.portal.models import Item, Moved, Views
from korzo.capabilities.portal.operations import counting, editing, publishing
from korzo.kernel.people.models import Person

pytestmark = pytest.mark.django_db
People = dict[str, Person]
BROWSER: dict[str, Any] = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux) Firefox/140.0"}


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def page(address: str, person: Person | None = None, **more: Any) -> tuple[int, str]:
    client = Client()
    if person:
        client.force_login(person)
    answer = client.get(address, **more)
    return answer.status_code, answer.content.decode()


def test_an_item_is_read_in_each_language_that_is_ready_and_honestly_in_another(people: People, now: datetime) -> None:
    item = written.item(now)
    assert "Нови мост је отворен" in page("/sr/news/novi-most-je-otvoren/")[1]
    latin = page("/sr-latn/news/novi-most-je-otvoren/")[1]
    assert "Novi most je otvoren" in latin
    assert "<strong>danas</strong>" in latin
    status, english = page("/en/news/novi-most-je-otvoren/")
    assert status == 200
    assert "Not written in your language yet" in english
    assert '<h1 lang="sr-Cyrl">' in english
    assert english.count('rel="canonical" href="http://testserver/sr/news/') or "/sr/news/novi-most" in english
    words = {"title": "The new bridge is open", "body": "From **today**."}
    waiting = editing.translate(item, "en", words, is_ready=False, version=item.version, by=written.editor(), now=now)
    assert "The new bridge" not in page("/en/news/novi-most-je-otvoren/")[1]
    editing.translate(waiting, "en", words, is_ready=True, version=waiting.version, by=written.editor(), now=now)
    english = page("/en/news/novi-most-je-otvoren/")[1]
    assert "The new bridge is open" in english
    assert "Not written in your language" not in english
    assert set(re.findall(r'hreflang="([^"]+)" href="[^"]*/news/', english)) >= {"en", "sr-Cyrl", "sr-Latn"}


def test_what_is_not_published_is_for_those_who_write(people: People, now: datetime) -> None:
    item = written.draft(now)
    address = f"/en/news/{item.slug}/"
    assert page(address)[0] == 404
    assert page(address, people["resident"])[0] == 404
    assert page(address, written.editor())[0] == 200
    publishing.publish(item, at=now + timedelta(hours=1), by=written.editor(), now=now)
    assert page(address)[0] == 404
    assert page("/en/news/")[1].count(item.slug) == 0


def test_an_old_address_leads_to_the_new_one(people: People, now: datetime) -> None:
    item = written.item(now)
    moved = editing.change(item, {"slug": "most"}, version=item.version, by=written.editor(), now=now)
    back = Client().get("/sr/news/novi-most-je-otvoren/")
    assert (back.status_code, back.headers["Location"]) == (301, "/sr/news/most/")
    again = editing.change(moved, {"slug": "novi-most-je-otvoren"}, version=moved.version, by=written.editor(), now=now)
    assert page("/sr/news/novi-most-je-otvoren/")[0] == 200
    assert Client().get("/sr/news/most/").headers["Location"] == "/sr/news/novi-most-je-otvoren/"
    assert again.moved_from.count() == 1


def test_lists_are_searched_and_narrowed(people: People, now: datetime) -> None:
    for number in range(15):
        written.item(now - timedelta(days=number), title={"sr": f"Вест број {number}"})
    status, first = page("/sr/news/")
    assert status == 200
    assert first.count("k-card-title") == 12
    assert page("/sr/news/?page=2")[1].count("k-card-title") == 3
    assert page("/sr-latn/news/?q=vest 7")[1].count("k-card-title") == 1
    assert "Try fewer words" in page("/en/news/?q=xyzzy")[1]
    assert "Nothing is planned" in page("/en/events/")[1]


def test_events_to_come_and_past(people: People, now: datetime) -> None:
    for title, days in (("Past", -3), ("Soon", 2), ("Later", 9)):
        at = now + timedelta(days=days)
        written.item(now, "event", "en", title={"en": title}, starts_at=at, ends_at=at + timedelta(hours=2))
    to_come = page("/en/events/")[1]
    assert to_come.index("Soon") < to_come.index("Later")
    assert ">Past</a></h2>" not in to_come
    assert ">Past</a></h2>" in page("/en/events/?when=past")[1]
    described = json.loads(re.findall(r'ld\+json">(.*?)</script>', page("/en/events/soon/")[1])[0])
    assert (described["@type"], described["eventStatus"]) == ("Event", "https://schema.org/EventScheduled")


def test_what_is_written_cannot_run_anything(people: People, now: datetime) -> None:
    hostile = "<script>alert(1)</script> [x](javascript:alert(1)) ![](https://elsewhere.example/p.png) <img onerror=x>"
    item = written.item(
        now, title={"sr": "</script><script>alert(2)</script>"}, body={"sr": hostile.replace("![]", "![p]")}
    )
    text = page(f"/sr/news/{item.slug}/")[1]
    assert "<script>alert" not in text
    assert "javascript:alert" not in re.sub(r"\[x\]\(javascript:alert\(1\)\)", "", text)
    assert "elsewhere.example/p.png" not in re.findall(r'src="([^"]*)"', text)
    assert "<img onerror" not in text


def test_readers_are_counted_and_programs_are_not(people: People, now: datetime) -> None:
    item = written.item(now)
    address = f"/sr/news/{item.slug}/"
    agents: list[dict[str, Any]] = [
        BROWSER,
        BROWSER,
        {"HTTP_USER_AGENT": "Googlebot/2.1"},
        {**BROWSER, "HTTP_SEC_GPC": "1"},
        {},
    ]
    for agent in agents:
        page(address, **agent)
    page(address, written.editor(), **BROWSER)
    counting.write_down()
    assert list(Views.objects.values_list("item", "count")) == [(item.pk, 2)]
    assert "прочитано 2 пута" in page(address)[1].lower() or "2" in page(address)[1]


def test_the_front_page_offers_what_people_come_for_and_search_finds_everything(people: People, now: datetime) -> None:
    written.item(now, "service", "sr", title={"sr": "Лична карта"}, details={"fee": {"sr": "Бесплатно"}})
    written.item(now)
    status, front = page("/en/")
    assert status == 200
    assert len(re.findall("<h1", front)) == 1
    assert "Report a problem" in front
    assert "Нови мост" in front
    found = page("/sr-latn/search/?q=licna karta")[1]
    assert "Lična karta" in found
    assert "Nothing found" in page("/en/search/?q=qqqqwwww")[1]
    assert page("/en/search/")[0] == 200
    answer = Client().get("/opensearch.xml")
    assert answer.headers["Content-Type"].startswith("application/opensearchdescription+xml")


def test_lists_ask_as_often_with_three_rows_as_with_one(
    people: People, now: datetime, django_assert_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in range(3):
        written.item(now, title={"sr": f"Вест {number}"})
        with CaptureQueriesContext(connection) as asked:
            page("/sr/news/")
        counts.append(len(asked))
    assert counts[1] == counts[2]
    assert Item.objects.count() == 3


def test_feeds_calendars_and_the_map_of_the_site(people: People, now: datetime) -> None:
    item = written.item(now, lead={"sr": "Кратко & јасно"})
    at = now + timedelta(days=3)
    event = written.item(now, "event", "en", title={"en": "Fair, big"}, starts_at=at, ends_at=at + timedelta(hours=2))
    feed = Client().get("/sr/news/feed/")
    assert feed["Content-Type"] == "application/atom+xml; charset=utf-8"
    found = ET.fromstring(feed.content)
    atom = "{http://www.w3.org/2005/Atom}"
    (entry,) = found.findall(f"{atom}entry")
    assert entry.findtext(f"{atom}title") == "Нови мост је отворен"
    assert entry.findtext(f"{atom}id", "").endswith(f":item/{item.pk}")
    assert "<strong>" in entry.findtext(f"{atom}summary", "")
    rss = ET.fromstring(Client().get("/sr/news/feed/rss/").content)
    assert [guid.attrib for guid in rss.iterfind("channel/item/guid")] == [{"isPermaLink": "false"}]
    calendar = Client().get("/en/events/calendar/").content.decode()
    assert "SUMMARY;LANGUAGE=en:Fair\\, big\r\n" in calendar
    assert f"UID:event-{event.pk}@" in calendar
    one = Client().get(f"/en/events/{event.slug}/calendar/")
    assert one["Content-Type"] == "text/calendar; charset=utf-8"
    assert Client().get(f"/en/events/{item.slug}/calendar/").status_code == 404
    places = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    sitemap = ET.fromstring(Client().get("/sitemap.xml").content)
    addresses = [url.findtext(f"{places}loc", "") for url in sitemap]
    assert [each.split("/", 3)[3] for each in addresses] == [
        "sr/news/novi-most-je-otvoren/", "sr-latn/news/novi-most-je-otvoren/", "en/events/fair-big/"
    ]  # fmt: skip
    assert b"Sitemap: " in Client().get("/robots.txt").content


def test_an_address_of_an_older_site_leads_to_what_it_was(people: People, now: datetime) -> None:
    item = written.item(now)
    Moved.objects.create(path="/tabid/81/itemid/7/slug.aspx", item=item, made_at=now)
    Moved.objects.create(path="/old.asp?id=7", to="/en/services/", made_at=now)
    answer = Client().get("/tabid/81/itemid/7/slug.aspx")
    assert (answer.status_code, answer["Location"].split("/", 2)[2]) == (301, "news/novi-most-je-otvoren/")
    assert Client().get("/old.asp?id=7")["Location"] == "/en/services/"
    assert Client().get("/old.asp?id=8").status_code == 404
    assert Client().post("/old.asp?id=7").status_code == 404
