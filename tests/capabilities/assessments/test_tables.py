"""Pages of the data room from outside: saving cells, who may, few queries; what does not agree; the questionnaire."""

import json
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from tests.capabilities.assessments import assessed

from korzo.capabilities.assessments.models import Assessment, Document, Figure, Part
from korzo.capabilities.assessments.operations import documents, entering, importing, setting_up
from korzo.capabilities.assessments.operations.entering import Edit
from korzo.capabilities.assessments.operations.importing import Taken
from korzo.capabilities.assessments.queries import books, doubting, reconciling
from korzo.capabilities.assessments.rules import cells
from korzo.capabilities.assessments.rules.doubts import Odd
from korzo.capabilities.assessments.rules.numbers import Mark
from korzo.kernel.people.models import Person

pytestmark = pytest.mark.django_db
R1 = "T1/R1//2025/actual"


@pytest.fixture
def lead(people: dict[str, Person]) -> Person:
    del people
    return assessed.analyst()


@pytest.fixture
def made(lead: Person, now: datetime) -> Assessment:
    return assessed.filled(lead, now)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def at(name: str, *args: str, query: str = "") -> str:
    with translation.override("en"):
        return reverse(f"assessments:{name}", args=["2025", *args]) + query


def save(person: Person, *edits: dict[str, Any], query: str = "?phase=actual", table: str = "T1") -> tuple[int, Any]:
    answer = signed_in(person).post(at("save", table, query=query), json.dumps(edits), content_type="application/json")
    return answer.status_code, answer.json() if answer["Content-Type"] == "application/json" else None


def test_a_cell_is_saved_and_says_what_follows(made: Assessment, lead: Person) -> None:
    code, told = save(lead, {"cell": R1, "typed": "500,000.50", "version": 1, "note": "By the treasury."})
    assert code == 200
    assert told["figures"][R1] == {
        "shown": "500,000.50", "typed": "500000.5", "version": 2, "absence": "", "more": "a note", "beside": False,
    }  # fmt: skip
    assert told["totals"]["T1/RC//2025/actual"] == "1,050,000.50"
    assert any("Cash at the beginning" in each for each in told["differences"])
    assert {each["id"] for each in told["ratios"]} >= {"C1", "D2"}
    code, told = save(lead, {"cell": R1, "typed": "1", "version": 1})
    assert (code, told["conflict"][R1]["shown"]) == (409, "500,000.50")
    code, told = save(lead, {"cell": R1, "typed": "a lot", "version": 2})
    assert (code, told["problems"]) == (422, [{"cell": R1, "message": "This is not a number."}])
    for typed in ("–", "NA"):  # that there is nothing is said with its reason
        code, told = save(lead, {"cell": R1, "typed": typed, "version": 2})
        assert (code, told["problems"][0]["message"][:18]) == (422, "This is no figure.")
    code, told = save(lead, {"cell": R1, "typed": "1.2345", "version": 2}, query="?mark=,")
    assert (code, told["problems"][0]["message"][:26]) == (422, "This could be two numbers.")
    code, told = save(lead, {"cell": R1, "typed": "", "version": 2, "absence": "not_applicable"})
    assert told["figures"][R1]["more"] == "does not apply to us; a note"
    assert made.figures.get(row="R1", year=2025).amount is None


@pytest.mark.parametrize("body", ["", "{}x", '[{"typed": "1"}]', '[["x"]]', '[{"cell": "T2/E1//2025/actual"}]', "[1]"])
def test_what_is_no_list_of_cells_is_refused(made: Assessment, lead: Person, body: str) -> None:
    del made
    answer = signed_in(lead).post(at("save", "T1"), body, content_type="application/json")
    assert answer.status_code == 400


def test_a_block_is_shown_before_it_is_pasted(made: Assessment, lead: Person) -> None:
    def edits(*typed: str) -> list[dict[str, Any]]:
        return [{"cell": f"T1/R{row}//2025/actual", "typed": text} for row, text in enumerate(typed, 1)]

    _code, told = save(lead, *edits("1.234", "5.678"), query="?preview")
    assert (told["decided"], told["ambiguous"], told["mark"]) == (False, 2, ".")
    assert told["examples"][0] == {"typed": "1.234", ",": "1,234", ".": "1.234"}
    _code, told = save(lead, *edits("1.234", "5.678,90", "none"), query="?preview")
    assert (told["decided"], told["mark"], told["problems"]) == (True, ",", ["T1/R3//2025/actual"])
    assert made.figures.get(row="R1", year=2025).amount == 440_000
    code, _told = save(lead, {**edits("1.234")[0], "version": 1}, query="?mark=,")
    assert (code, made.figures.get(row="R1", year=2025).amount) == (200, Decimal(1234))


def test_who_is_asked_may_save_and_nobody_else(
    made: Assessment, people: dict[str, Person], lead: Person, now: datetime
) -> None:
    officer, edit = people["officer"], {"cell": R1, "typed": "7", "version": 1}
    assert save(officer, edit)[0] == 403
    assert b'data-save="' not in signed_in(officer).get(at("table", "T1")).content
    setting_up.ask(made, ["T1"], person=officer, by=lead, now=now)
    with translation.override("en"):
        mine = signed_in(officer).get(reverse("assessments:mine")).content.decode()
    assert f'{at("table", "T1")}">Revenue</a>' in mine
    assert b'data-save="' in signed_in(officer).get(at("table", "T1")).content
    assert save(officer, edit)[0] == 200
    assert save(people["resident"], edit)[0] == 403
    client = signed_in(officer)
    client.post(at("part", "T1"), {"do": "hand_in"})
    boss = signed_in(lead)
    boss.post(at("part", "T1"), {"do": "accept"})
    assert made.parts.get(code="T1").state == Part.State.ACCEPTED
    assert save(officer, {**edit, "version": 2})[0] == 403
    boss.post(at("part", "T1"), {"do": "return", "message": "The tax is missing."})
    assert "The tax is missing." in client.get(at("room")).content.decode()


def test_saving_and_showing_take_few_queries(
    made: Assessment, lead: Person, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    del made
    client = signed_in(lead)
    for page, most in ((at("table", "T1"), 24), (at("table", "T4"), 24), (at("room"), 20), (at("differences"), 26)):
        with django_assert_max_num_queries(most):
            assert client.get(page).status_code == 200
    body = json.dumps([{"cell": R1, "typed": "1", "version": 1}])
    with django_assert_max_num_queries(32):
        client.post(at("save", "T1"), body, content_type="application/json")


def test_parts_are_asked_for_at_once_and_steps_are_taken(
    made: Assessment, people: dict[str, Person], lead: Person
) -> None:
    client, officer = signed_in(lead), people["officer"]
    client.post(at("ask"), {"part": ["T1", "T9"], "whom": f"person:{officer.pk}", "due_on": "2099-01-01"})
    assert set(made.parts.filter(person=officer).values_list("code", flat=True)) == {"T1", "T9"}
    assert signed_in(officer).post(at("ask"), {"part": ["T2"]}).status_code == 403
    client.post(at("part", "T9"), {"do": "empty"})
    assert made.parts.get(code="T9").is_empty
    client.post(at("step"), {"state": "reconciling"})
    made.refresh_from_db()
    assert made.state == Assessment.State.RECONCILING
    values = {"first_year": 2023, "last_year": 2025, "packs": made.packs, "currency": "EUR", "lead": lead.pk}
    assert client.post(at("set-up"), {**values, "limits": "limits-rs"}).status_code == 302
    made.refresh_from_db()
    assert (made.years, made.limits) == (range(2023, 2026), "limits-rs@1")


def test_an_assessment_is_begun(lead: Person) -> None:
    with translation.override("en"):
        page = reverse("assessments:begin")
    city = lead.memberships.get().organisation
    values = {
        "organisation": city.pk, "code": "new", "first_year": 2023, "last_year": 2025, "currency": "EUR", "instrument": "mfsa",
        "questions": "pfm",
    }  # fmt: skip
    assert signed_in(lead).post(page, values)["Location"] == "/en/assessments/new/room/"
    assert Assessment.objects.get(code="new").parts.filter(code="questions:PI-1").exists()


def test_a_cell_has_its_sources_remarks_and_history(made: Assessment, lead: Person, now: datetime) -> None:
    client, page = signed_in(lead), at("cell", "T1", query=f"?cell={R1}")
    note = documents.add(made, "Statement", None, address="https://example.org/s", by=lead, now=now)
    importing.take(made, note, [Taken(cells.read(R1), Decimal(450_000))], by=lead, now=now)
    client.post(page, {"do": "remark", "text": "Which one?"})
    shown = client.get(page).content.decode()
    for words in ("450,000", "Statement", "Which one?", "Take this one"):
        assert words in shown
    differ = client.get(at("differences")).content.decode()
    assert "Which one?" in differ
    _code, told = save(lead, {"cell": "T1/R2//2025/actual", "typed": "5", "version": 1})
    assert not told["figures"]["T1/R2//2025/actual"]["beside"]
    figure = made.figures.get(row="R1", year=2025, is_chosen=False)
    client.post(at("settle"), {"do": "choose", "key": figure.pk, "reason": ""})
    assert not Figure.objects.get(pk=figure.pk).is_chosen
    client.post(at("settle"), {"do": "choose", "key": figure.pk, "reason": "It was audited."})
    assert Figure.objects.get(pk=figure.pk).is_chosen
    _code, told = save(lead, {"cell": R1, "typed": "445000", "version": 1})
    assert told["figures"][R1] == {
        "shown": "450,000", "typed": "445000", "version": 2, "absence": "", "beside": True,
        "more": "typed: 445,000, but another source counts; 2 sources; a note",
    }  # fmt: skip
    remark = made.remarks.get()
    client.post(at("settle"), {"do": "settle", "key": remark.pk})
    assert "Which one?" not in client.get(page).content.decode()
    values = {"do": "save", "typed": "460000", "version": 2, "confidence": "audited", "document": note.pk}
    assert client.post(page, values).status_code == 302
    held = made.figures.get(row="R1", year=2025, origin="")
    assert (held.amount, held.confidence, held.document) == (Decimal(460_000), "audited", note)
    assert client.post(page, {**values, "version": 1}).status_code == 422


def test_what_does_not_agree_is_explained_and_what_is_odd_is_shown(
    made: Assessment, lead: Person, now: datetime
) -> None:
    client = signed_in(lead)
    entering.enter(made, [Edit(cells.read("T1/K6//2025/actual"), "-5", 1)], mark=Mark.POINT, by=lead, now=now)
    book = books.book(made)
    assert [each.difference.check.id for each in reconciling.differences(made, book)] == ["cash-rolls"]
    Assessment.objects.filter(pk=made.pk).update(first_year=2023)
    made.refresh_from_db()
    amounts = {2023: "400000", 2024: "400000", 2025: "400000000"}
    edits = [
        Edit(cells.read(f"T1/R1//{year}/actual"), text, 0 if year == 2023 else 1) for year, text in amounts.items()
    ]
    entering.enter(made, edits, mark=Mark.POINT, by=lead, now=now)
    odd = doubting.doubted(made, books.book(made))
    assert Odd.THOUSAND in {each.odd for each in odd if each.cell == cells.read(R1)}
    shown = client.get(at("differences")).content.decode()
    assert "Was it written in thousands?" in shown
    client.post(at("settle"), {"do": "explain", "check": "cash-rolls", "key": 2025, "reason": "Another bank."})
    assert "Another bank." in client.get(at("differences")).content.decode()


def test_questions_are_answered_with_evidence(made: Assessment, lead: Person, now: datetime) -> None:
    client, page = signed_in(lead), at("question", "PI-1")
    proof = documents.add(made, "Budget act", None, address="https://example.org/b", by=lead, now=now)
    shown = client.get(page).content.decode()
    assert "The figures say D*" in shown
    assert "Between 90 % and 110 % in two of three." in shown
    values = {"question": "PI-1.1", "score": "B", "comment": "Two of three.", "evidence": [proof.pk], "version": 0}
    assert client.post(page, values).status_code == 302
    answer = made.answers.get()
    assert (answer.score, list(answer.evidence.all())) == ("B", [Document.objects.get()])
    assert client.post(page, values).status_code == 422
    heat = client.get(at("questions")).content.decode()
    assert 'data-score="B"' in heat
    assert Client().get(at("questions")).status_code == 404
    Assessment.objects.filter(pk=made.pk).update(published=["questions"], state="submitted")
    assert "Spending as planned" in Client().get(at("questions")).content.decode()
