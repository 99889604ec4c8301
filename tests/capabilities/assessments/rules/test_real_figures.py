"""Real municipalities: official subtotals, published ratios, quartiles, and what forecasts were worth."""

import json
import statistics
from collections import defaultdict
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import pytest
from tests.conftest import SHARED

from korzo.capabilities.assessments.rules import charts, expressions, packs, peers, projections, ratios, reading, tables
from korzo.capabilities.assessments.rules.accounts import Accounts, of_row
from korzo.capabilities.assessments.rules.values import Reason, Unknown

if not (SHARED / "data").is_dir():
    pytest.skip("needs the real data in ../shared, which is not here", allow_module_level=True)
DATA = SHARED / "data" / "assessments"
SLOVENIA = charts.named("slovenia")
MFSA = packs.named("mfsa")
Given = dict[str, dict[tuple[str, int], Decimal]]


@pytest.fixture(scope="module")
def given() -> Given:
    table = tables.read_text((DATA / "slovenia_2007_2012.csv").read_text(encoding="utf-8"))
    found: Given = defaultdict(dict)
    for row in table.rows():
        found[row.unit] |= of_row(row.amounts, row.year)
    assert table.problems == []
    return found


@pytest.fixture(scope="module")
def cities(given: Given) -> dict[str, Accounts]:
    return {name: Accounts(SLOVENIA, amounts) for name, amounts in given.items()}


def computed(accounts: Accounts, year: int) -> dict[str, Any]:
    return {each.ratio.id: each.value for each in ratios.compute(MFSA, accounts, year)}


def test_all_official_subtotals_hold_to_the_cent(cities: dict[str, Accounts]) -> None:
    years = sum(len(each.years) for each in cities.values())
    found = [(name, each) for name, accounts in cities.items() for each in accounts.check()]
    errors = [(name, each.year, each.left - each.right) for name, each in found if each.identity.level == "error"]
    warned = [each for _name, each in found if each.identity.level == "warning"]
    assert years == 1262
    assert errors == [("TURNIŠČE", 2010, Decimal("5568.00"))]
    assert sum(abs(each.left - each.right) > 1 for each in warned) == 688  # one more in floating point


ALIKE = {
    "gross_savings_ratio": "C1", "operating_margin": "C3", "net_margin": "C2", "debt_service_ratio": "D2",
    "capex_to_current_revenue": "I1", "capex_to_total_expenditure": "I3", "self_financing_of_capex": "I2",
    "wage_share_of_current_exp": "S2", "maintenance_share_of_current_exp": "S1", "own_revenue_share": "A2",
    "property_tax_share": "A3", "closing_cash": "L0", "cash_cover_months": "L1",
}  # fmt: skip
SUMS = {
    "current_revenue": "RC", "current_expenditure": "EC", "operating_savings_before_interest": "GOS",
    "operating_savings": "OS", "net_savings": "NOS",
}  # fmt: skip


def test_the_worked_cases_match_to_the_last_digit(cities: dict[str, Accounts]) -> None:
    cases = json.loads((DATA / "oracles_mfsa.json").read_text(), parse_float=Decimal)
    for case in cases["slovenia"]:
        accounts, year = cities[case["municipality"]].over(MFSA.lines), case["year"]
        found = computed(accounts, year)
        assert len(case["expected"]) == len(ALIKE) + len(SUMS) == 18
        for name, expected in case["expected"].items():
            value = accounts(SUMS[name], year) if name in SUMS else found[ALIKE[name]]
            assert isinstance(value, Decimal)
            assert round(value, 2 if name in SUMS or name == "closing_cash" else 6) == expected, name
        savings = accounts("GOS", year)
        assert isinstance(savings, Decimal)
        assert found["D1"].reason is (Reason.MISSING if savings > 0 else Reason.BASE_NOT_POSITIVE)
    norms = {each.id: each for each in packs.named("south-africa").ratios}
    for case in cases["cape_town"]["cases"]:
        amounts = {(name, case["year"]): Decimal(amount) for name, amount in case["inputs"].items()}
        pack = packs.Pack("za", "1", {}, "ZA", "", True, {}, (norms[case["indicator"]],))
        (told,) = ratios.compute(pack, Accounts(charts.read(""), amounts), case["year"])
        assert told.value == case["expected"], case
        assert {"good": "good", "average": "ave", "bad": "bad"}[told.band] == case["rating"], case


@pytest.mark.parametrize(
    ("year", "ratio", "published"),
    [
        (2007, "C1", ".269 .331 .402"),
        (2010, "C1", ".210 .268 .321"),
        (2012, "C1", ".197 .262 .316"),
        (2012, "C2", ".147 .221 .286"),
        (2012, "I1", ".342 .448 .651"),
        (2010, "I2", ".253 .428 .606"),
        (2012, "S1", ".081 .121 .157"),
        (2012, "A3", ".045 .069 .099"),
    ],
)
def test_quartiles_of_all(cities: dict[str, Accounts], year: int, ratio: str, published: str) -> None:
    values = [computed(each, year)[ratio] for each in cities.values() if year in each.years]
    found = peers.quartiles(values)
    assert isinstance(found, tuple)
    assert " ".join(f"{value:.3f}".lstrip("0") for value in found) == published


def test_where_a_city_stands(cities: dict[str, Accounts]) -> None:
    margins = {name: computed(each, 2010)["C3"] for name, each in cities.items() if 2010 in each.years}
    assert peers.percentile(margins["MARIBOR"], margins.values()) == Decimal(16) / 210
    assert peers.percentile(margins["HODOŠ"], margins.values()) == Decimal(4) / 210
    assert peers.percentile(margins["MARIBOR"], list(margins.values())[:9]) == Unknown(Reason.SUPPRESSED)


def test_original_files_give_the_same_cells(given: Given) -> None:
    found: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for part in ("PRI", "ODH", "RFT", "RF"):
        table = tables.read_text((DATA / f"slovenia_raw/EK-2007-{part}.csv").read_text(encoding="utf-8"), year=2007)
        for row in table.rows():
            found[row.unit] |= row.amounts
        assert table.problems == []
    assert len(found) == 210
    named = {"III/1.": "PRIMARY", "III/2.": "CURRENT"}
    for name, amounts in found.items():
        read = {named.get(code, code): amount for code, amount in amounts.items()}
        for (code, year), amount in given[name].items():
            if year == 2007:
                assert read[code] == amount, (name, code)


def test_the_workbook_of_2008_gives_the_same_cells(given: Given) -> None:
    found: dict[str, dict[str, Decimal]] = defaultdict(dict)
    sheets = reading.read(DATA / "slovenia_raw/EK-2008-vsi-KONCNI.xls")
    for sheet in sheets[:-1]:
        table = tables.through(sheet.cells, SLOVENIA, year=2008)
        totals = defaultdict[str, Decimal](Decimal)
        for row in table.rows():
            found[row.key] |= row.amounts
            for code, amount in row.amounts.items():
                totals[code] += amount
        assert table.problems == []
        assert totals == table.totals(), sheet.name
    with pytest.raises(tables.BadTable):  # the summary of the country has another layout
        tables.through(sheets[-1].cells, SLOVENIA, year=2008)
    wanted = {(name, code): amount for name in given for (code, year), amount in given[name].items() if year == 2008}
    assert len(wanted) == 11_760
    assert {key: found[tables.plain_name(key[0])][key[1]] for key in wanted} == wanted


def test_croatian_receipts_keep_both_sums() -> None:
    chart = charts.named("croatia")
    (sheet,) = reading.read(DATA / "croatia_lgu_own_revenue_2016_2020.csv")
    table = tables.through(sheet.cells, chart)
    rows = list(table.rows())
    assert len({(row.key, row.year) for row in rows}) == 2880
    assert table.problems == []
    for row in rows:
        accounts = Accounts(chart, of_row(row.amounts, row.year))
        for identity in chart.identities:
            left = expressions.evaluate(identity.left, accounts, row.year)
            right = expressions.evaluate(identity.right, accounts, row.year)
            assert isinstance(left, Decimal)
            assert isinstance(right, Decimal)
            assert abs(left - right) < Decimal("0.01"), (row, identity)
    rijeka = {row.year: row.amounts["RECEIPTS"] for row in rows if row.unit == "RIJEKA"}
    assert [int(rijeka[year]) for year in range(2016, 2021)] == [
        690_589_240, 671_666_935, 753_720_674, 854_691_353, 840_903_910,
    ]  # fmt: skip
    punat = next(row for row in rows if row.unit == "PUNAT" and row.year == 2018)
    assert 11_000_000 in punat.amounts.values()  # written 1,1e+07


def test_what_forecasts_were_worth(cities: dict[str, Accounts]) -> None:
    """Median absolute error in percent of current revenue, learned to 2011 and to 2010, tested on what came after."""
    whole = {
        name: [Decimal(str(each("RC", year))) for year in range(2007, 2013)]
        for name, each in cities.items()
        if each.years == list(range(2007, 2013))
    }

    def error(method: Callable[[Sequence[Decimal], int], list[Decimal]], known: int) -> float:
        wrong = [
            abs(guess / true - 1) * 100
            for series in whole.values()
            for guess, true in zip(method(series[:known], 6 - known), series[known:], strict=True)
        ]
        return round(float(statistics.median(wrong)), 1)

    assert len(whole) == 210
    assert (error(projections.last_value, 5), error(projections.last_value, 4)) == (3.0, 3.9)
    assert (error(projections.shrunk, 5), error(projections.shrunk, 4)) == (3.2, 4.8)
    assert (error(projections.compound, 5), error(projections.compound, 4)) == (5.2, 10.9)
    assert (error(projections.linear, 5), error(projections.linear, 4)) == (6.7, 7.6)
    told = projections.fan([dict(enumerate(series)) for series in whole.values()], 1)
    assert [f"{100 * each:.1f}" for each in told] == ["-5.7", "-1.2", "3.7", "9.8", "16.3"]
