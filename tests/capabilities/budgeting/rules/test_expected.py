"""Sixty-one real elections: every number that was computed for them with exact rationals by other programs."""

import json
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from korzo.capabilities.budgeting.rules import counting, fairness, pabulib
from korzo.capabilities.budgeting.rules.conventions import Comparison, Completion, Conventions, Rule, Start, Stop
from korzo.capabilities.budgeting.rules.outcomes import Outcome, Why
from korzo.capabilities.budgeting.rules.pabulib import declaring
from korzo.capabilities.budgeting.rules.ties import Ties

FOLDER = Path(__file__).resolve().parents[5] / "shared" / "data" / "voting" / "pb"
EXPECTED: Mapping[str, Any] = (
    json.loads((FOLDER / "expected.json").read_text(encoding="utf-8")) if FOLDER.is_dir() else {"": {}}
)
FILES = pytest.mark.parametrize("name", EXPECTED)
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="needs the real elections in ../shared, which are not here")


@cache
def reading(name: str) -> pabulib.Reading:
    path = FOLDER / name
    return pabulib.read(path if path.exists() else path.with_name(name + ".gz"))


@cache
def count(name: str, **named: Any) -> Outcome:
    return counting.count(reading(name).election, Conventions(**named, ties=Ties.LIST))


@FILES
def test_greedy(name: str) -> None:
    expected = EXPECTED[name]
    assert set(count(name, rule=Rule.GREEDY).winners) == set(expected["greedy"])
    assert set(count(name, rule=Rule.NO_SKIP).winners) == set(expected["greedy_no_skip"])
    if "poznan_80_percent_extra" in expected:
        extra = [each.project for each in count(name, rule=Rule.POZNAN).rounds if each.why is Why.RESERVE]
        assert extra == ([expected["poznan_80_percent_extra"]] if expected["poznan_80_percent_extra"] else [])


@FILES
def test_equal_shares(name: str) -> None:
    expected = EXPECTED[name]
    counted = count(name, completion=Completion.NONE)
    for key in {"equal_shares_points", "equal_shares_borda"} & expected.keys():
        assert list(counted.winners) == expected[key]["winners_in_order"]
    if plain := expected.get("equal_shares"):
        assert str(counted.endowment) == plain["endowment"]
        assert list(counted.winners) == plain["winners_in_order"]
        assert counted.cost == Fraction(plain["cost"])
        if "effective_votes" in plain:
            assert [str(each.effective) for each in counted.rounds] == plain["effective_votes"]
            assert [str(each.payment) for each in counted.rounds] == plain["max_payment"]


@FILES
def test_add1(name: str) -> None:
    expected = EXPECTED[name]
    for convention, wanted in (expected.get("add1") or {}).items():
        counted = count(
            name,
            start=Start.INTEGRAL if convention.startswith("integral") else Start.FRACTION,
            stop=Stop.EXHAUSTIVE if convention.endswith("exhaustive") else Stop.OVERSPEND,
        )
        found = (set(counted.winners), counted.cost, counted.endowment, counted.runs)
        endowment = Fraction(wanted["final_endowment"])
        assert found == (set(wanted["winners"]), Fraction(wanted["cost"]), endowment, wanted["runs"]), convention
    if "add1_then_fill_by_votes" in expected:
        assert set(count(name, completion=Completion.ADD1U).winners) == set(expected["add1_then_fill_by_votes"])


@FILES
def test_comparison(name: str) -> None:
    if wanted := EXPECTED[name].get("comparison"):
        compared = count(name, comparison=Comparison.VOTES).compared
        assert compared
        assert set(compared.utilitarian) == set(wanted["utilitarian"])
        assert compared.prefer_equal_shares == wanted["voters_prefer_equal_shares"]
        assert compared.prefer_utilitarian == wanted["voters_prefer_utilitarian"]


@FILES
def test_phragmen(name: str) -> None:
    if wanted := EXPECTED[name].get("phragmen_in_order"):
        assert list(count(name, rule=Rule.PHRAGMEN).winners) == wanted


@FILES
def test_certificates(name: str) -> None:
    wanted = EXPECTED[name].get("ejr_plus_up_to_one_violations")
    if not wanted:
        return
    election, declared = reading(name).election, reading(name).declared
    found = {
        "equal_shares": count(name, completion=Completion.NONE).winners,
        "utilitarian": count(name, rule=Rule.GREEDY).winners,
        "official": None if declared is None else tuple(declared),
    }
    for outcome, winners in found.items():
        witnesses = (
            None if winners is None else {each.project for each in fairness.certify(election, winners).witnesses}
        )
        assert witnesses == (None if wanted[outcome] is None else set(wanted[outcome])), outcome


@FILES
def test_winners_are_those_the_city_declared(name: str) -> None:
    conventions, declared = declaring.rule(reading(name)), declaring.winners(reading(name))
    if conventions is None or declared is None:
        return
    assert set(counting.count(reading(name).election, conventions).winners) == declared


def test_nearly_all_files_were_compared_with_what_the_city_declared() -> None:
    known = [
        name for name in EXPECTED if declaring.rule(reading(name)) and declaring.winners(reading(name)) is not None
    ]
    assert len(known) == 31


@FILES
def test_every_outcome_survives_as_json(name: str) -> None:
    for rule in (Rule.GREEDY, Rule.EQUAL_SHARES, Rule.PHRAGMEN):
        counted = count(name, rule=rule, completion=Completion.NONE)
        assert Outcome.from_json(json.loads(json.dumps(counted.as_json()))) == counted
