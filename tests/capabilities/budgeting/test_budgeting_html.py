"""Every page is sound HTML with ideas in every state, and asks the database a bounded number of times."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.capabilities.budgeting import cycles
from tests.city import MIDDLE, City
from tests.site.html import faults

from korzo.capabilities.budgeting.models import Cycle, Idea
from korzo.capabilities.budgeting.operations import planning, proposing, supporting
from korzo.kernel.people.models import Person

People = dict[str, Person]


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def full(town: City, people: People, now: datetime) -> Cycle:
    """A cycle with a draft, and ideas that are proposed, checked, returned, joined, hidden, commented."""
    cycle = cycles.build(now)
    resident = people["resident"]
    proposing.begin(cycle, cycles.words("A draft"), by=resident, now=now)
    first = cycles.proposed(cycle, by=resident, now=now, title="Checked", point=MIDDLE)
    cycles.checked(first, people, now)
    cycles.checked(cycles.proposed(cycle, by=resident, now=now, title="Returned"), people, now, verdict="returned")
    twin = cycles.proposed(cycle, by=people["elected"], now=now, title="Joined")
    planning.merge(twin, into=first, by=people["arbiter"], now=now)
    planning.visit(first, on=now.date(), text="There is room.", people=3, by=people["arbiter"], now=now)
    supporting.support(first, yes=True, by=people["agent"], now=now)
    rude = supporting.comment(first, text="See www.example.org", by=people["agent"], now=now)
    supporting.complain(first, rude, why="An advertisement", by=resident, now=now)
    supporting.comment(first, text="Fine <b>!", by=people["other"], now=now)
    cycles.asked(cycles.proposed(cycle, by=resident, now=now, title="Asked"), by=people["arbiter"], now=now)
    waiting = cycles.proposed(cycle, by=resident, now=now, title="Waiting")
    supporting.invite(waiting, email=people["other"].email, by=resident, now=now)
    hidden = cycles.proposed(cycle, by=resident, now=now, title="Hidden")
    planning.hide(hidden, hidden=True, why="A name", by=people["agent"], now=now)
    return cycle


def paths(role: str) -> list[str]:
    ideas = [f"ideas/{code}/" for code in Idea.objects.values_list("code", flat=True)]
    public = ["", "2026/", "2026/ideas/", "2026/ideas/?q=nothing", "2026/committee/", *ideas]
    drafts = [f"ideas/{Idea.objects.get(title='A draft').code}/{step}/" for step in ("write", "place", "cost", "send")]
    returned = [f"ideas/{Idea.objects.get(title='Returned').code}/{step}/" for step in ("send", "withdraw")]
    plans = [f"{path}plan/" for path in ideas]
    made = {
        "stranger": public,
        "resident": [*public, *drafts, *returned, "propose/", "2026/propose/", "2026/volunteer/"],
        "arbiter": [*ideas, *plans, "desk/", "desk/moderation/", "2026/shortlist/city/"],
        "officer": ["desk/", *(f"desk/checks/{key}/" for key in _reviews())],
        "administrator": [
            "new/",
            "themes/",
            "themes/new/",
            *(f"2026/set-up/{end}" for end in _SET_UP),
            "2026/committee/draw/",
        ],
        "other": ideas,
    }
    return made[role]


_SET_UP = ("", "calendar/", "next/", "envelopes/new/", "envelopes/city/")


def _reviews() -> list[int]:
    return [review.pk for idea in Idea.objects.all() for review in idea.reviews.all()]


@pytest.mark.parametrize("role", ["stranger", "resident", "arbiter", "officer", "administrator", "other"])
def test_every_page_is_sound(full: Cycle, people: People, role: str) -> None:
    client = Client()
    if role != "stranger":
        client.force_login(people[role])
    wrong = {}
    for path in paths(role):
        answer = client.get(f"/en/budgeting/{path}")
        if answer.status_code == 200 and (found := faults(answer.content.decode())):
            wrong[path] = found
    assert wrong == {}


def test_more_ideas_are_not_more_queries(
    full: Cycle, people: People, now: datetime, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        cycles.proposed(full, by=people["resident"], now=now, title=f"Idea {number}")
    client = Client()
    for path, most in (("2026/ideas/", 16), ("2026/", 18), ("", 12)):
        client.get(f"/en/budgeting/{path}")
        with django_assert_max_num_queries(most):
            client.get(f"/en/budgeting/{path}")
