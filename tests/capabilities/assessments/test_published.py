"""What strangers find of an assessment that is published: that, and not a word of what stands behind it."""

import csv
import io
import zipfile
from datetime import datetime, timedelta

import pytest
from django.test import Client
from tests.capabilities.assessments import assessed

from korzo.capabilities.assessments import public
from korzo.capabilities.assessments.models import Action, Assessment, PeerSet, Scenario
from korzo.capabilities.assessments.operations import answering, entering, planning, setting_up, signing
from korzo.capabilities.assessments.operations.entering import Edit
from korzo.capabilities.assessments.queries import audiences, presenting, reporting
from korzo.capabilities.assessments.queries.overview import Overview
from korzo.capabilities.assessments.queries.planning import Plan
from korzo.capabilities.assessments.rules import cells
from korzo.capabilities.assessments.rules.numbers import Mark
from korzo.capabilities.assessments.views import fairly
from korzo.kernel.limits import Limit
from korzo.kernel.people.models import Person

pytestmark = pytest.mark.django_db
State = Assessment.State
PAGE = "/en/assessments/2025/"
LOANS = {
    "1/lender//actual": "Secret Bank", "1/purpose//actual": "=Secret hall", "1/kind//actual": "own",
    "1/closing/2024/actual": "60000", "1/closing/2025/actual": "50000", "2/lender//actual": "Secret Fund",
    "2/kind//actual": "own", "2/closing/2024/actual": "9000", "2/closing/2025/actual": "8000",
}  # fmt: skip


@pytest.fixture
def lead(people: dict[str, Person]) -> Person:
    return assessed.analyst()


@pytest.fixture
def made(lead: Person, now: datetime) -> Assessment:
    """With two loans of which too little is known."""
    found = assessed.filled(lead, now)
    edits = [Edit(cells.read(f"T4/{cell}"), text) for cell, text in LOANS.items()]
    entering.enter(found, edits, mark=Mark.POINT, by=lead, now=now)
    return found


def published(made: Assessment, *parts: str, by: Person, now: datetime) -> Assessment:
    Assessment.objects.filter(pk=made.pk).update(state=State.SUBMITTED)
    made.refresh_from_db()
    return signing.publish(made, parts, by=by, now=now)


def page(path: str = "", client: Client | None = None) -> str:
    answer = (client or Client()).get(PAGE + path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_whose_loans_are_missing_is_said_in_the_house_only(made: Assessment, lead: Person, now: datetime) -> None:
    made = published(made, "projections", by=lead, now=now)
    body = page("projections/")
    assert "Secret" not in body
    assert "2 loans are not in the years to come" in body
    told = str(reporting.report(made, audiences.everybody(made)).said())
    assert "Secret" not in told
    assert "2 loans are not in the years to come" in told
    client = Client()
    client.force_login(lead)
    assert "Secret Bank" in page("projections/", client)


def test_registers_are_published_as_numbers(made: Assessment, lead: Person, now: datetime) -> None:
    made = published(made, "tables", by=lead, now=now)
    stranger = Client()
    rows = list(csv.DictReader(io.StringIO(stranger.get(f"{PAGE}data.csv").text)))
    loans = {row["cell"]: row["amount"] or row["text"] for row in rows if row["table"] == "T4"}
    assert loans["T4/1/closing/2025/actual"] == "50000"
    assert loans["T4/1/kind//actual"] == "own"
    assert not any("lender" in cell or "purpose" in cell for cell in loans)
    files = [stranger.get(f"{PAGE}{name}").content for name in ("data.csv", "data.json")]
    with zipfile.ZipFile(io.BytesIO(stranger.get(f"{PAGE}workbook.xlsx").content)) as book:
        files += [book.read(name) for name in book.namelist()]
    assert not any(b"Secret" in file for file in files)
    assert any(b"SUMIFS" in file for file in files)
    house = Client()
    house.force_login(lead)
    assert "Secret Bank" in house.get(f"{PAGE}data.csv").text


def test_of_the_plan_before_strangers_learn_what_it_published(made: Assessment, lead: Person, now: datetime) -> None:
    before = assessed.filled(lead, now, "2024")
    for title, decided in (("A decided thing", True), ("A mere idea", False)):
        action = assessed.planned(before, lead, now, title=title, target_year=2025)
        if decided:
            planning.step(action, Action.State.APPROVED, decision="1/25", by=lead, now=now)
    answering.answer(before, "PI-1.1", "D", by=lead, now=now)
    answering.answer(made, "PI-1.1", "A", by=lead, now=now)
    setting_up.change(made, {"previous": before}, by=lead, now=now)
    made = published(made, "plan", "questions", by=lead, now=now)
    assert "A decided thing" not in page()
    assert "last time" not in page("questions/")
    published(before, "plan", "questions", by=lead, now=now)
    assert "A decided thing" in page()
    assert "A mere idea" not in page()
    assert "last time D" in page("questions/")
    assert [action.title for action, _came in Overview(made).targets] == ["A decided thing", "A mere idea"]
    # and the other way round: what came of an action is no secret once the later one says so
    everybody = audiences.everybody(before)
    assert all(row.outcome for row in Plan(before, audience=everybody).rows)
    signing.publish(made, ["questions"], by=lead, now=now)
    before = Assessment.objects.get(code="2024")
    assert not any(row.outcome for row in Plan(before, audience=everybody).rows)


def test_a_summary_is_a_summary(made: Assessment, lead: Person, now: datetime) -> None:
    made = published(made, "summary", by=lead, now=now)
    everybody = audiences.everybody(made)
    heads = {str(each.name) for each in Overview(made).headlines}
    others = [str(each.name) for each in Overview(made).told if str(each.name) not in heads]
    points = {point.partition(":")[0] for slide in presenting.slides(made, everybody) for point in slide.points}
    assert not points & set(others)
    assert {
        point.partition(":")[0] for slide in presenting.slides(made, audiences.HOUSE) for point in slide.points
    } & set(others)
    report = reporting.report(made, everybody)
    assert {line.partition(":")[0] for line in report.unknown} <= heads
    bodies = page(), page("council/")
    assert others
    for body in bodies:
        assert not [name for name in others if f">{name}" in body]


def test_of_a_plan_strangers_see_what_the_council_decided(made: Assessment, lead: Person, now: datetime) -> None:
    for title, steps in (
        ("An idea", ()), ("A dropped idea", ("dropped",)), ("Decided", ("approved",)), ("Given up", ("approved", "dropped")),
    ):  # fmt: skip
        action = assessed.planned(made, lead, now, title=title, person=lead)
        for step in steps:
            decision = "7/26" if step == "approved" else ""
            action = planning.step(action, step, decision=decision, reason="Secret talks", by=lead, now=now)
    planning.prove(action, "Secret letter", b"%PDF-1.7", file_name="l.pdf", by=lead, now=now)
    made = published(made, "summary", "plan", by=lead, now=now)
    stranger = Client()
    assert [stranger.get(f"{PAGE}plan/{number}/").status_code for number in (1, 2, 3, 4)] == [404, 404, 200, 200]
    bodies = [page(), page("plan/"), page("council/"), page("plan/4/"), stranger.get(f"{PAGE}plan/export.csv").text]
    bodies.append(str(reporting.report(made, audiences.everybody(made)).said()))
    for body in bodies:
        assert "idea" not in body
        assert "Secret" not in body
        assert lead.name not in body
    assert "Given up" in bodies[1]
    assert [public.describe_action(f"2025-{number}") is not None for number in (1, 2, 3, 4)] == [
        False,
        False,
        True,
        True,
    ]
    assert [getattr(public.action(f"action:2025-{number}"), "is_public", None) for number in (1, 3)] == [False, True]
    house = Client()
    house.force_login(lead)
    assert "A dropped idea" in page("plan/", house)
    assert "Secret talks" in page("plan/4/", house)


def test_what_is_shown_says_of_when_it_is(
    made: Assessment, lead: Person, people: dict[str, Person], now: datetime
) -> None:
    for state, by in ((State.RECONCILING, lead), (State.REVIEWED, lead), (State.SUBMITTED, people["administrator"])):
        made = signing.step(made, state, by=by, now=now)
    made = signing.publish(made, ["projections", "summary"], by=lead, now=now)
    assert "Figures: as signed on" in page()
    assert "changed after" not in page("projections/")
    Scenario.objects.filter(assessment=made).update(changed_at=now + timedelta(days=40))
    PeerSet.objects.create(
        code="x", title="Towns", chart="x", country="RS", currency="EUR", source="x", loaded_at=now
    ).rows.create(unit="A", year=2025, size=1)
    body = page("projections/")
    assert "changed after the figures were signed" in body
    assert "Other cities: Towns, as loaded on" in body
    assert any("changed after" in note for note in reporting.report(made, audiences.everybody(made)).notes)


def test_what_takes_long_is_made_once_for_everybody_and_not_without_end(
    made: Assessment, lead: Person, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = published(made, "projections", "tables", by=lead, now=now)
    monkeypatch.setattr(fairly, "MOST", Limit.parse("2/10m"))
    stranger = Client()
    first = stranger.get(f"{PAGE}data.json")
    assert first.status_code == 200
    assert [stranger.get(f"{PAGE}data.json").content == first.content for _again in range(3)] == [True] * 3
    assert stranger.get(f"{PAGE}data.json", headers={"if-none-match": first["ETag"]}).status_code == 304
    assert stranger.get(f"{PAGE}projections/").status_code == 200
    refused = stranger.get(f"{PAGE}projections/?periods=7")
    assert (refused.status_code, refused["Retry-After"]) == (429, "600")
    assert stranger.get(f"{PAGE}report.pdf").status_code == 429
    assert stranger.get(f"{PAGE}projections/").status_code == 200  # which is made already
    house = Client()
    house.force_login(lead)
    assert {house.get(f"{PAGE}projections/?periods={each}").status_code for each in range(3, 7)} == {200}
    signing.publish(made, ["tables", "ratios"], by=lead, now=now + timedelta(minutes=1))
    monkeypatch.setattr(fairly, "MOST", Limit.parse("9/10m"))
    fresh = stranger.get(f"{PAGE}data.json")
    assert fresh["ETag"] != first["ETag"]
    assert "ratios" in fresh.json()


def test_amounts_in_euros_by_the_rate_that_was_fixed(made: Assessment, lead: Person, now: datetime) -> None:
    Assessment.objects.update(currency="HRK", country="HR")
    made.refresh_from_db()
    published(made, "summary", "ratios", "tables", by=lead, now=now)
    plain, euros = page(), page("?currency=EUR")
    assert "In HRK" in plain
    assert "990,000" in plain
    assert "In EUR" in euros
    assert "131,396" in euros  # 990,000 / 7.53450
    assert "7.53450 HRK are 1 EUR, fixed since 1 January 2023 (Council Regulation (EU) 2022/1208)." in euros
    assert 'report.pdf?currency=EUR"' in euros
    assert "In HRK" in page("?currency=USD")
    assert "131,396" in page("ratios/mfsa/C1/?currency=EUR")
    rows = {row["cell"]: row for row in csv.DictReader(io.StringIO(Client().get(f"{PAGE}data.csv?currency=EUR").text))}
    assert (rows["T1/R1//2025/actual"]["amount"], rows["T1/R1//2025/actual"]["unit"]) == (
        "58398.04",
        "EUR",
    )  # 440,000 / 7.53450
