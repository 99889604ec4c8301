"""Figures from outside: what is refused and how, notes of figures that somebody else brought, documents, whole blocks."""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.capabilities.assessments import assessed

from korzo.capabilities.assessments.forms import uploads
from korzo.capabilities.assessments.models import Assessment, Document, Figure
from korzo.capabilities.assessments.operations import documents, entering, importing, settling
from korzo.capabilities.assessments.operations.entering import Edit
from korzo.capabilities.assessments.operations.importing import Taken
from korzo.capabilities.assessments.operations.refusals import NotAllowed, Refused
from korzo.capabilities.assessments.rules import cells
from korzo.capabilities.assessments.rules.numbers import Mark
from korzo.kernel.people.models import Person
from korzo.kernel.trail.models import Entry

pytestmark = pytest.mark.django_db
R1, R2, E1 = (cells.read(f"{at}//2025/actual") for at in ("T1/R1", "T1/R2", "T2/E1"))


@pytest.fixture
def lead(people: dict[str, Person]) -> Person:
    del people
    return assessed.analyst()


@pytest.fixture
def made(lead: Person, now: datetime) -> Assessment:
    return assessed.begun(lead, now)


@pytest.fixture
def signed_in(client: Client, lead: Person) -> Client:
    client.force_login(lead)
    return client


def save(client: Client, made: Assessment, body: Any, query: str = "") -> tuple[int, Any]:
    address = reverse("assessments:save", args=[made.code, "T1"]) + query
    answer = client.post(address, json.dumps(body), content_type="application/json")
    return answer.status_code, answer.json()


def paper(made: Assessment, by: Person, now: datetime, title: str = "Statement") -> Document:
    return documents.add(made, title, None, address="https://example.org/s", by=by, now=now)


@pytest.mark.parametrize(
    ("edits", "code", "told"),
    [
        ([{"cell": "T1/R1//2031/actual", "typed": "1"}], 422, "does not look at that year"),
        ([{"cell": str(R1), "typed": "1"}, {"cell": str(R1), "typed": "2"}], 422, "comes twice"),
        ([{"cell": str(R1), "typed": "1", "confidence": "perhaps"}], 422, "how sure it is"),
        ([{"cell": str(R1), "typed": "1", "document": 999_999}], 400, "cannot be read"),
        ([{"cell": str(R1), "typed": "1", "document": "x"}], 400, "cannot be read"),
        ([{"cell": str(R1), "typed": "1", "version": float("inf")}], 400, "cannot be read"),
        ([{"cell": "T1/R99//2025/actual", "typed": "1"}], 422, "Nothing asks"),
        ([{"cell": str(R1), "typed": "1"}] * 5001, 422, "at most 5000"),
    ],
)
def test_what_cannot_be_stored_is_refused_with_its_reason(
    signed_in: Client, made: Assessment, edits: list[dict[str, Any]], code: int, told: str
) -> None:
    found, answer = save(signed_in, made, edits)
    assert (found, told in answer["problems"][0]["message"]) == (code, True), answer
    assert not made.figures.exists()


def test_a_preview_without_a_mark_is_one_that_decides_itself(signed_in: Client, made: Assessment) -> None:
    code, told = save(signed_in, made, [{"cell": str(R1), "typed": "1,5"}], "?preview&mark=")
    assert (code, told["mark"]) == (200, ",")


def test_a_document_brings_nothing_of_other_years_or_twice(made: Assessment, lead: Person, now: datetime) -> None:
    held = paper(made, lead, now)
    for figures in ([Taken(R1.at(2031), Decimal(1))], [Taken(R1, Decimal(1))] * 2, [Taken(R1, Decimal(10) ** 20)]):
        with pytest.raises(Refused):
            importing.take(made, held, figures, by=lead, now=now)
    assert not made.figures.exists()


def test_a_document_read_again_replaces_only_what_is_taken(made: Assessment, lead: Person, now: datetime) -> None:
    held = paper(made, lead, now)
    typed = [Edit(each, "100") for each in (R1, R2, E1)]
    entering.enter(made, typed, mark=Mark.POINT, by=lead, now=now)
    importing.take(made, held, [Taken(each, Decimal(7)) for each in (R1, R2, E1)], by=lead, now=now)
    importing.take(made, held, [Taken(R1, Decimal(8))], by=lead, now=now)
    beside = made.figures.filter(document=held).values_list("row", "amount")
    assert set(beside) == {("R1", Decimal(8)), ("R2", Decimal(7)), ("E1", Decimal(7))}
    importing.take(made, held, [Taken(R1, Decimal(100))], by=lead, now=now)  # it says so now: nothing stands beside
    assert set(made.figures.filter(document=held).values_list("row", flat=True)) == {"R2", "E1"}


def test_a_note_belongs_to_the_figure_that_counts(
    signed_in: Client, made: Assessment, lead: Person, now: datetime
) -> None:
    held = paper(made, lead, now)
    importing.take(made, held, [Taken(R1, Decimal("1234.50"))], by=lead, now=now)
    page = reverse("assessments:cell", args=[made.code, "T1"]) + f"?cell={R1}"
    values = {"do": "save", "typed": "1234.5", "version": 0, "confidence": "audited", "note": "By the bank."}
    assert signed_in.post(page, {**values, "document": held.pk}).status_code == 302
    figure = made.figures.get()
    assert (figure.origin, figure.confidence, figure.note) == (f"document:{held.pk}", "audited", "By the bank.")
    save(signed_in, made, [{"cell": str(R1), "typed": "1234.5", "version": 0}])
    assert made.figures.count() == 1
    importing.take(made, held, [Taken(R1, Decimal(1300))], by=lead, now=now)
    assert made.figures.get().note == "By the bank."
    entering.enter(made, [Edit(R1, "5")], mark=Mark.POINT, by=lead, now=now)
    settling.choose(made.figures.get(origin=""), reason="Counted again.", by=lead, now=now)
    settling.choose(made.figures.get(document=held), reason="No, the bank.", by=lead, now=now)
    assert made.figures.get(document=held).note == "By the bank.\nNo, the bank."


def test_a_document_and_its_figure_come_together_or_not_at_all(signed_in: Client, made: Assessment) -> None:
    page = reverse("assessments:cell", args=[made.code, "T1"]) + f"?cell={R1}"
    values = {"do": "save", "typed": "a lot", "version": 0}
    answer = signed_in.post(page, {**values, "file": SimpleUploadedFile("s.csv", b"R1;1\n")})
    assert (answer.status_code, made.documents.count()) == (422, 0)
    answer = signed_in.post(page, {**values, "typed": "1", "file": SimpleUploadedFile("s.csv", b"R1;1\n")})
    assert (answer.status_code, made.figures.get().document) == (302, made.documents.get())
    question = reverse("assessments:question", args=[made.code, "PI-1"])
    answered = {"question": "PI-1.1", "score": "B", "version": 7}
    answer = signed_in.post(question, {**answered, "file": SimpleUploadedFile("t.csv", b"x\n")})
    assert (answer.status_code, made.documents.count()) == (422, 1)
    answer = signed_in.post(question, {**answered, "version": 0, "file": SimpleUploadedFile("t.csv", b"x\n")})
    assert (answer.status_code, made.answers.get().evidence.get().file_name) == (302, "t.csv")


def test_what_is_too_large_is_refused_before_it_is_read(
    signed_in: Client, made: Assessment, people: dict[str, Person], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    action = assessed.planned(made, Person.objects.get(name="Analyst"), now)
    page = reverse("assessments:cell", args=[made.code, "T1"]) + f"?cell={R1}"
    question = reverse("assessments:question", args=[made.code, "PI-1"])
    monkeypatch.setattr(uploads.FileField, "to_python", _small(uploads.FileField.to_python))
    for address, more in (
        (page, {"do": "save", "typed": "2", "version": 0}), (question, {"question": "PI-1.1", "score": "B"}),
        (reverse("assessments:import", args=[made.code]), {}),
        (reverse("assessments:action-prove", args=[made.code, action.number]), {"title": "Photos"}),
        (reverse("assessments:definitions"), {"kind": "pack"}),
    ):  # fmt: skip
        if "definitions" in address:
            signed_in.force_login(people["administrator"])
        answer = signed_in.post(address, {**more, "file": SimpleUploadedFile("large.csv", b"0123456789")})
        assert (address, answer.status_code, "The file is larger than" in answer.text) == (address, 422, True)


def _small(check: Any) -> Any:
    def limited(self: uploads.FileField, data: Any) -> Any:
        self.most = 5
        return check(self, data)

    return limited


def test_nothing_is_handed_in_once_it_is_locked(made: Assessment, lead: Person, now: datetime) -> None:
    stale = Assessment.objects.get(pk=made.pk)
    Assessment.objects.filter(pk=made.pk).update(state=Assessment.State.SUBMITTED)
    assert Assessment.objects.get(pk=made.pk).is_locked
    with pytest.raises(NotAllowed):
        paper(stale, lead, now)


def test_many_cells_are_stored_all_or_none(made: Assessment, lead: Person, now: datetime) -> None:
    rows = [Edit(cells.Cell("T4", str(row), "lender"), f"Bank {row}") for row in range(1, 5003)]
    with pytest.raises(Refused):
        entering.enter(made, [*rows, Edit(R1, "a lot")], mark=None, by=lead, now=now)
    assert not made.figures.exists()
    entering.enter(made, rows, mark=None, by=lead, now=now)
    assert Figure.objects.filter(assessment=made, is_chosen=True).count() == 5002


def test_a_row_that_was_taken_away_is_put_back_as_it_stood(
    signed_in: Client, made: Assessment, lead: Person, now: datetime
) -> None:
    held, lender, drawn = (
        paper(made, lead, now),
        cells.Cell("T4", "1", "lender"),
        cells.Cell("T4", "1", "closing", 2025),
    )
    entering.enter(made, [Edit(lender, "Bank", note="The only one."), Edit(drawn, "5")], mark=None, by=lead, now=now)
    importing.take(made, held, [Taken(drawn, Decimal(7))], by=lead, now=now)
    fields = ("row", "column", "year", "origin", "is_chosen", "amount", "text", "note", "document", "by", "version")
    before = set(made.figures.values_list(*fields))
    assert len(before) == 3
    rows, table = (reverse(f"assessments:{name}", args=[made.code, "T4"]) for name in ("remove-row", "table"))
    signed_in.post(rows, {"row": "1"})
    assert not made.figures.exists()
    assert "Put it back" in signed_in.get(table).text
    assert "Put it back" not in signed_in.get(reverse("assessments:table", args=[made.code, "T5"])).text
    signed_in.post(rows, {"do": "put_back"})
    assert set(made.figures.values_list(*fields)) == before
    assert "Put it back" not in signed_in.get(table).text
    signed_in.post(rows, {"row": "1"})
    entering.enter(made, [Edit(lender, "Another bank")], mark=None, by=lead, now=now)
    assert "There is such a row again" in signed_in.post(rows, {"do": "put_back"}, follow=True).text
    assert made.figures.get().text == "Another bank"
    told = Entry.objects.filter(event="assessments.FigureEntered", payload__contains="T4/1/closing").order_by("seq")
    assert [(each.data["before"], each.data["after"]) for each in told][-1] == ("7", "")
