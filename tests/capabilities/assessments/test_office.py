"""Our workbooks in somebody else's program: LibreOffice computes from their formulas what Korzo says, digit by digit."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from tests import office
from tests.capabilities.assessments import assessed
from tests.conftest import SHARED

from korzo.capabilities.assessments.operations import entering
from korzo.capabilities.assessments.operations.entering import Edit
from korzo.capabilities.assessments.queries import findings
from korzo.capabilities.assessments.rules import cells, charts, cities, packs, ratios, workbook
from korzo.capabilities.assessments.rules.numbers import Mark
from korzo.capabilities.assessments.rules.ratios import Computed
from korzo.kernel.people.models import Person

NOT_KNOWN = "#N/A"
REGISTERS = {
    "T4/1/kind//actual": "own", "T4/1/lender//actual": "=HYPERLINK(1)", "T4/1/closing/2024/actual": "300000",
    "T4/1/closing/2025/actual": "320000", "T4/2/kind//actual": "guaranteed", "T4/2/closing/2024/actual": "5000",
    "T4/2/closing/2025/actual": "6000", "T5/P365//2025/actual": "45211.07", "T5/PMORE//2025/actual": "3.15",
    "T7/1/tax//actual": "Houses", "T7/1/billed/2025/actual": "131000", "T7/1/collected/2025/actual": "120999.99",
}  # fmt: skip


def shown(found: Computed) -> str:
    """A ratio as both show it: by its unit, half a step away from zero, and zero without a sign."""
    if not isinstance(found.value, Decimal):
        return NOT_KNOWN
    unit = found.ratio.unit
    places, times, sign = {"share": (1, 100, "%"), "times": (2, 1, ""), "money": (2, 1, "")}.get(unit, (1, 1, ""))
    rounded = (found.value * times).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) + 0
    return f"{rounded:,}{sign}" if unit == "money" else f"{rounded}{sign}"


def compared(theirs: office.Sheet, whole: office.Sheet, place: tuple[int, int], ours: Iterable[Computed]) -> int:
    """Every ratio from a row on, in a column, of a sheet as it is shown and with all digits; how many are known."""
    row, column = place
    known = 0
    for at, found in enumerate(ours, row):
        assert theirs[at][0] == found.ratio.id
        assert theirs[at][column] == shown(found), (found.ratio.id, found.year, found.value)
        if isinstance(found.value, Decimal):
            digits = whole[at][column]
            value = Decimal(digits.removesuffix("%")) / (100 if digits.endswith("%") else 1)
            assert value == pytest.approx(found.value, rel=Decimal("1e-12"), abs=Decimal("1e-13"))
            known += 1
    return known


@pytest.mark.django_db
def test_an_assessment_comes_to_the_same(
    client: Client, people: dict[str, Person], now: datetime, tmp_path: Path
) -> None:
    office.needed()
    lead = assessed.analyst()
    made = assessed.filled(lead, now)
    edits = [Edit(cells.read(cell), text) for cell, text in REGISTERS.items()]
    entering.enter(made, edits, mark=Mark.POINT, by=lead, now=now)
    client.force_login(lead)
    path = tmp_path / "book.xlsx"
    path.write_bytes(client.get(reverse("assessments:workbook", args=[made.code])).content)
    theirs, whole = (office.recalculated([path], tmp_path, shown=each)[0] for each in (True, False))
    known = 0
    for at, year in enumerate(made.years):
        for pack, computed in findings.computed(made, year=year):
            known += compared(theirs[pack.id], whole[pack.id], (2, 4 + 2 * at), computed)
    assert known > 30


def test_real_cities_come_to_the_same(tmp_path: Path) -> None:
    office.needed()
    source = SHARED / "data" / "assessments" / "slovenia_2007_2012.csv"
    if not source.is_file():
        pytest.skip("needs the real data in ../shared, which is not here")
    accounts = cities.read(source, charts.named("slovenia")).accounts
    asked = [(pack, name) for pack in ("mfsa", "uclg", "limits-si") for name in _spread([*accounts], 9)]
    books = []
    for at, (pack, name) in enumerate(asked):
        books.append(tmp_path / f"city{at:02}.xlsx")
        workbook.write(books[-1], packs.named(pack), accounts[name], title=name)
    theirs, whole = (office.recalculated(books, tmp_path, shown=each) for each in (True, False))
    known = 0
    for at, (pack, name) in enumerate(asked):
        for column, year in enumerate(accounts[name].years, 3):
            ours = ratios.compute(packs.named(pack), accounts[name], year)
            known += compared(theirs[at]["Ratios"], whole[at]["Ratios"], (1, column), ours)
    assert known > 900


def _spread(names: Sequence[str], count: int) -> list[str]:
    """Some of all, evenly, the last among them."""
    return [names[at * (len(names) - 1) // (count - 1)] for at in range(count)]
