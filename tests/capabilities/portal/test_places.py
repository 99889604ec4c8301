"""One page for a place: works, reports, ideas, votes and events there, and nothing that is elsewhere or private."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from tests.capabilities.ballots import polls
from tests.capabilities.budgeting import cycles
from tests.capabilities.cases import reports
from tests.capabilities.portal.announced import announced
from tests.city import EAST, MIDDLE, WEST, City

from korzo.capabilities.cases import operations as cases
from korzo.capabilities.cases.models import Case
from korzo.capabilities.portal.models import Item
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.places.around import Where, going_on, kinds
from korzo.kernel.places.geometry import Box, Point
from korzo.kernel.places.models import District, Street

People = dict[str, Person]
FAR = (42.4285, EAST - 0.002)


def page(name: str, *arguments: object) -> str:
    with translation.override("en"):
        return reverse(f"portal:{name}", args=arguments)


def street(code: str) -> Where:
    row = Street.objects.get(code=code)
    return Where(street=row.pk, box=Box(row.west, row.south, row.east, row.north))


def district(code: str) -> Where:
    row = District.objects.get(code=code)
    return Where(district=row.pk, box=Box(row.west, row.south, row.east, row.north))


def circle(point: tuple[float, float], metres: int = 200) -> Where:
    lat, long = point
    box = Box(long, lat, long, lat).grown(metres)
    return Where(lat=lat, long=long, radius=metres, box=box)


def office(code: str) -> Where:
    return Where(office=Organisation.objects.get(code=code).pk)


PLACES: dict[str, Callable[[], Where]] = {
    "street": lambda: street("mill"),
    "other street": lambda: street("lime"),
    "west": lambda: district("west"),
    "east": lambda: district("east"),
    "here": lambda: circle(MIDDLE),
    "far": lambda: circle(FAR),
    "roads": lambda: office("roads"),
    "water": lambda: office("water"),
    "everywhere": Where,
}


def told(where: Where, now: datetime | None = None) -> dict[str, list[str]]:
    """What is told of, by kind: references."""
    found = going_on(where, now=now or timezone.now())
    return {each.kind: [happening.ref for happening in each.happenings] for each in found}


def where_told(kind: str, now: datetime | None = None) -> set[str]:
    return {name for name, where in PLACES.items() if told(where(), now).get(kind)}


def test_every_capability_tells() -> None:
    assert [kind for kind, _title in kinds()] == ["notice", "case", "vote", "event", "idea"]


@pytest.mark.parametrize(
    ("given", "heard"),
    [
        ({}, {"street", "west", "east", "here", "roads", "everywhere"}),
        ({"streets": (), "districts": ("west",)}, {"street", "other street", "west", "here", "roads", "everywhere"}),
        ({"streets": (), "is_everywhere": True}, PLACES.keys() - {"water"}),
    ],
)
def test_works(town: City, people: People, given: dict[str, Any], heard: set[str]) -> None:
    announced(people["officer"], timezone.now(), **given)
    assert where_told("notice") == heard


def test_works_that_are_over_are_told_of_nowhere(town: City, people: People) -> None:
    notice = announced(people["officer"], timezone.now() - timedelta(hours=1))
    notice.ended_at = timezone.now() - timedelta(minutes=1)
    notice.save()
    assert where_told("notice") == set()


def test_reports_that_are_open_and_public(town: City, people: People, now: datetime) -> None:
    case = cases.report(reports.HOLE, by=None, now=now).case
    assert where_told("case") == {"street", "west", "here", "roads", "everywhere"}
    cases.report(reports.with_(category="noise"), by=None, now=now)
    assert told(Where()) == {"case": [case.ref]}
    Case.objects.filter(pk=case.pk).update(state="resolved", is_open=False)
    assert told(Where()) == {}


def test_ideas_with_a_place(town: City, people: People, now: datetime) -> None:
    cycle = cycles.build(timezone.now())
    idea = cycles.proposed(cycle, by=people["resident"], now=timezone.now(), point=MIDDLE)
    assert where_told("idea") == {"street", "west", "here", "everywhere"}
    idea.refresh_from_db()
    idea.is_hidden = True
    idea.save()
    assert where_told("idea") == set()


def test_votes_for_everybody_or_for_ones_district(town: City, people: People) -> None:
    now = timezone.now()
    vote = polls.poll(now)
    assert where_told("vote") == PLACES.keys() - {"water"}
    vote.districts.set([District.objects.get(code="east")])
    assert where_told("vote") == {"street", "other street", "east", "far", "roads", "everywhere"}
    vote.closes_at = now - timedelta(minutes=1)
    vote.save()
    assert where_told("vote") == set()


def test_events_to_come(town: City, people: People) -> None:
    now = timezone.now()
    given = {"state": "published", "publish_at": now, "made_at": now, "changed_at": now, "language": "en"}
    event = Item.objects.create(
        kind="event", slug="x", title={"en": "A walk"}, starts_at=now + timedelta(days=1), lat=MIDDLE[0], long=MIDDLE[1],
        street=Street.objects.get(code="mill"), district=District.objects.get(code="west"),
        office=Organisation.objects.get(code="roads"), **given,
    )  # fmt: skip
    assert where_told("event") == {"street", "west", "here", "roads", "everywhere"}
    assert where_told("event", now + timedelta(days=2)) == set()
    Item.objects.filter(pk=event.pk).update(state="draft")
    assert where_told("event") == set()


@pytest.mark.parametrize("name", PLACES)
def test_a_place_costs_a_few_questions_however_much_goes_on(
    town: City, people: People, now: datetime, name: str
) -> None:
    for _each in range(3):
        announced(people["officer"], timezone.now())
        cases.report(reports.HOLE, by=None, now=now)
    where = PLACES[name]()
    told(where)
    with CaptureQueriesContext(connection) as seen:
        told(where)
    assert len(seen) <= 14


def test_one_finds_ones_street_and_sees_what_goes_on(town: City, people: People, now: datetime) -> None:
    browser = Client(headers={"accept-language": "en"})
    announced(people["officer"], timezone.now())
    cases.report(reports.HOLE, by=None, now=now)
    assert page("street", "mill") in browser.get(page("places"), {"q": "mlinska"}).content.decode()
    assert page("near") + "?lat=" in browser.get(page("places"), {"q": "Mlinska ulica 5"}).content.decode()
    assert page("district", "west") in browser.get(page("places")).content.decode()
    assert "We do not know this place" in browser.get(page("places"), {"q": "Qwxyz"}).content.decode()
    shown = browser.get(page("street", "mill")).content.decode()
    assert "No water" in shown
    assert "Pothole" in shown
    assert f"{page('follow')}?street=mill" in shown
    assert "All is quiet here" in browser.get(page("near"), {"lat": str(FAR[0]), "long": str(FAR[1])}).content.decode()
    assert "Mlinska" in browser.get(page("places-suggest"), {"place": "mlins"}).content.decode()


def test_places_that_are_none(town: City) -> None:
    browser = Client()
    for query in ({}, {"lat": "x", "long": "1"}, {"lat": "nan", "long": "1"}, {"lat": "91", "long": "1"}):
        assert browser.get(page("near"), query).status_code == 404
    assert browser.get(page("street", "nowhere")).status_code == 404
    assert browser.get(page("district", "nowhere")).status_code == 404
    assert browser.get(page("office", "nowhere")).status_code == 404
    assert browser.get(page("places-map")).status_code == 404


def test_the_map_shows_the_same(town: City, people: People) -> None:
    notice = announced(people["officer"], timezone.now())
    browser = Client(headers={"accept-language": "en"})
    near = f"{MIDDLE[0]},{MIDDLE[1]}"
    for query in ({"street": "mill"}, {"district": "west"}, {"near": near, "within": "200"}):
        (found,) = browser.get(page("places-map"), query).json()["features"]
        assert found["properties"]["ref"] == notice.ref
        long, lat = found["geometry"]["coordinates"]
        assert Box(WEST, 42.40, EAST, 42.43).holds(Point(lat, long))


def test_an_office_shows_how_to_reach_it_and_what_it_works_on(town: City, people: People) -> None:
    Organisation.objects.filter(code="roads").update(phone="+382 32 123 456")
    announced(people["officer"], timezone.now())
    browser = Client(headers={"accept-language": "en"})
    assert page("office", "roads") in browser.get(page("offices")).content.decode()
    shown = browser.get(page("office", "roads")).content.decode()
    assert "tel:+38232123456" in shown
    assert "No water" in shown
    Organisation.objects.create(code="choir", kind="association", name={"en": "Choir"})
    assert browser.get(page("office", "choir")).status_code == 404
