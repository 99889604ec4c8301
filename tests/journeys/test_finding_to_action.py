"""What an assessment found becomes somebody's work, and who did it hears when the next one shows that it helped."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.capabilities.assessments import assessed
from tests.city import City

from korzo import journeys
from korzo.capabilities.assessments import public
from korzo.capabilities.assessments.models import Action, Assessment
from korzo.capabilities.assessments.operations import entering, planning, setting_up, signing
from korzo.capabilities.assessments.operations.entering import Edit
from korzo.capabilities.assessments.queries import overview
from korzo.capabilities.assessments.rules import cells
from korzo.capabilities.assessments.rules.numbers import Mark
from korzo.capabilities.assessments.rules.targets import Outcome
from korzo.kernel import refs
from korzo.kernel.messages import rendering
from korzo.kernel.messages.models import Message
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.trail import delivery

State = Assessment.State


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def lead(town: City, people: dict[str, Person]) -> Person:
    return assessed.analyst()


def signed(made: Assessment, lead: Person, mayor: Person, now: datetime) -> Assessment:
    for table in ("T1", "T2"):
        setting_up.hand_in(made.parts.get(code=table), by=lead, now=now)
        setting_up.judge(made.parts.get(code=table), accept=True, by=lead, now=now)
    for state, by in ((State.RECONCILING, lead), (State.REVIEWED, lead), (State.SUBMITTED, mayor)):
        made = signing.step(made, state, by=by, now=now)
    return made


def later(before: Assessment, lead: Person, now: datetime, wages: int) -> Assessment:
    """The assessment of a year later: all as in 2025, only that so much goes into wages (thousands)."""
    values = {"first_year": 2025, "last_year": 2026, "currency": "EUR", "country": "RS", "previous": before}
    made = setting_up.begin(Organisation.objects.get(code="city"), "2026", values, by=lead, now=now)
    made = signing.step(made, State.COLLECTING, by=lead, now=now)
    amounts = {(table, line): amount for table, lines in assessed.AMOUNTS.items() for line, amount in lines.items()}
    amounts["T2", "E1"] = wages
    edits = [
        Edit(cells.read(f"{table}/{line}//2026/actual"), f"{amount}000") for (table, line), amount in amounts.items()
    ]
    entering.enter(made, edits, mark=Mark.POINT, by=lead, now=now)
    return made


def post(client: Client, page: str, /, **values: Any) -> Any:
    return client.post(page, values)


def test_from_a_weak_ratio_to_the_letter_that_says_it_helped(
    lead: Person, people: dict[str, Person], now: datetime
) -> None:
    Person.objects.update(language="en")
    first = signed(assessed.filled(lead, now), lead, people["administrator"], now)
    delivery.start_at_head()
    client = Client()
    client.force_login(lead)
    page = client.get("/en/assessments/2025/ratios/mfsa/C1/").content.decode()
    assert "/en/assessments/2025/plan/new/?indicator=mfsa:C1" in page
    form = client.get("/en/assessments/2025/plan/new/?indicator=mfsa:C1").content.decode()
    assert "30 are left for investment and debt" in form  # what is weak is written down already
    office = people["officer"].memberships.get().organisation
    values = {
        "title": "Fewer empty posts", "theme": "spending", "indicator": "mfsa:C1", "target": "35 %", "target_year": "2026",
        "starts_on": "2026-01-01", "ends_on": "2026-12-31", "impact": "5", "feasibility": "4", "office": office.pk,
    }  # fmt: skip
    answer = post(client, "/en/assessments/2025/plan/new/", **values)
    assert answer["Location"] == "/en/assessments/2025/plan/1/"
    action = Action.objects.get()
    assert (action.target, round(action.baseline or 0, 4), action.priority) == (Decimal("0.35"), Decimal("0.3022"), 20)

    answer = post(client, "/en/assessments/2025/plan/1/step/", state="approved", decision="")
    assert (answer.status_code, Message.objects.count()) == (422, 0)
    post(client, "/en/assessments/2025/plan/1/step/", state="approved", decision="12/2026")
    delivery.deliver_news()
    letter = Message.objects.filter(person=people["officer"], template="assessments/given").first()
    assert letter is not None
    said = rendering.render(letter).text
    assert "from 30.2 % to 35.0 % in 2026" in said
    assert "/en/assessments/2025/plan/1/" in said

    officer = Client()
    officer.force_login(people["officer"])
    post(officer, "/en/assessments/2025/plan/1/step/", state="in_progress", percent="40")
    post(officer, "/en/assessments/2025/plan/1/evidence/", title="Decision", address="https://example.org/decision")
    shown = officer.get("/en/assessments/2025/plan/1/").content.decode()
    assert "40 %" in shown
    assert "https://example.org/decision" in shown

    second = later(first, lead, now, wages=150)  # gross savings: (900 − 590 + 12) / 900
    assert "target met" in client.get("/en/assessments/2026/").content.decode()
    signed(second, lead, people["administrator"], now)
    delivery.deliver_news()
    told = Message.objects.filter(template="assessments/met").values_list("person", flat=True)
    assert set(told) == {people["officer"].pk, lead.pk}
    assert "target met" in client.get("/en/assessments/2025/plan/1/").content.decode()


def test_a_target_that_was_not_met_is_told_to_nobody(lead: Person, people: dict[str, Person], now: datetime) -> None:
    first = signed(assessed.filled(lead, now), lead, people["administrator"], now)
    assessed.planned(first, lead, now, office=people["officer"].memberships.get().organisation)
    delivery.start_at_head()
    second = signed(later(first, lead, now, wages=200), lead, people["administrator"], now)
    delivery.deliver_news()
    assert [came for _action, came in overview.outcomes(first, second)] == [Outcome.MISSED]
    assert Message.objects.count() == 0


def test_others_can_name_an_action_once_its_plan_is_published(
    lead: Person, people: dict[str, Person], now: datetime
) -> None:
    made = signed(assessed.filled(lead, now), lead, people["administrator"], now)
    action = assessed.planned(made, lead, now)
    assert refs.describe(action.ref) is None
    assert refs.describe(made.ref) is None
    signing.publish(made, ["summary", "plan"], by=lead, now=now)
    assert refs.describe(action.ref) is None  # nobody has decided on it
    planning.step(action, Action.State.APPROVED, decision="1/2026", by=lead, now=now)
    shown = refs.describe(action.ref)
    assert shown is not None
    assert Client().get(shown.url).status_code == 200
    view = public.action(action.ref)
    assert view is not None
    assert (view.moves, view.is_approved, view.is_public) == ("Gross savings rate", True, True)
    planning.step(action, Action.State.DROPPED, reason="No money", by=lead, now=now)
    assert [refs.describe(each) for each in ("action:2025-9", "action:2025-x", "action:nothing")] == [None] * 3


def test_it_is_loaded_only_where_assessments_are_switched_on() -> None:
    assert "finding_to_action" not in journeys.load(["cases"])
