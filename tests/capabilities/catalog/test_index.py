"""The index finds what its reader may see and follows every change."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.city import City

from korzo.capabilities.catalog import operations
from korzo.capabilities.catalog.models import Dataset, Publisher
from korzo.capabilities.catalog.queries import index
from korzo.kernel import capability
from korzo.kernel.people.models import Membership, Organisation, Person
from korzo.kernel.people.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def roads(town: City, now: datetime) -> Publisher:
    office = Organisation.objects.get(code="roads")
    return Publisher.objects.create(name="roads", organisation=office, title={"en": "Roads"}, made_at=now)


@pytest.fixture
def analyst(town: City) -> Person:
    person = Person.objects.create_user("analyst@example.org", "a-long-password", name="Analyst")
    Membership.objects.create(person=person, organisation=Organisation.objects.get(code="roads"), role=Role.ANALYST)
    return person


def names(query: str = "", **more: object) -> list[str]:
    found = index.find(index.asked(query), **more)  # type: ignore[arg-type]
    return sorted(Dataset.objects.filter(pk__in=found.keys).values_list("name", flat=True))


def test_nobody_finds_or_counts_what_they_may_not_see(
    roads: Publisher, people: dict[str, Person], analyst: Person, now: datetime
) -> None:
    def make(name: str, step: Dataset.Step = Dataset.Step.PUBLISHED, **values: object) -> Dataset:
        words = {"name": name, "title": {"en": f"Traffic {name}"}, "keywords": {"en": [name]}, **values}
        return operations.create(roads, words, step=step, by=analyst, now=now)

    make("open")
    make("private", is_private=True, extras=[{"key": "capacity", "value": "public"}])
    make("draft", Dataset.Step.DRAFT)
    make("later", embargo_until=now + timedelta(days=2))
    operations.delete(make("gone"), by=analyst, now=now)
    every = ("private", "drafts", "deleted")
    for stranger in (None, people["resident"], people["other"]):
        assert names("traffic", by=stranger, now=now, also=every) == ["open"]
        found = index.find(by=stranger, now=now, also=every, facets=("tags", "organization", "name", "state"))
        assert found.facets == {
            "tags": {"open": 1},
            "organization": {"roads": 1},
            "name": {"open": 1},
            "state": {"active": 1},
        }
    assert names(by=None, now=now + timedelta(days=3)) == ["later", "open"]
    for steward in (analyst, people["officer"], people["administrator"]):
        assert names(by=steward, now=now) == ["open"]
        assert names(by=steward, now=now, also=("private",)) == ["later", "open", "private"]
        assert names(by=steward, now=now, also=("private", "drafts")) == ["draft", "later", "open", "private"]
        assert names(by=steward, now=now, also=every) == ["draft", "gone", "later", "open", "private"]


def test_the_index_follows_every_change(roads: Publisher, analyst: Person, now: datetime) -> None:
    made = operations.create(roads, {"name": "traffic", "title": {"sr": "Саобраћај"}}, by=analyst, now=now)
    assert names("saobraćaj", by=None, now=now) == []
    operations.publish(made, by=analyst, now=now)
    assert names("saobraćaja", by=None, now=now) == ["traffic"]
    assert names("promet", by=None, now=now) == ["traffic"]  # what the neighbours call it
    assert names("sаobrа", by=None, now=now) == names("sabraćaj", by=None, now=now) == ["traffic"]
    operations.change(made, {"title": {"sr": "Вода"}}, by=analyst, now=now)
    assert names("saobraćaj", by=None, now=now) == []
    assert names("title:voda", by=None, now=now) == ["traffic"]
    operations.purge(made, by=None, now=now)
    assert names(by=None, now=now) == []


def test_what_was_warmed_up_is_not_read_again(roads: Publisher, analyst: Person, now: datetime) -> None:
    values = {"name": "early", "title": {"en": "Early"}}
    operations.create(roads, values, step=Dataset.Step.PUBLISHED, by=analyst, now=now)
    index.forget()
    next(each for each in capability.switched_on() if each.label == "catalog").warm_up()
    with CaptureQueriesContext(connection) as asked:
        assert index.find(by=None, now=now).total == 1
    assert not [each["sql"] for each in asked if "catalog_dataset" in each["sql"]]
