"""The workbook computes what Korzo computes: its formulas are taken out of the file and worked out by themselves."""

import re
import zipfile
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from korzo.capabilities.assessments.rules import charts, packs, ratios, workbook
from korzo.capabilities.assessments.rules.accounts import Accounts

SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CHART = """
[lines]
RC = "[70] + [71]"
EC = "[40]"
E9 = "[403]"
"""
PACK = """
id = "trial"
version = "1"
source = "made for a test"
confirmed = true
title.en = "Trial"
[lines]
GOS = "RC - EC + E9"
[[ratios]]
id = "A"
name.en = "Savings"
expression = "GOS / (RC - -2 * E9)"
unit = "share"
direction = "up"
[[ratios]]
id = "B"
name.en = "=HYPERLINK(1)"
expression = "max(0, RC - lag(RC, 1)) / mean(RC, 2)"
unit = "share"
direction = "up"
[[ratios]]
id = "C"
name.en = "Debt"
expression = "DEBT / GOS"
unit = "years"
direction = "down"
"""


def cells(path: Path, sheet: int) -> dict[str, tuple[str, str]]:
    """Formula and cached value by address."""
    with zipfile.ZipFile(path) as file:
        root = ET.fromstring(file.read(f"xl/worksheets/sheet{sheet}.xml"))
    found = root.iter(f"{SPACE}c")
    return {each.get("r", ""): (each.findtext(f"{SPACE}f") or "", each.findtext(f"{SPACE}v") or "") for each in found}


def worked_out(formula: str, figures: dict[str, tuple[str, str]]) -> Decimal | None:
    """What a spreadsheet makes of a formula; None for #N/A."""
    counted = re.fullmatch(r"IF\(COUNT\(([^)]*)\)<(\d+),NA\(\),(.*)\)", formula)
    assert counted is not None, formula
    addresses, needed, inner = counted[1].split(","), int(counted[2]), counted[3]
    values = {each: figures.get(each.removeprefix("Figures!"), ("", ""))[1] for each in addresses}
    if sum(bool(value) for value in values.values()) < needed:
        return None
    for address in sorted(values, key=len, reverse=True):
        inner = inner.replace(address, f"Decimal('{values[address]}')")
    inner = re.sub(r"(?<![\w'.])(\d+)(?![\w'.])", r"Decimal(\1)", inner)
    functions = {"Decimal": Decimal, "MAX": max, "SUM": lambda *terms: sum(terms, Decimal(0))}
    return Decimal(eval(inner, {"__builtins__": {}}, functions))


@pytest.mark.parametrize("year", [2024, 2025])
def test_formulas_give_the_same_values(tmp_path: Path, year: int) -> None:
    amounts = {"70": "80.5", "71": "19.5", "40": "70", "403": "3"}
    given = {(code, 2024): Decimal(amount) for code, amount in amounts.items()}
    given |= {(code, 2025): Decimal(amount) * 2 for code, amount in amounts.items()}
    pack, accounts = packs.read(PACK), Accounts(charts.read(CHART), given)
    path = tmp_path / "city.xlsx"
    workbook.write(path, pack, accounts, title="=cmd|' /C calc'!A0")
    figures, told = cells(path, 1), cells(path, 2)
    column = "D" if year == 2024 else "E"
    for at, computed in enumerate(ratios.compute(pack, accounts, year), 2):
        formula, cached = told[f"{column}{at}"]
        value = worked_out(formula, figures)
        if isinstance(computed.value, Decimal):
            assert value == pytest.approx(computed.value, abs=Decimal("1e-12")), computed.ratio.id
            assert Decimal(cached) == pytest.approx(computed.value, abs=Decimal("1e-9"))
        else:
            assert (value, cached) == (None, "#N/A"), computed.ratio.id
    assert not any(formula for formula, _value in figures.values())
    assert told["B3"][0] == ""
