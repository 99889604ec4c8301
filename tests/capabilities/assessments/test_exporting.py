"""What can be taken away: a workbook that computes by itself, rows, JSON and a data package; by whom."""

import csv
import io
import json
import math
import re
import zipfile
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse
from tests.capabilities.assessments import assessed
from tests.capabilities.assessments.rules.test_workbook import SPACE, cells

from korzo.capabilities.assessments.models import Assessment
from korzo.capabilities.assessments.operations import entering, setting_up, signing
from korzo.capabilities.assessments.operations.entering import Edit
from korzo.capabilities.assessments.queries import findings
from korzo.capabilities.assessments.rules import cells as spelled
from korzo.capabilities.assessments.rules.numbers import Mark
from korzo.kernel.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(people: dict[str, Person]) -> Person:
    return assessed.analyst()


@pytest.fixture
def made(lead: Person, now: datetime) -> Assessment:
    found = assessed.filled(lead, now)
    loan = {
        "T4/1/kind//actual": "own", "T4/1/lender//actual": "=HYPERLINK(1)", "T4/1/closing/2024/actual": "300000",
        "T4/1/closing/2025/actual": "320000", "T4/2/kind//actual": "guaranteed", "T4/2/closing/2024/actual": "5000",
        "T4/2/closing/2025/actual": "6000",
    }  # fmt: skip
    edits = [Edit(spelled.read(cell), text) for cell, text in loan.items()]
    entering.enter(found, edits, mark=Mark.POINT, by=lead, now=now)
    return found


class Sheets:
    """A spreadsheet program, small: what formulas of our workbooks come to."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as file:
            book = ET.fromstring(file.read("xl/workbook.xml"))
            shared = ET.fromstring(file.read("xl/sharedStrings.xml"))
        self.texts = ["".join(each.itertext()) for each in shared.iter(f"{SPACE}si")]
        self.names = [each.get("name", "") for each in book.iter(f"{SPACE}sheet")]
        self.cells = {name: cells(path, at) for at, name in enumerate(self.names, 1)}

    def value(self, sheet: str, cell: str) -> float:
        formula, cached = self.cells[sheet].get(cell, ("", ""))
        if not formula:
            return float(cached) if cached else math.nan
        known = {
            "c": self.value, "r": self.range, "IF": lambda test, yes, no: yes if test else no, "NA": lambda: math.nan,
            "COUNT": lambda *all_: sum(not math.isnan(each) for each in all_), "SUM": self.sum, "SUMIFS": self.sumifs,
            "MAX": max, "MIN": min, "ABS": abs, "ROUND": round,
        }  # fmt: skip
        spelled_ = re.sub(r"(\w+)!\$([A-Z]+)\$(\d+):\$[A-Z]+\$(\d+)", r'r("\1","\2",\3,\4)', formula)
        spelled_ = re.sub(r'(\w+)!([A-Z]+\d+)(?!")', r'c("\1","\2")', spelled_)
        try:
            return float(eval(spelled_, {"__builtins__": {}}, known))
        except ZeroDivisionError:
            return math.nan

    def range(self, sheet: str, column: str, first: int, last: int) -> list[tuple[float, str]]:
        return [self._both(sheet, f"{column}{at}") for at in range(first, last + 1)]

    def _both(self, sheet: str, cell: str) -> tuple[float, str]:
        cached = self.cells[sheet].get(cell, ("", ""))[1]
        text = self.texts[int(cached)] if cached.isdecimal() and int(cached) < len(self.texts) else ""
        return (float(cached) if cached else math.nan), text

    @staticmethod
    def sum(*held: Any) -> float:
        flat = [each[0] for given in held for each in (given if isinstance(given, list) else [(given, "")])]
        return sum((float(each) for each in flat if not math.isnan(each)), 0.0)

    @staticmethod
    def sumifs(amounts: list[tuple[float, str]], tested: list[tuple[float, str]], wanted: str) -> float:
        return sum(each[0] for each, test in zip(amounts, tested, strict=True) if test[1] == wanted)


def test_the_workbook_computes_what_the_site_computes(
    client: Client, made: Assessment, lead: Person, tmp_path: Path
) -> None:
    client.force_login(lead)
    path = tmp_path / "book.xlsx"
    path.write_bytes(client.get(reverse("assessments:workbook", args=[made.code])).content)
    sheets = Sheets(path)
    assert sheets.names[:3] == ["mfsa", "uclg", "T12"]
    checked = 0
    for pack, _computed in findings.computed(made):
        for column, year in (("E", 2024), ("G", 2025)):
            found = next(values for each, values in findings.computed(made, year=year) if each.id == pack.id)
            for row, each in enumerate(found, 3):
                value = sheets.value(pack.id, f"{column}{row}")
                if isinstance(each.value, Decimal):
                    assert value == pytest.approx(float(each.value)), (pack.id, each.ratio.id, year)
                    cached = sheets.cells[pack.id][f"{column}{row}"][1]
                    assert float(cached) == pytest.approx(value)
                    checked += 1
                else:
                    assert math.isnan(value), (pack.id, each.ratio.id, year)
    assert checked > 30
    formulas = [formula for sheet in sheets.cells.values() for formula, _cached in sheet.values() if formula]
    assert not any("HYPERLINK" in formula for formula in formulas)
    assert any("SUMIFS" in formula for formula in formulas)


def test_rows_json_and_package(client: Client, made: Assessment, lead: Person) -> None:
    client.force_login(lead)
    text = client.get(reverse("assessments:data-csv", args=[made.code])).text
    rows = {row["cell"]: row for row in csv.DictReader(io.StringIO(text))}
    assert rows["T1/R1//2025/actual"] | {"name": ""} == {
        "cell": "T1/R1//2025/actual", "table": "T1", "line": "R1", "name": "", "register_row": "", "column": "",
        "year": "2025", "phase": "actual", "amount": "440000", "text": "", "unit": "EUR",
    }  # fmt: skip
    assert rows["T4/1/lender//actual"]["text"] == "'=HYPERLINK(1)"
    told = client.get(reverse("assessments:data-json", args=[made.code])).json()
    assert told["format"] == "korzo-assessment-1"
    assert told["ratios"]["2025"]["mfsa"]["D3"].startswith("0.3232")
    answer = client.get(reverse("assessments:datapackage", args=[made.code])).content
    with zipfile.ZipFile(io.BytesIO(answer)) as file:
        described = json.loads(file.read("datapackage.json"))
        budget = list(csv.DictReader(io.StringIO(file.read("budget.csv").decode())))
    fields = {field["name"] for field in described["resources"][0]["schema"]["fields"]}
    dimensions = described["model"]["dimensions"].values()
    named = {each["source"] for dimension in dimensions for each in dimension["attributes"].values()}
    assert named | {described["model"]["measures"]["amount"]["source"]} <= fields == set(budget[0])
    total = sum(Decimal(row["amount"]) for row in budget if row["fiscal_year"] == "2024" and row["id"][:4] == "T1/R")
    assert total == 900_000


def test_strangers_take_away_what_is_published(
    client: Client, made: Assessment, lead: Person, people: dict[str, Person], now: datetime
) -> None:
    address = {name: reverse(f"assessments:{name}", args=[made.code]) for name in ("workbook", "data-json", "data-csv")}
    assert {client.get(each).status_code for each in address.values()} == {404}
    entering.enter(
        made, [Edit(spelled.read("T1/R1//2025/actual"), "440000", version=1, note="Secret talks")], mark=None, by=lead,
        now=now,
    )  # fmt: skip
    setting_up.change(made, {"narrative": {}}, by=lead, now=now)
    Assessment.objects.filter(pk=made.pk).update(state=Assessment.State.SUBMITTED)
    made.refresh_from_db()
    signing.publish(made, ["ratios"], by=lead, now=now)
    told = client.get(address["data-json"])
    assert "Secret" not in told.text
    assert (told.json()["figures"], "answers" in told.json()) == ([], False)
    assert client.get(address["data-csv"]).status_code == 404
    signing.publish(made, ["tables"], by=lead, now=now)
    told = client.get(address["data-json"])
    assert "Secret" not in told.text
    assert "ratios" not in told.json()
    assert {"cell": "T1/R1//2025/actual", "amount": "440000"} in told.json()["figures"]
    book = client.get(address["workbook"]).content
    with zipfile.ZipFile(io.BytesIO(book)) as file:
        assert b"Secret" not in file.read("xl/sharedStrings.xml")
