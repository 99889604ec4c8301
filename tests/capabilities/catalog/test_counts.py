"""Lists ask the database as often for fifty data sets as for five."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.capabilities.catalog import sets

from korzo.capabilities.catalog.models import Comment, Follow, Group, Publisher, Request, Series, Showcase
from korzo.kernel.people.models import Person

FEW, MANY = 5, 50
ADMINISTRATOR, OFFICER = "administrator", "officer"
PAGES = [
    ("", "/en/data/"),
    (ADMINISTRATOR, "/en/data/"),
    ("", "/en/data/register/"),
    ("", "/en/data/register/register.csv"),
    ("", "/en/data/feed.atom"),
    ("", "/en/data/publishers/"),
    ("", "/en/data/publishers/roads/"),
    ("", "/en/data/groups/water/"),
    ("", "/en/data/series/yearly/"),
    ("", "/en/data/requests/"),
    ("", "/en/data/showcases/"),
    ("", "/en/data/pipes-0/"),
    (OFFICER, "/en/data/feed/follows/"),
    (OFFICER, "/en/data/desk/"),
    (ADMINISTRATOR, "/en/data/desk/"),
    (OFFICER, "/en/data/desk/requests/"),
    (ADMINISTRATOR, "/en/data/desk/requests/"),
    (OFFICER, "/en/data/desk/showcases/"),
    (ADMINISTRATOR, "/en/data/desk/showcases/"),
    (OFFICER, "/en/data/desk/quality/"),
    (ADMINISTRATOR, "/en/data/desk/quality/"),
    ("", "/ogc/collections"),
    ("", "/ogc/api"),
    ("", "/catalog.ttl?page=1"),
    ("", "/api/v1/catalog/datasets?page_size=100"),
    ("", "/api/3/action/package_search?rows=100&facet.field=[%22tags%22]"),
    ("", "/api/3/action/current_package_list_with_resources?limit=100"),
    ("", "/api/3/action/organization_list?all_fields=true"),
    ("", "/api/3/action/group_list?all_fields=true"),
    ("", "/api/3/action/resource_search?query=format:csv"),
    ("", "/api/3/action/package_list"),
]
"""Who looks, and where."""


def fill(numbers: range, people: dict[str, Person], now: datetime) -> None:
    """Data sets with all that belongs to one; on each page there is more of everything."""
    resident, day = people["resident"], now.date() + timedelta(days=9)
    group, _new = Group.objects.get_or_create(name="water", defaults={"title": {"en": "Water"}, "made_at": now})
    for number in numbers:
        each = sets.made(now, name=f"pipes-{number}", organisation="roads")
        series, _new = Series.objects.get_or_create(
            name="yearly", defaults={"title": {"en": "Yearly"}, "publisher": each.publisher}
        )
        Publisher.objects.create(name=f"publisher-{number}", title={"en": "Other"}, made_at=now)
        Group.objects.create(name=f"group-{number}", title={"en": "Other"}, made_at=now).datasets.add(each)
        each.series = series
        each.save(update_fields=["series"])
        each.groups.add(group)
        sets.table(each, now, [{"name": "A", "lat": 45.3, "lon": 14.4}])
        sets.form(each, now, source="link", url=f"https://example.org/{number}.csv", format="CSV")
        each.distributions.filter(source="link").update(link_status=404, link_checked_at=now)
        for state in ("open", "done"):
            Request.objects.create(
                number=1 + Request.objects.count(), title="Where?", person=resident, publisher=each.publisher, state=state,
                asked_at=now, due_on=day, dataset=each if state == "done" else None,
            )  # fmt: skip
        for shown in ("waiting", "shown"):
            Showcase.objects.create(
                title="A map", text="Of pipes", url="https://example.org/", state=shown, person=resident, made_at=now
            ).datasets.add(each)
        first = sets.made(now, name=f"waiting-{number}", step="review", organisation="roads")
        Follow.objects.create(person=people["officer"], dataset=first, since=now)
        pipes = series.datasets.get(name="pipes-0")
        Comment.objects.create(dataset=pipes, person=resident, text="Hm", made_at=now)


def asked(who: Person | None, address: str) -> list[str]:
    """What the database is asked for a page, once all that is kept in memory is there."""
    client = Client()
    if who:
        client.force_login(who)
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        answer = client.get(address)
        assert answer.status_code == 200, address
        answer.getvalue()
    return [each["sql"] for each in found]


@pytest.mark.django_db
def test_fifty_data_sets_need_no_more_questions_than_five(people: dict[str, Person], now: datetime) -> None:
    fill(range(FEW), people, now)
    few = {page: asked(people.get(page[0]), page[1]) for page in PAGES}
    fill(range(FEW, MANY), people, now)
    more = {}
    for page in PAGES:
        many = asked(people.get(page[0]), page[1])
        if len(many) != len(few[page]):
            more[page] = (len(few[page]), len(many), many[-2:])
    assert not more
