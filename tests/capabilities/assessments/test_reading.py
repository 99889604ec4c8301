"""Who reads what: the house all of it, who is asked from outside their parts, everybody what is published."""

from datetime import datetime

import pytest
from django.test import Client
from tests.capabilities.assessments import assessed

from korzo.capabilities.assessments.models import Assessment
from korzo.capabilities.assessments.operations import planning, setting_up, settling
from korzo.capabilities.assessments.operations.refusals import NotAllowed, Refused
from korzo.capabilities.assessments.queries import lists
from korzo.capabilities.assessments.rules import cells
from korzo.kernel.people.models import Membership, Organisation, Person
from korzo.kernel.people.roles import Role

pytestmark = pytest.mark.django_db
ROOM = "/en/assessments/2025/"


@pytest.fixture
def lead(people: dict[str, Person]) -> Person:
    return assessed.analyst()


@pytest.fixture
def made(lead: Person, people: dict[str, Person], now: datetime) -> Assessment:
    """The waterworks are asked for the table of companies and one indicator, the officer for revenue."""
    found = assessed.filled(lead, now)
    setting_up.ask(found, ["T9", "questions:PI-1"], person=people["other"], by=lead, now=now)
    setting_up.ask(found, ["T1"], person=people["officer"], by=lead, now=now)
    return found


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=person.pk))
    return client


def statuses(person: Person, *paths: str) -> list[int]:
    client = signed_in(person)
    return [client.get(ROOM + path).status_code for path in paths]


def moved(person: Person, role: Role) -> Person:
    """The same person, who works for another city by now."""
    person.memberships.all().delete()
    away = Organisation.objects.create(code="away", kind="city", name={"en": "Away"})
    Membership.objects.create(person=person, organisation=away, role=role)
    return Person.objects.get(pk=person.pk)


PAGES = ("room/", "tables/T9/", "questions/PI-1/", "tables/T1/", "questions/PI-2/", "", "differences/", "import/")


def test_who_is_asked_from_outside_the_house_reads_their_parts_and_no_more(
    made: Assessment, people: dict[str, Person], lead: Person
) -> None:
    assert statuses(people["other"], *PAGES) == [200, 200, 200, 404, 404, 404, 404, 404]
    assert statuses(people["officer"], *PAGES) == [200] * len(PAGES)
    assert statuses(people["elected"], *PAGES) == [200] * len(PAGES)
    assert statuses(lead, *PAGES) == [200] * len(PAGES)
    assert statuses(people["agent"], *PAGES) == [403, 403, 403, 403, 403, 404, 403, 403]
    body = signed_in(people["other"]).get(f"{ROOM}room/").content.decode()
    assert "/tables/T9/" in body
    assert "/tables/T1/" not in body
    assert "You see the parts that you were asked for." in body
    table = signed_in(people["other"]).get(f"{ROOM}tables/T9/").content.decode()
    assert "data-save" in table
    assert "Gross savings rate" not in table
    assert list(lists.of(people["other"])) == [made]


def test_who_works_elsewhere_by_now_is_a_stranger(
    made: Assessment, people: dict[str, Person], lead: Person, now: datetime
) -> None:
    action = assessed.planned(made, lead, now, person=people["officer"])
    gone = moved(people["other"], Role.OFFICER)
    assert statuses(gone, *PAGES) == [404] * len(PAGES)
    assert list(lists.of(gone)) == []
    assert list(lists.asked_of(gone)) == []
    with pytest.raises(NotAllowed):
        setting_up.hand_in(made.parts.get(code="T9"), by=gone, now=now)
    away = Organisation.objects.get(code="away")
    for person, role in ((lead, Role.ANALYST), (people["officer"], Role.OFFICER)):
        person.memberships.update(organisation=away, role=role)
    lead, officer = (Person.objects.get(pk=each.pk) for each in (lead, people["officer"]))
    assert made.lead == lead
    assert statuses(lead, *PAGES) == [404] * len(PAGES)
    with pytest.raises(NotAllowed):
        setting_up.ask(made, ["T1"], office=None, by=lead, now=now)
    with pytest.raises(NotAllowed):
        planning.step(action, action.state, percent=10, by=officer, now=now)


def test_of_a_department_of_a_department_one_is_still_of_the_house(made: Assessment, now: datetime) -> None:
    below = Organisation.objects.create(
        code="bridges", kind="department", name={"en": "Bridges"}, parent=Organisation.objects.get(code="roads")
    )
    person = assessed.analyst("bridges", "bridges")
    assert below.parent is not None
    assert statuses(person, "room/", "tables/T1/") == [200, 200]
    assert statuses(assessed.analyst("water", "water"), "room/", "tables/T1/") == [404, 404]


def test_who_is_to_carry_out_an_action_opens_it_though_the_plan_is_not_published(
    made: Assessment, people: dict[str, Person], lead: Person, now: datetime
) -> None:
    assessed.planned(made, lead, now, person=people["other"])
    assessed.planned(made, lead, now)
    assert statuses(people["other"], "plan/1/", "plan/2/", "plan/") == [200, 404, 404]
    done = signed_in(people["other"]).post(f"{ROOM}plan/1/step/", {"state": "draft", "percent": "15"})
    assert done.status_code == 302
    assert made.actions.get(number=1).percent == 15


def test_nothing_is_said_about_figures_that_are_signed(made: Assessment, lead: Person, now: datetime) -> None:
    cell = cells.read("T1/R1//2025/actual")
    remark = settling.remark(made, cell, "Is this right?", by=lead, now=now)
    Assessment.objects.update(state=Assessment.State.SUBMITTED)
    with pytest.raises(Refused, match="It is signed"):
        settling.remark(made, cell, "And this?", by=lead, now=now)
    with pytest.raises(Refused, match="It is signed"):
        settling.settle(remark, by=lead, now=now)
    client = signed_in(lead)
    page = f"{ROOM}tables/T1/cell/?cell={cell}"
    assert "Add the remark" not in client.get(page).content.decode()
    told = client.post(page, {"do": "remark", "text": "And this?"}, follow=True)
    assert "It is signed, and nothing can be said" in told.content.decode()
