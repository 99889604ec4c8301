"""The mayor's view says how it stands, and leads to the cases behind each figure."""

import re
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries
from tests.capabilities.cases.reports import with_
from tests.city import City

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Case, Score
from korzo.capabilities.cases.queries import overview
from korzo.kernel.people.models import Person

People = dict[str, Person]


@pytest.fixture(autouse=True)
def forget() -> None:
    cache.clear()


def reported(category: str, count: int, at: datetime, people: People) -> list[Case]:
    more = {"attributes": {"FLOW": "jet"}} if category == "leak" else {}
    made = []
    for number in range(count):
        key = f"{category}{at:%d%H}{number}"
        case = operations.report(with_(category=category, client_key=key, **more), by=None, now=at).case
        operations.validate(case, by=people["agent"], now=at)
        made.append(case)
    return made


def test_what_is_open_late_and_growing(town: City, people: People) -> None:
    now = timezone.now()
    reported("pothole", 2, now - timedelta(days=40), people)
    reported("pothole", 6, now - timedelta(hours=2), people)
    leaks = reported("leak", 3, now - timedelta(days=3), people)
    operations.resolve(leaks[0], text="Done", by=people["agent"], now=now)
    found = overview.overview(now, today=now.date())
    assert (found.open, found.late) == (10, 4)
    assert [(each.of.code, each.open, each.late) for each in found.offices] == [("roads", 8, 2), ("water", 2, 2)]
    assert (found.reported, found.reported_before) == (9, 2)
    assert [(each.of.code, each.now, each.before) for each in found.growing] == [("pothole", 6, 2)]
    assert [case.code for case in found.waiting][:2] == ["K-2026-000001", "K-2026-000002"]
    assert {each.of.code for each in found.districts} == {"west"}


def test_the_page_leads_to_the_cases_and_costs_few_queries(
    town: City, people: People, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    now = timezone.now()
    reported("pothole", 3, now - timedelta(days=40), people)
    month = (now.date().replace(day=1) - timedelta(days=1)).replace(day=1)
    counted = {"promised": 10, "kept": 7, "reopened": 0, "answered": 0, "satisfied": 0, "median_hours": 3.0}
    Score.objects.create(month=month, closed=10, office=town.roads, **counted)
    client = Client()
    client.force_login(people["elected"])
    with translation.override("en"), django_assert_max_num_queries(20):
        page = client.get(reverse("cases:overview")).content.decode()
    assert "70 %" in page
    for href in set(re.findall(r'href="(/en/cases/queue/[^"]*)"', page)):
        assert client.get(href.replace("&amp;", "&")).status_code == 200
    assert client.get(f"{reverse('cases:queue')}?office=roads&late=1").context["page"].paginator.count == 3


def test_an_empty_city_says_so(town: City, people: People) -> None:
    client = Client()
    client.force_login(people["elected"])
    with translation.override("en"):
        assert "Nothing is open" in client.get(reverse("cases:overview")).content.decode()


def test_elected_people_begin_here(town: City, people: People) -> None:
    from korzo.site import menu

    assert menu.desk(people["elected"]) == "cases:overview"
    assert menu.desk(people["officer"]) == "cases:queue"
