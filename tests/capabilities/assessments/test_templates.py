"""The template: downloaded, filled in with any program, and taken back without overwriting anybody."""

import io
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter
from django.test import Client
from django.urls import reverse
from tests.capabilities.assessments import assessed
from tests.capabilities.assessments.test_importing import handed

from korzo.capabilities.assessments.operations import entering
from korzo.capabilities.assessments.operations.entering import Edit
from korzo.capabilities.assessments.queries import books
from korzo.capabilities.assessments.rules import cells, reading
from korzo.capabilities.assessments.rules.numbers import Mark, Stored
from korzo.kernel.people.models import Person

pytestmark = pytest.mark.django_db


def saved(sheets: list[reading.Sheet]) -> bytes:
    """Sheets as another program would save them: values only."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"strings_to_formulas": False}) as book:
        for sheet in sheets:
            made = book.add_worksheet(sheet.name)
            for at, row in enumerate(sheet.cells):
                for column, cell in enumerate(row):
                    if isinstance(cell, Stored):
                        made.write_number(at, column, float(cell))
                    elif cell:
                        made.write_string(at, column, cell)
    return kept.getvalue()


def put(sheet: reading.Sheet, row: str, key: str, value: str) -> None:
    at = next(at for at, cells_ in enumerate(sheet.cells) if cells_[0] == row)
    sheet.cells[at][sheet.cells[0].index(key)] = value


def test_a_template_comes_back_filled_in(
    client: Client, people: dict[str, Person], now: datetime, tmp_path: Path
) -> None:
    lead = assessed.analyst()
    made = assessed.filled(lead, now)
    client.force_login(lead)
    answer = client.get(reverse("assessments:template", args=[made.code]))
    file = tmp_path / "template.xlsx"
    file.write_bytes(answer.content)
    sheets = {sheet.name: sheet for sheet in reading.read(file)}
    assert {"T1", "T2", "T4", "T9", "T12", "korzo"} <= set(sheets)
    t1, t4, t12 = sheets["T1"], sheets["T4"], sheets["T12"]
    _held, page = handed(client, made, answer.content, "same.xlsx")
    assert "0 changed figures" in client.get(page).text

    put(t1, "R1", "|2025|actual", "1.234,50")
    put(t1, "R4", "|2025|actual", Stored("133.126"))
    put(t1, "R5", "|2024|original", "12,5 ")
    put(t1, "R6", "|2025|actual", "a lot")
    put(t1, "RC", "|2025|actual", Stored("5"))
    put(t1, "R7", "|2025|actual", "77")
    put(t1, "R9", "|2025|actual", "–")
    put(t1, "R8", "|2025|actual", "")
    put(t1, "R5", "note", "From the journal")
    put(t4, "1", "lender||actual", "=SUM(A1)")
    put(t4, "1", "kind||actual", "own")
    put(t4, "1", "closing|2025|actual", Stored("1000"))
    put(t12, "GDP_GROWTH", "|2025|actual", "2,5 %")
    t1.cells[4:] = reversed(t1.cells[4:])  # somebody sorted it
    meanwhile = [Edit(cells.read("T1/R7//2025/actual"), "66001", version=1)]
    entering.enter(made, meanwhile, mark=Mark.POINT, by=lead, now=now)
    _held, page = handed(client, made, saved(list(sheets.values())), "filled.xlsx")
    text = client.get(page).text
    assert "Changed on the site meanwhile" in text
    assert "a lot" in text
    assert "This is no figure." in text
    client.post(page)
    book = books.book(made)
    amounts = {str(cell): str(value) for cell, value in book.amounts.items() if cell.year == 2025}
    assert amounts["T1/R1//2025/actual"].startswith("1234.5")
    assert amounts["T1/R4//2025/actual"].startswith("133.13")
    assert amounts["T1/R7//2025/actual"].startswith("66001")
    assert amounts["T1/R8//2025/actual"].startswith("44000")  # an empty cell changes nothing
    assert amounts["T1/R6//2025/actual"].startswith("88000")
    assert amounts["T1/R9//2025/actual"].startswith("22000")  # nor does a dash
    assert amounts["T4/1/closing/2025/actual"].startswith("1000")
    assert amounts["T12/GDP_GROWTH//2025/actual"].startswith("0.025")
    assert book.texts[cells.read("T4/1/lender//actual")] == "=SUM(A1)"
    assert made.figures.get(row="R5", phase="original").note == "From the journal"
    assert "T1/RC//2025/actual" not in amounts
    text = client.get(page).text  # entered once
    assert "0 changed figures" in text


def test_one_table_with_live_totals(client: Client, people: dict[str, Person], now: datetime, tmp_path: Path) -> None:
    lead = assessed.analyst()
    made = assessed.filled(lead, now)
    client.force_login(lead)
    file = tmp_path / "template.xlsx"
    one = client.get(reverse("assessments:template", args=[made.code]), {"table": "T2"})
    file.write_bytes(one.content)
    assert {sheet.name for sheet in reading.read(file)} == {"T2", "korzo"}
    ours = next(sheet for sheet in reading.read(file) if sheet.name == "T2")
    total = next(row for row in ours.cells if row[0] == "EC")
    assert total[ours.cells[0].index("|2025|actual")] == "704000"
