"""Figures from documents on the site: seen first, then taken, beside what stands, and taken back."""

import io
from datetime import datetime
from decimal import Decimal

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.capabilities.assessments import assessed

from korzo.capabilities.assessments.models import Assessment, Document
from korzo.capabilities.assessments.operations import documents
from korzo.capabilities.assessments.queries import books, definitions, importing
from korzo.capabilities.assessments.rules.cells import Phase
from korzo.kernel.people.models import Person

pytestmark = pytest.mark.django_db

STATEMENT = """Grad Primjer;;;;
"Izvršenje proračuna, u tisućama eura";;;;
Oznaka;Naziv;"Izvorni plan
2025.";Rebalans 2025.;Izvršenje 2025.
R1;Porez na dohodak;400,5;410;1.398,25
R4;Porez na nekretnine;120;;118,9
R5;=HYPERLINK("http://evil");30;30;nema
X1;Građevine;180;185;171,1
R6;Tržnica;–;NA;
Q77;Nešto deseto;5;5;5
UKUPNO;;735,5;630;1.693,25
"""


@pytest.fixture
def lead(people: dict[str, Person]) -> Person:
    return assessed.analyst()


@pytest.fixture
def made(lead: Person, now: datetime) -> Assessment:
    return assessed.begun(lead, now)


def handed(client: Client, made: Assessment, content: bytes, name: str) -> tuple[Document, str]:
    sent = {"file": SimpleUploadedFile(name, content)}
    answer = client.post(reverse("assessments:import", args=[made.code]), sent)
    assert answer.status_code == 302, answer.content.decode()
    return made.documents.latest("pk"), answer["Location"]


def test_a_treasurers_statement_is_seen_taken_and_taken_back(client: Client, made: Assessment, lead: Person) -> None:
    client.force_login(lead)
    held, preview = handed(client, made, STATEMENT.encode("windows-1250"), "izvršenje.csv")
    assert held.media_type == "text/csv"
    page = client.get(preview).text
    found = importing.preview(made, held, importing.guess(made, held), lead)
    told = {str(line.mapped.cell): line.mapped.amount for line in found.lines}
    assert told == {
        "T1/R1//2025/original": Decimal(400_500),
        "T1/R1//2025/revised": Decimal(410_000),
        "T1/R1//2025/actual": Decimal(1_398_250),
        "T1/R4//2025/original": Decimal(120_000),
        "T1/R4//2025/actual": Decimal(118_900),
        "T1/R5//2025/original": Decimal(30_000),
        "T1/R5//2025/revised": Decimal(30_000),
        "T2/X1//2025/original": Decimal(180_000),
        "T2/X1//2025/revised": Decimal(185_000),
        "T2/X1//2025/actual": Decimal(171_100),
    }
    assert dict(found.unmapped) == {"Q77": "Nešto deseto"}
    assert [(each.row, each.column, each.text) for each in found.found.rejected] == [(6, 5, "nema")]
    assert "Q77" in page
    assert "2 cells have a dash or NA" in page
    assert not made.figures.exists()
    rejected = client.get(preview + "rejected.csv").text
    assert "izvršenje.csv,izvršenje,6,5,R5,nema," in rejected
    assert "izvršenje.csv,izvršenje,8,4,R6,NA," in rejected
    refused = client.post(preview, {"wrong": "none"}, follow=True)
    assert "nothing was taken" in refused.text
    assert not made.figures.exists()
    client.post(preview, {"wrong": "good", "confidence": "final"})
    assert made.figures.count() == 10
    assert set(made.figures.values_list("confidence", "document")) == {("final", held.pk)}
    assert made.figures.get(row="R1", phase="actual").original == "1.398,25"
    again = client.get(preview).text
    assert "0 figures to take" in again
    client.post(reverse("assessments:import-undo", args=[made.code, held.pk]))
    assert not made.figures.exists()


def test_a_person_says_how_it_is_meant(client: Client, made: Assessment, lead: Person) -> None:
    client.force_login(lead)
    _held, preview = handed(client, made, b"code;2024;2025\nR1;10;20\nR4;1;2\nR5;3;4\n", "lines.csv")
    asked = {
        "layout": "listing", "year": "2025", "phase": "actual", "scale": "1000", "currency": "HRK", "phase_1": "skip",
    }  # fmt: skip
    query = "?" + "&".join(f"{name}={value}" for name, value in asked.items())
    assert "1 HRK is" in client.get(preview + query).text
    client.post(preview + query, {"wrong": "good"})
    assert books.book(made)("R1", 2025) == Decimal("2654.46")
    assert made.figures.filter(year=2024).count() == 0
    wrong = client.get(preview + query.replace("HRK", "USD"))
    assert (wrong.status_code, "No fixed rate" in wrong.text) == (422, True)
    client.post(preview + query.replace("1000", "1000000"), {"wrong": "good"})  # read anew, it takes its own place
    assert books.book(made)("R1", 2025) == Decimal("2654456.17")


def test_where_codes_belong_is_said_once(client: Client, made: Assessment, lead: Person) -> None:
    client.force_login(lead)
    content = b"konto;ime;2025\n70;a;90\n700;b;90\n71;c;10\n714;c;10\n7140;c;10\n999;Rest;7\n9991;Rest of it;7\n"
    held, preview = handed(client, made, content, "konto-2025.csv")
    assert importing.guess(made, held).chart == "slovenia"
    assert 'name="line:999"' in client.get(preview).text
    keep = reverse("assessments:import-mapping", args=[made.code, held.pk])
    refused = client.post(keep, {"chart": "slovenia", "line:999": "RC"}, follow=True)
    assert "Choose a line" in refused.text
    answer = client.post(keep, {"chart": "slovenia", "line:999": "R9"})
    assert "chart=city-slovenia" in answer["Location"]
    again = importing.preview(made, held, importing.guess(made, held), lead)
    assert again.choices.chart == "city-slovenia"  # by itself: it knows more of the codes
    assert {line.mapped.cell.row: int(line.mapped.amount) for line in again.lines}["R9"] == 7
    assert (dict(again.unmapped), len(again.ignored)) == ({}, 2)
    old = Assessment(organisation=made.organisation, first_year=1999, last_year=2003)
    assert not definitions.chart("city-slovenia").holds_in(old.first_year)


BOOST = """country,year,admin2,func1,econ1,approved,executed
Kosovo,2024,Prishtina,09,211,100,90.50
Kosovo,2025,Prishtina,09,211,200,180
Kosovo,2025,Prishtina,09,311,50,40
Kosovo,2025,Prishtina,10,211,7,6
Kosovo,2025,Prizren office,10,211,3,4
Kosovo,2025,Prishtina,99,211,5,5
Kosovo,2025,Prishtina,99,311,5,5
"""


def test_two_columns_make_a_code_and_rows_tell_their_year(client: Client, made: Assessment, lead: Person) -> None:
    client.force_login(lead)
    held, preview = handed(client, made, BOOST.encode(), "boost.csv")
    query = "?layout=listing&chart=cofog&code=3&code_more=4&currency=EUR&phase=actual&scale=1&year=2025"
    page = client.get(preview + query)
    assert '<option value="4" selected>econ1</option>' in page.text
    assert "99/211" in page.text
    keep = reverse("assessments:import-mapping", args=[made.code, held.pk]) + query
    client.post(keep, {"chart": "cofog", "line:99/211": "G10C"})
    assert definitions.chart("city-cofog").code_of == ("func1", "econ1")

    held, preview = handed(client, made, BOOST.encode(), "boost-again.csv")  # which needs no hand
    choices = importing.guess(made, held)
    assert choices.chart == "city-cofog"
    found = importing.preview(made, held, choices, lead)
    told = {
        (line.mapped.cell.row, line.mapped.cell.year, line.mapped.cell.phase.value): line.mapped.amount
        for line in found.lines
    }
    assert told == {
        ("G09C", 2024, "original"): 100, ("G09C", 2024, "actual"): Decimal("90.50"), ("G09C", 2025, "original"): 200,
        ("G09C", 2025, "actual"): 180, ("G09K", 2025, "original"): 50, ("G09K", 2025, "actual"): 40,
        ("G10C", 2025, "original"): 15, ("G10C", 2025, "actual"): 15,
    }  # fmt: skip
    assert set(found.unmapped) == {"99/311"}
    client.post(preview, {"wrong": "good"})
    assert made.figures.count() == 8


def test_only_who_may_read_it_gets_a_document(
    client: Client, made: Assessment, lead: Person, people: dict[str, Person]
) -> None:
    client.force_login(lead)
    held, preview = handed(client, made, b"<script>alert(1)</script>;1\nR1;2\n", "x.html")
    file = reverse("assessments:import-file", args=[made.code, held.pk])
    answer = client.get(file)
    assert answer["Content-Type"] == "text/csv"
    assert answer["Content-Disposition"].startswith("attachment")
    for role, status in (("officer", 200), ("other", 404), ("resident", 403)):
        client.force_login(people[role])
        assert client.get(file).status_code == status
    client.force_login(people["officer"])  # whom nobody asked: they look, and take nothing
    _held, preview = handed(client, made, b"code;2025\nR1;20\nR4;2\nR5;4\n", "mine.csv")
    assert "not asked of you" in client.get(preview).text
    client.post(preview, {"wrong": "good"})
    assert not made.figures.exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"%PDF-1.7", "no table"), (b"PK\x03\x04rubbish", "damaged"), (b" \n ", "nothing in this file")],
)
def test_what_is_no_table_is_said(client: Client, made: Assessment, lead: Person, content: bytes, told: str) -> None:
    client.force_login(lead)
    _held, preview = handed(client, made, content, "file.xlsx")
    assert told in client.get(preview).text


def test_a_workbook_of_one_year_with_numbers_as_numbers(made: Assessment, lead: Person, now: datetime) -> None:
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept) as book:
        sheet = book.add_worksheet("Plan")
        rows = (
            ("Plan 2024",),
            ("konto", "naziv", "plan 2024"),
            ("R1", "a", 1234.567),
            ("R4", "b", 1.5),
            ("R5", "c", 7),
        )
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
        sheet.write_string(5, 0, "R6")
        sheet.write_string(5, 2, "=1+1")
    held = documents.add(made, "Book", kept.getvalue(), file_name="b.xlsx", by=lead, now=now)
    found = importing.preview(made, held, importing.guess(made, held), lead)
    told = {(line.mapped.cell.row, line.mapped.cell.phase): line.mapped.amount for line in found.lines}
    assert told == {
        ("R1", Phase.ORIGINAL): Decimal("1234.57"), ("R4", Phase.ORIGINAL): Decimal("1.50"),
        ("R5", Phase.ORIGINAL): Decimal(7),
    }  # fmt: skip
