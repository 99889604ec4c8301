"""A repair for which there was no money becomes an idea for the residents' budget, at one tap."""

import io
from datetime import datetime
from urllib.parse import unquote

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image
from tests.capabilities.budgeting import cycles
from tests.capabilities.cases.reports import with_
from tests.city import MIDDLE, City

from korzo import journeys
from korzo.capabilities.budgeting.models import Cycle, Idea, Track
from korzo.capabilities.budgeting.operations import proposing
from korzo.capabilities.cases import operations as cases
from korzo.capabilities.cases.models import Case
from korzo.kernel import refs
from korzo.kernel.files import operations as files
from korzo.kernel.messages import rendering
from korzo.kernel.messages.models import Message
from korzo.kernel.people.models import Person
from korzo.kernel.trail import delivery

BUTTON = "Make it an idea"


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def declined(town: City, people: dict[str, Person], now: datetime) -> Case:
    """A case with a photo, declined because there is no money."""
    picture = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(picture, "PNG")
    photo = files.add(picture, owner="draft:x", now=now)
    report = with_(photos=(photo,), email="ana@example.org", lat=MIDDLE[0], long=MIDDLE[1], description="No shade.")
    case = cases.report(report, by=None, now=now).case
    cases.validate(case, by=people["officer"], now=now)
    cases.decline(case, reason="no_money", text="Not this year.", by=people["officer"], now=now)
    return case


def page(case: Case, client: Client) -> str:
    return client.get(f"/en/cases/{case.code}/").content.decode()


def test_from_the_button_to_the_letter(declined: Case, people: dict[str, Person], now: datetime) -> None:
    cycles.build(now)
    delivery.start_at_head()
    client = Client()
    client.force_login(people["elected"])
    assert BUTTON in page(declined, client)
    answer = client.post("/en/budgeting/propose/", {"from": declined.ref})
    idea = Idea.objects.get()
    assert answer["Location"] == f"/en/budgeting/ideas/{idea.code}/write/"
    assert (idea.state, idea.body, idea.from_ref, idea.photos.count()) == ("draft", "No shade.", declined.ref, 1)
    assert (idea.lat, idea.long) == MIDDLE
    assert idea.code not in page(declined, client)  # a draft is nobody's business

    again = client.post("/en/budgeting/propose/", {"from": declined.ref})
    assert again["Location"] == answer["Location"]

    proposing.send(idea, by=people["elected"], now=now)
    assert idea.title in page(declined, Client())
    assert declined.code in Client().get(f"/en/budgeting/ideas/{idea.code}/").content.decode()
    assert [(each.from_ref, each.to_ref) for each in refs.story(declined.ref)] == [(declined.ref, idea.ref)]
    delivery.deliver_news()
    letter = Message.objects.get(to="ana@example.org", template="budgeting/grew")
    letter.language = "en"
    assert f"/en/budgeting/ideas/{idea.code}/" in rendering.render(letter).text


def test_a_stranger_signs_in_first_and_finds_the_case_again(
    declined: Case, people: dict[str, Person], now: datetime
) -> None:
    cycles.build(now)
    stranger = Client()
    [door] = [offer.url for offer in refs.offered(declined.ref)]
    answer = stranger.post(door, {"from": declined.ref})
    assert "/login/" in answer["Location"]
    client = Client()
    client.force_login(people["resident"])
    shown = client.get(unquote(answer["Location"].partition("next=")[2])).content.decode()
    assert "No shade." in shown
    assert Idea.objects.count() == 0


def test_nothing_is_offered_out_of_time_or_for_other_reasons(
    declined: Case, people: dict[str, Person], now: datetime
) -> None:
    cycle = cycles.build(now, phase="vote")
    client = Client()
    client.force_login(people["resident"])
    assert BUTTON not in page(declined, client)
    cycles.turn(cycle, "propose", now)
    assert BUTTON in page(declined, client)
    Case.objects.update(reason="not_found")
    assert BUTTON not in page(declined, client)
    assert client.post("/en/budgeting/propose/", {"from": declined.ref}).status_code == 404
    assert client.post("/en/budgeting/propose/", {"from": "case:nonsense"}).status_code == 404
    assert client.post("/en/budgeting/propose/", {"from": "nonsense"}).status_code == 404


def test_who_took_it_back_can_begin_again(declined: Case, people: dict[str, Person], now: datetime) -> None:
    cycles.build(now)
    client = Client()
    client.force_login(people["resident"])
    client.post("/en/budgeting/propose/", {"from": declined.ref})
    first = Idea.objects.get()
    proposing.send(first, by=people["resident"], now=now)
    proposing.withdraw(first, by=people["resident"], now=now)
    answer = client.post("/en/budgeting/propose/", {"from": declined.ref}, follow=True)
    assert answer.status_code == 200
    assert Idea.objects.exclude(pk=first.pk).get().state == "draft"


def test_where_two_cycles_are_open_one_is_chosen(declined: Case, people: dict[str, Person], now: datetime) -> None:
    cycle = cycles.build(now)
    young = Cycle.objects.create(code="young", name={"en": "Young people"}, currency="EUR", is_published=True)
    Track.objects.create(cycle=young, code="all", name={"en": "All"}, envelope=1000)
    cycles.turn(young, "propose", now)
    client = Client()
    client.force_login(people["resident"])
    asked = client.post("/en/budgeting/propose/", {"from": declined.ref}).content.decode()
    assert "Young people" in asked
    assert Idea.objects.count() == 0
    client.post("/en/budgeting/propose/", {"from": declined.ref, "cycle": "2026"})
    assert Idea.objects.get().cycle == cycle


def test_it_is_loaded_only_where_both_are_switched_on() -> None:
    assert "case_to_idea" not in journeys.load(["cases"])
    assert "case_to_idea" not in journeys.load(["budgeting"])
