"""Asking for parts: one letter for all of them, a reminder two days before and on the day, and what is sent back."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from tests.capabilities.assessments import assessed

from korzo.capabilities.assessments.jobs import asking
from korzo.capabilities.assessments.models import Assessment, Part
from korzo.capabilities.assessments.operations import setting_up, signing
from korzo.capabilities.assessments.queries import rooms
from korzo.kernel.messages import rendering
from korzo.kernel.messages.models import Channel, Message
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.trail import delivery

pytestmark = pytest.mark.django_db


def letters(person: Person) -> list[rendering.Rendered]:
    """What lies in somebody's inbox, the oldest first."""
    told = Message.objects.filter(person=person, channel=Channel.INBOX, template=asking.TEMPLATE).order_by("pk")
    return [rendering.render(each) for each in told]


def test_who_is_asked_gets_one_letter_and_is_reminded(people: dict[str, Person], now: datetime) -> None:
    lead, officer = assessed.analyst(), people["officer"]
    Person.objects.update(language="en")
    made = assessed.begun(lead, now)
    delivery.deliver_news()
    due = timezone.localdate() + timedelta(days=2)
    setting_up.ask(made, ["T1", "T2"], person=officer, due_on=due, by=lead, now=now)
    delivery.deliver_news()
    (letter,) = letters(officer)
    assert "Revenue" in letter.text
    assert "Expenditure by kind" in letter.text
    assert letter.link.endswith("/assessments/2025/room/")
    asking.remind.call()
    asking.remind.call()
    assert [each.subject.partition(":")[0] for each in letters(officer)] == [
        "You are asked for figures", "These figures are due soon",
    ]  # fmt: skip
    for code in ("T1", "T2"):
        setting_up.hand_in(made.parts.get(code=code), by=officer, now=now)
    Part.objects.filter(assessment=made).update(due_on=timezone.localdate())
    asking.remind.call()
    setting_up.judge(made.parts.get(code="T1"), accept=False, message="The tax is missing.", by=lead, now=now)
    delivery.deliver_news()
    assert len(letters(officer)) == 3
    assert "The tax is missing." in letters(officer)[-1].text
    assert letters(officer)[-1].link.endswith("/tables/T1/")
    assert not letters(lead)


def test_a_draft_asks_nobody_until_figures_are_gathered(people: dict[str, Person], now: datetime) -> None:
    lead = assessed.analyst()
    values = {"first_year": 2024, "last_year": 2025, "currency": "EUR"}
    made = setting_up.begin(Organisation.objects.get(code="city"), "later", values, by=lead, now=now)
    roads = people["officer"].memberships.get().organisation
    setting_up.ask(made, ["T10"], office=roads, due_on=None, by=lead, now=now)
    delivery.deliver_news()
    assert not letters(people["officer"])
    signing.step(made, Assessment.State.COLLECTING, by=lead, now=now)
    delivery.deliver_news()
    assert len(letters(people["officer"])) == 1
    assert not letters(people["other"])


def test_how_far_the_room_is(people: dict[str, Person], now: datetime) -> None:
    lead = people["administrator"]
    made = assessed.filled(lead, now)
    found = rooms.chapters(made, lead)
    progress = rooms.progress(found)
    revenue = next(row for chapter in found for row in chapter.rows if row.part.code == "T1")
    assert (revenue.filled, revenue.asked, revenue.fills) == (30, 30, True)
    assert progress.parts == progress.open == made.parts.count()
    assert progress.filled == 62
    assert {person.email for person in rooms.people(rooms.offices(made))} >= {
        "officer@example.org",
        "other@example.org",
    }
