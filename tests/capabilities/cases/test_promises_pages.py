"""The pages of promises, as administrators, officers and reporters use them."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult
from tests.capabilities.cases.reports import with_
from tests.city import City

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Case, Category, DayOff, EscalationRung, OfficeHours
from korzo.capabilities.cases.operations import promise_rules, promises
from korzo.capabilities.cases.queries import following
from korzo.capabilities.cases.rules.promises_ladder import Rung, To
from korzo.kernel.messages import rendering
from korzo.kernel.messages.models import Message
from korzo.kernel.people.models import Person
from korzo.kernel.trail import delivery

People = dict[str, Person]
RUNGS = {f"{name}_{n}": value for n in range(1, 5) for name, value in (("which", "resolution"), ("to", "lead"))}
RULES = {
    "amount": "3",
    "clock": "working_days",
    "starts": "reported",
    "convention": "monday",
    "pauses": "on",
    "answer_amount": "72",
    "answer_clock": "hours",
}


@pytest.fixture
def admin(people: People) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(people["administrator"])
    return client


def url(name: str, *arguments: str) -> str:
    with translation.override("en"):
        return reverse(f"cases:{name}", args=arguments)


def test_promises_are_read_as_sentences(admin: Client) -> None:
    page = admin.get(url("promises")).content.decode()
    assert "Solved within 5 working days, counted from when a colleague has checked it." in page
    assert "Solved within 24 hours" in page
    assert "Nothing is promised." in page
    assert "Works when the city does." in page


def test_a_question_when_something_would_be_due(admin: Client, people: People, now: datetime) -> None:
    promise_rules.set_ladder(None, rungs=[Rung(80, To.ARBITER)], by=people["administrator"], now=now)
    asked = {"category": "pothole", "office": "roads", "on": "2026-03-27", "at": "12:00"}
    page = admin.get(url("promises"), asked).content.decode()
    assert page.index("2 April 2026") < page.index("3 April 2026")
    assert "80 % of the time for a solution are used: the arbiter." in page
    wrong = admin.get(url("promises"), {**asked, "on": "9999-12-31"}).content.decode()
    assert "Choose a day nearer to now." in wrong


def test_an_administrator_changes_a_clock_and_its_ladder(admin: Client, town: City) -> None:
    given = {**RULES, **RUNGS, "percent_1": "50", "percent_2": "150", "to_2": "elected"}
    assert admin.post(url("promise", "pothole"), given).status_code == 302
    found = Category.objects.get(code="pothole")
    assert (found.amount, found.convention, found.starts, found.skips_holidays) == (3, "monday", "reported", False)
    rungs = list(EscalationRung.objects.values_list("category__code", "percent", "to"))
    assert rungs == [("pothole", 50, "lead"), ("pothole", 150, "elected")]
    page = admin.get(url("promise", "pothole")).content.decode()
    assert 'value="150"' in page


def test_a_slip_of_the_finger_is_shown(admin: Client, town: City) -> None:
    answer = admin.post(url("promise", "pothole"), {**RULES, **RUNGS, "amount": "20000"})
    assert (answer.status_code, Category.objects.get(code="pothole").amount) == (422, 5)
    assert "This is more than ten years. Is it a mistake?" in answer.content.decode()


def test_an_administrator_changes_hours_days_and_the_ladder_of_all(admin: Client, people: People, town: City) -> None:
    hours = {"opens": "07:00", "closes": "00:00", "weekdays": ["0", "5"], "lead": str(people["officer"].pk)}
    assert admin.post(url("office-hours", "roads"), hours).status_code == 302
    stored = OfficeHours.objects.get()
    assert (stored.weekdays, stored.lead) == ([0, 5], people["officer"])
    page = admin.get(url("promises")).content.decode()
    assert "Mon, Sat from 07:00 to 24:00." in page
    assert admin.post(url("office-hours", "roads"), {**hours, "weekdays": []}).status_code == 422
    assert admin.post(url("office-hours", "roads"), {**hours, "as_the_city": "on"}).status_code == 302
    assert not OfficeHours.objects.exists()
    day = f"{timezone.localdate() + timedelta(days=9)}"
    assert admin.post(url("promise-day"), {"day": day, "is_working": "off", "note": "Feast"}).status_code == 302
    assert f"{DayOff.objects.get().day}" == day
    assert "(Feast)" in admin.get(url("promises")).content.decode()
    assert admin.post(url("promise-ladder"), {**RUNGS, "percent_1": "100"}).status_code == 302
    assert EscalationRung.objects.get().category is None


def test_the_button_counts_anew_in_the_background(admin: Client, people: People, town: City, now: datetime) -> None:
    case = operations.report(with_(), by=None, now=now).case
    promise_rules.change(town.pothole, rules={"amount": 6}, by=people["administrator"], now=now)
    assert admin.post(url("promises-recompute")).status_code == 302
    waiting = DBTaskResult.objects.get(task_path__endswith="promises.recompute_later")
    promises.recompute_later.call(**waiting.args_kwargs["kwargs"])
    assert Case.objects.get(pk=case.pk).due_at == datetime.fromisoformat("2026-03-19T10:30+01:00")


def test_the_office_asks_and_the_reporter_answers_on_their_page(people: People, now: datetime) -> None:
    made = operations.report(with_(email="ana@example.org"), by=None, now=now).case
    officer, reporter = Client(headers={"accept-language": "en"}), Client(headers={"accept-language": "en"})
    officer.force_login(people["officer"])
    given = {"text": "Which lane is it?", "version": str(made.version)}
    assert officer.post(url("act", made.code, "ask"), given).status_code == 302
    record = officer.get(url("record", made.code)).content.decode()
    assert "Wait no longer for the answer" in record
    own = url("follow", made.code, following.token(made.contact))
    page = reporter.get(own).content.decode()
    assert "Which lane is it?" in page
    assert "The clock stands still until you answer." in page
    stranger = Client().get(url("case", made.code)).content.decode()
    assert "Which lane" not in stranger
    assert "until the person who reported it answers a question" in stranger
    delivery.deliver_news()
    letter = Message.objects.get(template="cases/asked")
    assert "Which lane is it?" in rendering.render(letter).text
    assert reporter.post(own, {"text": "The left one."}).status_code == 302
    assert Case.objects.get().waiting_since is None
    assert "The office has a question for you" not in reporter.get(own).content.decode()


def test_messages_about_late_cases_and_moved_dates_say_which_and_why(people: People, town: City, now: datetime) -> None:
    admin = people["administrator"]
    Person.objects.filter(pk=people["arbiter"].pk).update(language="en")
    promise_rules.set_ladder(None, rungs=[Rung(100, To.ARBITER)], by=admin, now=now)
    case = operations.report(with_(email="ana@example.org", language="en"), by=None, now=now).case
    promise_rules.change(town.pothole, rules={"amount": 7}, by=admin, now=now)
    promises.recompute(by=admin, now=now)
    promises.escalate(now=now + timedelta(days=30))
    delivery.deliver_news()
    moved = rendering.render(Message.objects.get(template="cases/moved"))
    assert (
        "promised to be solved by 20 March 2026, because the city changed its rules or its working days." in moved.text
    )
    late = rendering.render(Message.objects.filter(template="cases/escalated")[0])
    assert late.subject == f"{case.code} is late"
    assert f"/cases/queue/{case.code}/" in late.text


def test_three_kinds_and_three_hours_cost_no_more_queries(admin: Client, town: City) -> None:
    admin.get(url("promises"))
    with CaptureQueriesContext(connection) as before:
        admin.get(url("promises"))
    for number in range(3):
        Category.objects.create(code=f"kind-{number}", name={"en": "Kind"}, amount=3)
    admin.get(url("promises"))
    with CaptureQueriesContext(connection) as after:
        admin.get(url("promises"))
    assert len(after) == len(before)
