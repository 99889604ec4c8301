"""A plan carried out: each action moves its ratio to its target, by a line that a person would name; by hand."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from korzo.capabilities.assessments.rules import packs, ratios, reforms, scenarios
from korzo.capabilities.assessments.rules.expressions import Expression
from korzo.capabilities.assessments.rules.reforms import Aim, Reform, Way
from korzo.capabilities.assessments.rules.scenarios import Assumptions, Outlook
from korzo.capabilities.assessments.rules.values import Value

MFSA = packs.named("mfsa")
YEARS = range(2026, 2030)


class Steady:
    """Nine lines of revenue of 100 each, ten of spending of 70 each: nothing grows."""

    def __call__(self, line: str, year: int, /) -> Value:
        known = {"RC": 900, "EC": 700, "DEBT": 0, "F1": 0}
        if line in known:
            return Decimal(known[line])
        return Decimal(100) if line.startswith("R") else Decimal(70)

    def over(self, _lines: Mapping[str, Expression], /) -> "Steady":
        return self


def project(moves: Mapping[str, Mapping[int, Decimal]]) -> Outlook:
    return scenarios.project(Steady(), 2021, 2025, Assumptions(len(YEARS), moved=moves))


def aim(number: int, theme: str, ratio: str = "", target: str = "0", year: int = 2028, **more: object) -> Aim:
    found = next((each for each in MFSA.ratios if each.id == ratio), None)
    return Aim(number, theme, year, 2026, MFSA, found, Decimal(target), **more)  # type: ignore[arg-type]


def carried(*aims: Aim) -> tuple[Reform, Outlook]:
    reform = reforms.carry_out(project, aims, YEARS)
    return reform, project(reform.moves)


def ratio(outlook: Outlook, name: str, year: int) -> Value:
    return next(each.value for each in ratios.compute(MFSA, outlook, year) if each.ratio.id == name)


def test_a_tax_grows_step_by_step_until_its_share_is_the_target_and_stays() -> None:
    reform, outlook = carried(aim(1, "revenue", "A3", "0.2"))
    (moved,) = reform.moved
    assert (moved.way, moved.line, moved.amount) == (Way.TARGET, "R4", Decimal(100))  # (100 + x) ÷ (900 + x) = 0.2
    assert [outlook("R4", year) for year in YEARS] == [
        pytest.approx(Decimal(100) + Decimal(100) / 3), pytest.approx(Decimal(100) + Decimal(200) / 3), 200, 200,
    ]  # fmt: skip
    assert outlook("RC", 2028) == 1000
    assert ratio(outlook, "A3", 2028) == Decimal("0.2")


def test_savings_are_reached_by_revenue_or_by_spending_as_the_action_is_about_and_only_once() -> None:
    by_revenue, _ = carried(aim(1, "revenue", "C2", "0.32"))
    assert by_revenue.moved[0].line == "RC"
    reform, outlook = carried(aim(1, "spending", "C2", "0.32"), aim(2, "revenue", "C2", "0.32", year=2029))
    assert [(each.way, each.line) for each in reform.moved] == [(Way.TARGET, "EC"), (Way.REACHED, "")]
    saved = ratio(outlook, "C2", 2028)
    assert saved == pytest.approx(Decimal("0.32"))
    assert outlook("EC", 2028) < outlook("EC", 2026) < 700  # type: ignore[operator]


@pytest.mark.parametrize(
    ("given", "way", "line"),
    [
        (aim(1, "revenue", "A3", "0.05"), Way.REACHED, ""),
        (aim(1, "revenue", "A3", "0.2", year=2025), Way.OVER, ""),
        (aim(1, "revenue", "T1", "0.9"), Way.OUTSIDE, ""),
        (aim(1, "revenue", "T1", "0.9", effect=Decimal(30)), Way.EFFECT, "RC"),
        (aim(1, "debt", "D2", "-1"), Way.OUTSIDE, ""),
        (aim(1, "revenue", "A3", "0.99"), Way.OUTSIDE, ""),  # no tax grows a hundredfold
        (aim(1, "spending", effect=Decimal(30)), Way.EFFECT, "EC"),
    ],
)
def test_what_is_not_projected_changes_nothing_and_is_named(given: Aim, way: Way, line: str) -> None:
    reform, _ = carried(given)
    assert (reform.moved[0].way, reform.moved[0].line) == (way, line)
    assert set(reform.moves) == ({line} if line else set())
