"""Correcting what is signed: all that it rests on goes along, one at a time, and everybody sees what replaced it."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.test import Client
from tests.capabilities.assessments import assessed

from korzo.capabilities.assessments.models import Assessment
from korzo.capabilities.assessments.operations import (
    answering,
    documents,
    entering,
    importing,
    setting_up,
    settling,
    signing,
)
from korzo.capabilities.assessments.operations.entering import Edit
from korzo.capabilities.assessments.operations.importing import Taken
from korzo.capabilities.assessments.operations.refusals import NotAllowed, Refused
from korzo.capabilities.assessments.queries import books, lists, reconciling
from korzo.capabilities.assessments.rules import cells
from korzo.capabilities.assessments.rules.numbers import Mark
from korzo.kernel.people.models import Person
from korzo.kernel.trail.models import Entry

pytestmark = pytest.mark.django_db
State = Assessment.State
LAND = cells.read("T1/K1//2025/actual")
EC = cells.read("T2/EC//2025/actual")


@pytest.fixture
def lead(people: dict[str, Person]) -> Person:
    return assessed.analyst()


def sign(made: Assessment, lead: Person, mayor: Person, now: datetime) -> Assessment:
    if made.state == State.COLLECTING:
        made = signing.step(made, State.RECONCILING, by=lead, now=now)
    made = signing.step(made, State.REVIEWED, by=lead, now=now)
    return signing.step(made, State.SUBMITTED, by=mayor, now=now)


@pytest.fixture
def signed(lead: Person, people: dict[str, Person], now: datetime) -> Assessment:
    made = assessed.filled(lead, now)
    statement = documents.add(made, "Statement", b"K1\n90000\n", file_name="s.csv", by=lead, now=now)
    importing.take(made, statement, [Taken(LAND, Decimal(90_000))], by=lead, now=now)
    settling.choose(made.figures.get(is_chosen=False), reason="Audited.", by=lead, now=now)
    minutes = documents.add(made, "Minutes", b"%PDF-1.7", file_name="m.pdf", by=lead, now=now)
    answering.answer(made, "PI-1.1", "B", comment="As in the minutes.", evidence=[minutes], by=lead, now=now)
    entering.enter(made, [Edit(EC, "704001")], mark=Mark.POINT, by=lead, now=now)
    settling.explain(made, "total-EC", 2025, reason="So in the statement.", by=lead, now=now)
    return sign(made, lead, people["elected"], now)


def test_a_copy_keeps_what_it_rests_on(signed: Assessment, lead: Person, now: datetime) -> None:
    copy = signing.correct(signed, "2025-2", by=lead, now=now)
    statement = copy.documents.get(title="Statement")
    land = copy.figures.get(row="K1", year=2025, is_chosen=True)
    assert (land.document, land.origin, land.note) == (statement, f"document:{statement.pk}", "Audited.")
    answer = copy.answers.get()
    assert (answer.comment, [*answer.evidence.all()]) == ("As in the minutes.", [copy.documents.get(title="Minutes")])
    assert not any(each.blocks for each in reconciling.differences(copy))
    assert importing.undo(copy, statement, by=lead, now=now) == 1
    assert books.book(copy)("K1", 2025) == 77_000  # what was typed beside it
    assert books.book(signed)("K1", 2025) == 90_000
    assert signed.answers.get().evidence.get().assessment == signed


def test_one_correction_at_a_time_and_a_trail_of_what_replaced_what(
    signed: Assessment, lead: Person, people: dict[str, Person], now: datetime
) -> None:
    copy = signing.correct(signed, "2025-2", by=lead, now=now)
    with pytest.raises(Refused, match="under way already: 2025-2"):
        signing.correct(signed, "2025-3", by=lead, now=now)
    sign(copy, lead, people["elected"], now)
    signed.refresh_from_db()
    assert (signed.state, signed.replaced_by) == (State.SUPERSEDED, copy)
    told = Entry.objects.get(event__endswith="AssessmentReplaced")
    assert (told.data["ref"], told.data["before"], told.data["by"]) == (
        "assessment:2025", "submitted", "assessment:2025-2",
    )  # fmt: skip


def test_everybody_reads_by_what_it_was_replaced(
    signed: Assessment, lead: Person, people: dict[str, Person], now: datetime
) -> None:
    signing.publish(signed, ["summary"], by=lead, now=now)
    client, stranger = Client(), Client()
    client.force_login(lead)
    assert "Begin a correction" in client.get("/en/assessments/2025/publish/").content.decode()
    for code in ("mine", "2025"):
        client.post("/en/assessments/2025/correct/", {"code": code})
    assert not signed.corrections.exists()
    answer = client.post("/en/assessments/2025/correct/", {"code": "2025-2"})
    assert answer.headers["Location"] == "/en/assessments/2025-2/room/"
    page = "/en/assessments/2025/"
    assert "Replaced by a correction" not in stranger.get(page).content.decode()
    copy = sign(signed.corrections.get(), lead, people["elected"], now)
    assert "2025-2, which is not published yet" in stranger.get(page).content.decode()
    signing.publish(copy, ["summary"], by=lead, now=now)
    assert '<a href="/en/assessments/2025-2/">' in stranger.get(page).content.decode()


def test_a_correction_is_abandoned_and_another_can_be_begun(
    signed: Assessment, lead: Person, people: dict[str, Person], now: datetime
) -> None:
    client = Client()
    client.force_login(lead)
    correct, room = "/en/assessments/2025/correct/", "/en/assessments/2025-2/room/"
    client.post(correct, {"code": "2025-2"})
    copy = signed.corrections.get()
    assert "Abandon it" in client.get(room).content.decode()
    elected = Client()
    elected.force_login(people["elected"])
    assert "Abandon it" not in elected.get(room).content.decode()
    assert elected.post(f"{room}step/", {"state": "abandoned"}).status_code == 403
    answer = client.post(f"{room}step/", {"state": "abandoned"}, follow=True)
    assert "The correction is abandoned." in answer.content.decode()
    assert "another correction can be begun" in answer.content.decode()
    copy.refresh_from_db()
    assert (copy.state, copy.is_locked, copy.is_signed) == (State.ABANDONED, True, False)
    told = Entry.objects.filter(event__endswith="AssessmentStepped", ref=copy.ref).latest("seq")
    assert (told.data["before"], told.data["after"]) == ("reconciling", "abandoned")

    with pytest.raises(Refused, match="Only a signed assessment can be published"):
        signing.publish(copy, ["summary"], by=lead, now=now)
    with pytest.raises(Refused, match="Only a signed assessment is corrected"):
        signing.correct(copy, "2025-9", by=lead, now=now)
    with pytest.raises(NotAllowed):
        entering.enter(copy, [Edit(LAND, "5")], mark=Mark.POINT, by=lead, now=now)
    assert not lists.asked_of(lead).filter(assessment=copy).exists()
    assert "Begin a correction" in client.get("/en/assessments/2025/publish/").content.decode()
    assert books.book(copy)("K1", 2025) == 90_000  # still there to be read

    client.post(correct, {"code": "2025-2"})
    assert signed.corrections.count() == 1  # its code is not given again
    client.post(correct, {"code": "2025-3"})
    after = sign(signed.corrections.get(code="2025-3"), lead, people["elected"], now)
    signed.refresh_from_db()
    assert (signed.state, signed.replaced_by) == (State.SUPERSEDED, after)


def test_only_a_correction_is_abandoned(lead: Person, now: datetime) -> None:
    made = assessed.begun(lead, now)
    with pytest.raises(Refused, match="Only a correction is abandoned"):
        signing.step(made, State.ABANDONED, by=lead, now=now)
    client = Client()
    client.force_login(lead)
    assert "Abandon it" not in client.get("/en/assessments/2025/room/").content.decode()


def test_nobody_is_asked_for_parts_of_what_is_signed(lead: Person, people: dict[str, Person], now: datetime) -> None:
    made = assessed.filled(lead, now)
    setting_up.ask(made, ["T8"], person=lead, due_on=None, by=lead, now=now)
    assert [each.code for each in lists.asked_of(lead)] == ["T8"]
    sign(made, lead, people["elected"], now)
    assert [*lists.asked_of(lead)] == []


def test_the_currency_stays_as_long_as_there_are_amounts(lead: Person, now: datetime) -> None:
    made = assessed.begun(lead, now)
    setting_up.change(made, {"currency": "RSD"}, by=lead, now=now)
    entering.enter(made, [Edit(LAND, "5")], mark=Mark.POINT, by=lead, now=now)
    with pytest.raises(Refused, match="amounts in RSD") as refusal:
        setting_up.change(made, {"currency": "EUR"}, by=lead, now=now)
    assert refusal.value.field == "currency"
    setting_up.change(made, {"currency": "RSD", "first_year": 2023}, by=lead, now=now)
