"""What a reporter writes about a closed case is noticed by the office that owns it, until somebody does something."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from tests.capabilities.cases import reports
from tests.city import City

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.queries import owning
from korzo.kernel.people.models import Person

People = dict[str, Person]


@pytest.fixture
def closed(town: City, people: People, now: datetime) -> Case:
    """A hole that was filled, and about which its reporter has written since."""
    case = operations.report(reports.HOLE, by=None, now=now).case
    operations.comment(case, text="Please hurry", public=False, by=None, as_reporter=True, now=now)
    assert case.unread_since is None
    operations.resolve(case, text="Filled", by=people["officer"], now=now)
    operations.comment(case, text="It is open again", public=False, by=None, as_reporter=True, now=now)
    return case


Answer = Callable[[Case, Person, datetime], object]
ANSWERS: dict[str, Answer] = {
    "read": lambda case, by, now: operations.read(case, by=by, now=now),
    "answered": lambda case, by, now: operations.comment(case, text="Seen", public=True, by=by, now=now),
    "reopened": lambda case, by, now: operations.reopen(case, text="Again", by=by, now=now),
    "reopened by who reported it": lambda case, _by, now: operations.reopen(
        case, text="No", by=None, as_reporter=True, now=now
    ),
}


@pytest.mark.parametrize("how", ANSWERS)
def test_the_office_sees_it_until_somebody_does_something(
    closed: Case, people: People, now: datetime, how: str
) -> None:
    officer, other = people["officer"], people["other"]
    assert (owning.waiting(officer).unread, owning.waiting(other).unread) == (1, 0)
    ANSWERS[how](closed, officer, now)
    assert owning.waiting(officer).unread == 0


def test_the_queue_counts_it_and_one_button_ends_it(closed: Case, people: People) -> None:
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(people["officer"])
    with translation.override("en"):
        queue, record = reverse("cases:queue"), reverse("cases:record", args=[closed.code])
        act = reverse("cases:act", args=[closed.code, "read"])
    assert "New words on closed cases (1)" in browser.get(queue).content.decode()
    assert closed.code in browser.get(queue + "?unread=1").content.decode()
    assert "Mark as read" in browser.get(record).content.decode()
    stranger = Client()
    stranger.force_login(people["other"])
    stranger.post(act)
    closed.refresh_from_db()
    assert closed.unread_since
    browser.post(act)
    assert "New words on closed cases" not in browser.get(queue).content.decode()
    assert "Mark as read" not in browser.get(record).content.decode()
