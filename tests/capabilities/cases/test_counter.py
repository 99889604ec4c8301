"""A report written down for somebody: one page, checked at once, and a paper to take along."""

import io
import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from tests.capabilities.cases import reports
from tests.city import City

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.open311 import bulk
from korzo.kernel.people.models import Person

GIVEN = {
    "channel": "paper", "category": "pothole", "description": "Deep.", "address": "Mlinska ulica 3", "language": "sr",
    "publish_text": "on", "client_key": "one", "phone": "064 123 4567",
}  # fmt: skip


@pytest.fixture
def agent(people: dict[str, Person]) -> Client:
    made = Client(headers={"accept-language": "en"})
    made.force_login(people["agent"])
    return made


def send(agent: Client, **changes: Any) -> Any:
    return agent.post(reverse("cases:counter"), {**GIVEN, **changes})


def test_it_is_checked_at_once_and_has_a_receipt(agent: Client, town: City) -> None:
    answer = send(agent)
    case = Case.objects.get()
    assert (case.channel, case.state, case.text_is_public, case.category.code) == (
        "paper",
        "validated",
        True,
        "pothole",
    )
    assert case.tile is not None
    assert case.contact.person is None, "it is not the agent's own"
    assert case.due_at
    receipt = agent.get(answer["Location"]).content.decode()
    assert case.code in receipt
    link = re.search(r"http://[^/]+(/f/[\w-]+)", receipt)
    assert link
    page = Client().get(link[1])
    assert page["Location"].startswith("/sr/"), "in the language of who stands there"
    assert Client().get(page["Location"]).status_code == 200
    assert agent.get(reverse("cases:counter")).context["form"].initial["channel"] == "paper", "the next is paper too"
    with translation.override("en"):
        record = agent.get(reverse("cases:record", args=[case.code])).content.decode()
    assert "Came by: Paper" in record


def test_words_can_stay_internal(agent: Client, town: City) -> None:
    send(agent, publish_text="")
    assert not Case.objects.get().text_is_public


def test_a_kind_with_questions_shows_them_before_it_is_taken(agent: Client, town: City) -> None:
    shown = send(agent, category="leak")
    assert shown.status_code == 200
    assert not Case.objects.exists()
    page = shown.content.decode()
    assert "How strong is it?" in page
    assert 'value="leak"' in page
    assert send(agent, category="leak", questions_for="leak").status_code == 422
    assert send(agent, category="leak", questions_for="leak", attribute_FLOW="jet").status_code == 302
    assert Case.objects.get().attributes == {"FLOW": "jet"}


def test_sent_twice_is_one_case(agent: Client, town: City) -> None:
    assert send(agent)["Location"] == send(agent)["Location"]
    assert Case.objects.count() == 1


def test_what_is_missing_is_said(agent: Client, town: City) -> None:
    assert send(agent, address="").status_code == 422
    assert send(agent, channel="pigeon").status_code == 422
    assert send(agent, category="").status_code == 422
    assert not Case.objects.exists()


def test_the_open_data_say_how_it_came(agent: Client, town: City) -> None:
    send(agent)
    out = io.StringIO()
    bulk.write(out, "csv")
    assert ",Letter," in out.getvalue()


def test_there_is_no_receipt_of_what_somebody_reported_themselves(agent: Client, town: City, now: datetime) -> None:
    case = operations.report(reports.HOLE, by=None, now=now).case
    assert agent.get(reverse("cases:counter-receipt", args=[case.code])).status_code == 404, "their page is theirs"
