"""What an assessment finds: told, explained, projected, printed, and shown only to whom it may be."""

import csv
import hashlib
import json
import re
import statistics
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from io import StringIO
from typing import Any, cast
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from tests.capabilities.assessments import assessed

from korzo.capabilities.assessments import datasets
from korzo.capabilities.assessments.models import Action, Assessment, Peer, PeerSet, Scenario
from korzo.capabilities.assessments.operations import entering, planning, projecting, setting_up, signing
from korzo.capabilities.assessments.operations.entering import Edit
from korzo.capabilities.assessments.queries import reporting
from korzo.capabilities.assessments.queries.audiences import PUBLISHABLE
from korzo.capabilities.assessments.queries.explaining import Explained
from korzo.capabilities.assessments.queries.overview import Overview, Told
from korzo.capabilities.assessments.queries.projecting import Projection
from korzo.capabilities.assessments.rules import cells, expressions, packs, pictures, terms
from korzo.capabilities.assessments.rules.expressions import Expression
from korzo.capabilities.assessments.rules.numbers import Mark
from korzo.capabilities.assessments.rules.pictures import Level, Line
from korzo.capabilities.assessments.rules.ratios import Lines
from korzo.capabilities.assessments.rules.values import Reason, Unknown, Value
from korzo.capabilities.assessments.views import printing
from korzo.kernel.people.models import Person

pytestmark = pytest.mark.django_db
State = Assessment.State


@pytest.fixture
def lead(people: dict[str, Person]) -> Person:
    return assessed.analyst()


@pytest.fixture
def signed(lead: Person, people: dict[str, Person], now: datetime) -> Assessment:
    made = assessed.filled(lead, now)
    for state, by in (
        (State.RECONCILING, lead),
        (State.REVIEWED, lead),
        (State.SUBMITTED, people["administrator"]),
    ):
        made = signing.step(made, state, by=by, now=now)
    return made


def peers(values: list[str], now: datetime, year: int = 2025) -> PeerSet:
    """Cities with this gross savings rate, of the size of the small city, whose revenue grows by a twentieth a year."""
    made = PeerSet.objects.create(
        code="others", title="Others", chart="x", country="RS", currency="EUR", source="x", loaded_at=now
    )
    for at, value in enumerate(values):
        for back in range(4):
            lines = {"RC": str(Decimal(1000) * Decimal("1.05") ** (3 - back))}
            ratios = {"mfsa": {"C1": value}}
            Peer.objects.create(
                peers=made, unit=f"City {at}", year=year - back, size=1_000_000, lines=lines, ratios=ratios
            )
    return made


def one(made: Assessment, ratio: str) -> Told:
    found = Overview(made).one("mfsa", ratio)
    assert found is not None
    return found


def page(client: Client, path: str) -> str:
    answer = client.get(f"/en/assessments/{path}")
    assert answer.status_code == 200, path
    return answer.content.decode()


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_ratio_is_told_in_words_with_what_changed_and_why_it_is_unknown(lead: Person, now: datetime) -> None:
    made = assessed.filled(lead, now)
    told = one(made, "C1")
    assert told.says == "Of every 100 EUR of current income, 30 are left for investment and debt."
    assert told.standing[2] == "reaches its comparator"
    assert told.change == "as in 2024"
    unknown = one(made, "D1")
    assert (unknown.is_known, unknown.because) == (
        False,
        "Nobody has entered Owed at the end (Loans and guarantees) of 2025 yet.",
    )
    explained = Explained(Overview(made), told)
    assert explained.formula == "(Current revenue − Current expenditure + Interest) ÷ Current revenue"
    assert [(term.table, term.row, term.value) for term in explained.terms] == [
        ("T1", "RC", Decimal(990_000)),
        ("T2", "EC", Decimal(704_000)),
        ("T2", "E9", Decimal(13_200)),
    ]


def test_nothing_is_said_of_fewer_than_ten_and_the_quartiles_are_those_of_the_standard_library(
    lead: Person, now: datetime
) -> None:
    made = assessed.filled(lead, now)
    values = [str(Decimal(at) / 20) for at in range(1, 12)]
    found = peers(values[:9], now)
    assert one(made, "C1").among == "Only 9 others are known: too few to compare with."
    found.delete()
    peers(values, now)
    told = one(made, "C1")
    assert told.among == "Higher than 55 % of 11 others."
    quartiles = Explained(Overview(made), told).peers[2025]
    assert [float(each) for each in quartiles] == pytest.approx(
        statistics.quantiles(map(float, values), n=4, method="inclusive")
    )
    body = page(signed_in(lead), "2025/ratios/mfsa/C1/?city=City+3&city=Nowhere")
    assert "type 7 of Hyndman and Fan" in body
    assert "<figcaption>City 3</figcaption>" in body
    assert "<figcaption>Nowhere" not in body


def test_nobody_stands_beside_themselves(lead: Person, now: datetime) -> None:
    made = assessed.filled(lead, now)
    held = peers([str(Decimal(at) / 20) for at in range(1, 12)], now)
    Peer.objects.filter(peers=held, unit="City 3").update(unit=f"Grad {made.organisation.name}".upper())
    assert one(made, "C1").among == "Higher than 50 % of 10 others."
    assert len(Explained(Overview(made), one(made, "C1")).others) == 10


def test_amounts_in_prices_of_one_year_and_for_each_inhabitant() -> None:
    assert terms.real(Decimal(200), Decimal(80), Decimal(100)) == 250
    assert terms.per_head(Decimal(200), Decimal(50)) == 4
    missing = Unknown(Reason.MISSING, "CPI", 2020)
    assert terms.real(Decimal(200), missing, Decimal(100)) == missing
    assert terms.per_head(Decimal(200), Decimal(0)) == Unknown(Reason.ZERO_DENOMINATOR, "POP")


def test_a_value_far_below_all_others_does_not_press_them_flat() -> None:
    points = {2007: 0.10, 2008: 0.12, 2009: None, 2010: 0.11, 2011: 0.13, 2012: -1.1955}
    drawn = pictures.plot([Line(points)], spell=lambda value: f"{value:.0%}", says="<Puconci>", levels=[Level(0.3)])
    root = ET.fromstring(drawn)
    words = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "-120%" in words
    assert root.get("aria-label") == "<Puconci>"
    dots = list(root.iter("{http://www.w3.org/2000/svg}circle"))
    assert len(dots) == 4
    heights = [float(each.get("cy", 0)) for each in dots]
    assert max(heights) - min(heights) > 5  # what is near is still told apart
    assert pictures.spark({2020: 1.0}) == ""
    assert pictures.plot([Line({2020: None})], spell=str, says="") == ""


def test_everybody_reads_what_is_published_and_not_a_word_more(signed: Assessment, lead: Person, now: datetime) -> None:
    action = assessed.planned(signed, lead, now, title="=A register", person=lead, weakness="@SUM(1)")
    planning.step(action, action.State.APPROVED, decision="12/2026", by=lead, now=now)
    stranger = Client()
    paths = ("", "ratios/mfsa/C1/", "plan/", "plan/1/", "projections/", "report.pdf", "council/", "snapshot.json")
    status = [stranger.get(f"/en/assessments/2025/{path}").status_code for path in paths]
    assert status == [404] * len(paths)
    signing.publish(signed, ["plan"], by=lead, now=now)
    status = [stranger.get(f"/en/assessments/2025/{path}").status_code for path in paths]
    assert status == [200, 404, 200, 200, 404, 200, 404, 200]
    body = page(stranger, "2025/")
    assert "=A register" in body
    assert "Gross savings rate" not in body
    assert "30 are left" not in body
    assert lead.name not in page(stranger, "2025/plan/1/")
    sheet = list(csv.reader(StringIO(stranger.get("/en/assessments/2025/plan/export.csv").content.decode("utf-8-sig"))))
    assert sheet[1][1] == "'=A register"
    assert sheet[1][3] == "'@SUM(1)"
    signing.publish(signed, PUBLISHABLE, by=lead, now=now)
    file = stranger.get("/en/assessments/2025/snapshot.json").content
    assert json.loads(file)["whole_sha256"] == signed.snapshot.sha256
    body = page(stranger, "2025/")
    assert hashlib.sha256(file).hexdigest() in body
    assert signed.snapshot.sha256 in body
    whole = signed_in(lead).get("/en/assessments/2025/snapshot.json").content
    assert hashlib.sha256(whole).hexdigest() == signed.snapshot.sha256


def test_what_is_published_is_open_data_until_it_is_taken_back(signed: Assessment, lead: Person, now: datetime) -> None:
    assert list(datasets.partitions(None)) == []
    signing.publish(signed, ["ratios"], by=lead, now=now)
    assert list(datasets.partitions(None)) == ["2025"]
    rows = {(row["ratio"], row["year"]): row for row in datasets.RATIOS.published("2025") if row["pack"] == "mfsa@1"}
    assert rows["C1", 2025]["value"] == pytest.approx(272 / 900)
    assert (rows["D1", 2025]["value"], rows["D1", 2025]["reason"]) == (None, "missing")
    assert rows["C1", 2025]["confirmed"] is False
    assert list(datasets.LINES.published("2025")) == []
    signing.publish(signed, ["tables"], by=lead, now=now)
    lines = {(row["line"], row["year"]): row["amount"] for row in datasets.LINES.published("2025")}
    assert lines["RC", 2025] == 990_000
    assert "closing" not in {line for line, _year in lines}
    assert list(datasets.RATIOS.published("2025")) == []
    signing.publish(signed, [], by=lead, now=now)
    assert list(datasets.partitions(now)) == ["2025"]  # so that its part becomes empty
    assert list(datasets.LINES.published("2025")) == []


def test_who_leads_sees_it_as_a_stranger_would(signed: Assessment, lead: Person, people: dict[str, Person]) -> None:
    client = signed_in(lead)
    client.post("/en/assessments/2025/publish/", {"parts": ["summary"]})
    signed.refresh_from_db()
    assert signed.published == ["summary"]
    body = page(client, "2025/?preview=1&part=summary")
    assert "30 are left" in body
    assert "Make it an action" not in body
    assert "All ratios" not in body
    assert "30 are left" not in page(client, "2025/?preview=1&part=plan")
    elected = signed_in(people["administrator"])
    assert "30 are left" in page(elected, "2025/")
    assert "30 are left" in page(Client(), "2025/?preview=1&part=plan")  # nobody else chooses what they see


def test_the_report_is_for_everybody_and_for_the_archive(signed: Assessment, lead: Person) -> None:
    answer = signed_in(lead).get("/en/assessments/2025/report.pdf")
    assert answer.content.startswith(b"%PDF")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in answer.content
    assert b"<pdfaid:part>2</pdfaid:part>" in answer.content


class Growing:
    """A city known by three lines only; revenue grows by `step` a year."""

    def __init__(self, step: int) -> None:
        self.step = step

    def __call__(self, line: str, year: int, /) -> Value:
        known = {"RC": 1000 + self.step * (year - 2020), "EC": 800, "E9": 10}
        return Decimal(known[line]) if line in known else Unknown(Reason.MISSING, line, year)

    def over(self, lines: Mapping[str, Expression], /) -> Lines:
        def through(line: str, year: int) -> Value:
            return expressions.evaluate(lines[line], through, year) if line in lines else self(line, year)

        return cast("Lines", through)


def test_any_citys_figures_make_a_report_without_an_assessment(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        made = reporting.of_city(
            "Kostel", packs.named("mfsa"), Growing(-200), range(2020, 2025), currency="EUR",
            others=[Growing(step) for step in range(12)],
        )  # fmt: skip
        pdf = printing.typeset(made)
    savings = next(each for each in made.findings if each.name == "Gross savings rate")
    assert savings.value == "-295.0 %"
    assert savings.says.startswith("Nothing is left: for every 100 EUR of current income, running costs are 295 more")
    assert "Higher than 0 % of 12 others." in savings.beside
    assert pdf.startswith(b"%PDF")


def test_what_is_assumed_changes_the_years_to_come(signed: Assessment, lead: Person, now: datetime) -> None:
    client = signed_in(lead)
    values = {"years": 3, "growth_R1": "10", "X_2026": "500000", "RK_2026": "100000", "loan_0_year": "2026"}
    answer = client.post("/en/assessments/2025/projections/base/", values)
    assert answer.status_code == 422
    assert "Give year, amount, rate and years" in answer.content.decode()
    values |= {"loan_0_amount": "400000", "loan_0_rate": "4.5", "loan_0_years": "10"}
    assert client.post("/en/assessments/2025/projections/base/", values).status_code == 302
    projection = Projection(signed)
    base, bad = projection.outlooks[Scenario.Kind.BASE], projection.outlooks[Scenario.Kind.STRESS]
    shrunk = Decimal("1.025")  # a quarter of the growth of a tenth
    assert base("RC", 2026) == pytest.approx(Decimal(440_000) * Decimal("1.1") + Decimal(550_000) * shrunk)
    assert base("X", 2026) == 500_000
    assert base("E9", 2027) == Decimal(18_000)
    assert bad("E9", 2027) == Decimal(26_000)
    revenue = base("RC", 2027)
    assert isinstance(revenue, Decimal)
    assert bad("RC", 2027) == revenue * Decimal("0.9")
    assert [each.room for each in projection.capacities] == [
        None,
        None,
    ]  # the law has a limit of debt, which nobody told
    signed.parts.filter(code="T4").update(is_empty=True)
    assert [bool(each.room) for each in Projection(signed).capacities] == [True, True]
    body = page(client, "2025/projections/")
    assert "When things go badly" in body
    assert "With the plan carried out" not in body  # nobody said what the plan changes


def test_a_loan_of_which_something_is_missing_is_named_and_left_out(lead: Person, now: datetime) -> None:
    made = assessed.filled(lead, now)
    told = {
        "1/lender//actual": "Bank", "1/kind//actual": "own", "1/signed//actual": "2020-05-01", "1/rate//actual": "0.03",
        "1/years//actual": "10", "1/closing/2024/actual": "60000", "1/closing/2025/actual": "50000", "1/rate_kind//actual": "floating",
        "2/lender//actual": "Fund", "2/kind//actual": "own", "2/closing/2024/actual": "9000", "2/closing/2025/actual": "8000",
        "2/signed//actual": "2021-05-01", "2/years//actual": "8",
    }  # fmt: skip
    edits = [Edit(cells.read(f"T4/{cell}"), text) for cell, text in told.items()]
    entering.enter(made, edits, mark=Mark.POINT, by=lead, now=now)
    setting_up.change(made, {"limits": "limits-rs"}, by=lead, now=now)
    projection = Projection(Assessment.objects.get())
    assert projection.gaps[0] == "Fund is not in the years to come: its rate is not known."
    [loan] = [each.loan for each in projection.owed if each.loan]
    assert (loan.amount, loan.years, loan.floating) == (Decimal(50_000), 5, True)
    rooms = {each.scenario: each.room for each in projection.capacities}
    base, bad = (rooms[str(Scenario.Kind(kind).label)] for kind in ("base", "stress"))
    assert base is not None
    assert bad is not None
    assert bad.amount < base.amount


def test_the_fan_is_what_happened_to_others_in_the_years_that_are_chosen(lead: Person, now: datetime) -> None:
    made = assessed.filled(lead, now)
    peers(["0.1"] * 12, now)
    wide, narrow = Projection(made).fan("RC")
    assert float(wide[2026][0]) == pytest.approx(990_000 * 1.05)
    assert float(narrow[2028][1]) == pytest.approx(990_000 * 1.05**3)
    assert 2029 not in wide  # four years of others tell nothing of four years ahead
    assert Projection(made, since=2025).fan("RC") == []


def test_the_plan_changes_the_years_to_come_by_what_its_decided_actions_are_to_reach(
    signed: Assessment, lead: Person, now: datetime
) -> None:
    tax = assessed.planned(
        signed, lead, now, title="All houses are taxed", indicator="mfsa:A3", target=Decimal("0.20"), target_year=2027
    )
    asked = assessed.planned(signed, lead, now, title="Ask people first", indicator="pfm:PI-1.1", target=None,
                             target_score="A")  # fmt: skip
    assessed.planned(signed, lead, now, title="Only an idea", indicator="mfsa:A3", target=Decimal("0.4"))
    client = signed_in(lead)
    assert "With the plan carried out</" not in page(client, "2025/projections/")  # nothing is decided yet
    for each in (tax, asked):
        planning.step(each, Action.State.APPROVED, decision="1/2026", by=lead, now=now)
    projecting.assume(signed, "base", years=3, drivers={"R1": Decimal(0)}, plan={}, loans=[], by=lead, now=now)
    projection = Projection(Assessment.objects.get())
    base, reform = projection.outlooks[Scenario.Kind.BASE], projection.outlooks[Scenario.Kind.REFORM]
    share = [reform("R4", year) / reform("RC", year) for year in (2026, 2027)]  # type: ignore[operator]
    assert float(share[1]) == pytest.approx(0.2)
    assert base("R4", 2026) < reform("R4", 2026) < reform("R4", 2027)  # type: ignore[operator]
    assert reform("R1", 2026) == base("R1", 2026) == 440_000  # what the base assumes holds for the plan too
    body = page(client, "2025/projections/")
    assert "With the plan carried out</" in body
    assert "Only an idea" not in body
    assert re.search(r"Property tax: [\d,.]+ EUR more from 2027 on, so that Property tax comes to 20", body)
    assert "What it moves is not projected. It changes nothing here." in body
    signing.publish(signed, ["projections"], by=lead, now=now)
    public = page(Client(), "2025/projections/")
    assert "All houses are taxed" not in public
    assert "2 decided actions." in public


def test_prices_are_an_assumption_that_is_seen_and_changed(signed: Assessment, lead: Person, now: datetime) -> None:
    client = signed_in(lead)
    assert "nothing is assumed about prices" in page(client, "2025/projections/")
    form = page(client, "2025/projections/base/")
    assert 'name="growth_CPI"' in form
    values = {"years": 2, "growth_CPI": "4", "growth_R1": "1"}
    assert client.post("/en/assessments/2025/projections/base/", values).status_code == 302
    body = page(client, "2025/projections/")
    assert "Prices rise by 4.0 % a year, and all growth is on top of that." in body
    assert "Past prices are not all known" in body
    assert 'value="4' in page(client, "2025/projections/base/")
    base = Projection(Assessment.objects.get()).outlooks[Scenario.Kind.BASE]
    assert base("R1", 2026) == Decimal(440_000) * Decimal("1.01") * Decimal("1.04")
    assert base("R2", 2026) == Decimal(110_000) * Decimal("1.04")


def test_years_without_a_plan_are_named(signed: Assessment, lead: Person, now: datetime) -> None:
    plan = {"X": {2026: Decimal(5)}, "RK": {2026: Decimal(1), 2027: Decimal(0)}}
    projecting.assume(signed, "base", years=3, drivers={}, plan=plan, loans=[], by=lead, now=now)
    body = page(signed_in(lead), "2025/projections/")
    assert "Investment of 2027, 2028 is not planned, and it is not forecast." in body
    assert "What others give for investment in 2028 is not planned" in body
