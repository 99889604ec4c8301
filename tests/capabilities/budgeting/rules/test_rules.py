"""Every rule on elections that can be counted by hand."""

# mypy: disable-error-code="comparison-overlap"

from dataclasses import replace
from fractions import Fraction
from hashlib import sha256

import pytest
from tests.capabilities.budgeting.rules.toys import election, toy

from korzo.capabilities.budgeting.rules import comparing, counting, fairness, per_dollar, ties
from korzo.capabilities.budgeting.rules.conventions import (
    Comparison,
    Completion,
    Conventions,
    Normalisation,
    Rule,
    Stop,
)
from korzo.capabilities.budgeting.rules.elections import BadElection, Ballots, Election, Panel, Project, Shape
from korzo.capabilities.budgeting.rules.outcomes import Outcome, Reason, Why
from korzo.capabilities.budgeting.rules.support import Utility
from korzo.capabilities.budgeting.rules.ties import Ties


def count(votes: Election, **named: object) -> Outcome:
    return counting.count(votes, Conventions(**{"ties": Ties.LIST, **named}))  # type: ignore[arg-type]


def reasons(outcome: Outcome) -> dict[str, Reason]:
    return {loss.project: loss.reason for loss in outcome.losses}


def given(votes: Election, **changes: dict[str, object]) -> Election:
    """The same election with projects changed."""
    return replace(votes, projects=tuple(replace(each, **changes.get(each.id, {})) for each in votes.projects))  # type: ignore[arg-type]


# The toy ------------------------------------------------------------------------------------------------------------
def test_equal_shares_of_the_toy() -> None:
    counted = count(toy(), completion=Completion.NONE)
    assert counted.endowment == counted.share == 10
    assert [(each.project, each.effective, each.payment) for each in counted.rounds] == [
        ("A", 6, Fraction(25, 3)),
        ("D", 4, 3),
    ]
    assert [(each.full, each.short, each.left) for each in counted.rounds] == [(6, 0, 50), (4, 0, 38)]
    assert {loss.project: loss.held for loss in counted.losses} == {"B": Fraction(25, 3), "C": Fraction(95, 3)}


def test_growing_endowments_of_the_toy() -> None:
    overspend, exhaustive = count(toy()), count(toy(), stop=Stop.EXHAUSTIVE)
    assert (overspend.winners, overspend.endowment, overspend.runs) == (("A", "D"), 14, 6)
    assert (exhaustive.winners, exhaustive.endowment, exhaustive.runs) == (("A", "D"), 10, 1)


def test_phragmen_of_the_toy() -> None:
    counted = count(toy(), rule=Rule.PHRAGMEN)
    assert [(each.project, each.payment) for each in counted.rounds] == [("D", 3), ("B", 8), ("C", Fraction(49, 4))]
    assert reasons(counted) == {"A": Reason.NO_ROOM}


def test_comparison_of_the_toy() -> None:
    counted = count(toy(), comparison=Comparison.VOTES)
    assert counted.compared is not None
    assert (
        counted.compared.prefer_equal_shares,
        counted.compared.prefer_utilitarian,
        counted.compared.indifferent,
    ) == (4, 5, 1)
    assert counted.winners == ("A", "B")


def test_who_has_nothing_can_decide_the_comparison() -> None:
    """By projects five prefer greedy; but three or four have nothing of it at all."""
    counted = count(toy(), comparison=Comparison.EXCLUSION)
    assert counted.compared is not None
    assert (counted.compared.prefer_equal_shares, counted.compared.prefer_utilitarian) == (4, 0)
    assert counted.winners == ("A", "D")


def test_certificate_of_the_toy() -> None:
    assert fairness.certify(toy(), {"A", "D"}).holds
    (witness,) = fairness.certify(toy(), {"A", "B"}).witnesses
    assert (witness.project, witness.people, witness.stands_for, witness.cost, witness.got) == ("D", 4, 40, 12, 0) or (
        witness.project,
        witness.people,
    ) == ("D", 2)


def test_measures_of_the_toy() -> None:
    measured = fairness.measure(toy(), {"A", "B"})
    assert (measured.reached, measured.mean, measured.histogram) == (Fraction(6, 10), Fraction(11, 10), (4, 1, 5))
    assert measured.mean_cost == Fraction(6 * 50 + 5 * 40, 10)
    assert 0 < measured.gini < 1
    assert 0 < measured.distance < 1


def test_one_who_gets_all_is_as_unequal_as_can_be() -> None:
    votes = election(10, "A 10, B 10", "1x A", "99x B")
    assert fairness.measure(votes, {"A"}).gini == pytest.approx(0.99)
    assert fairness.measure(votes, {"A"}).distance == pytest.approx(0.99)
    assert fairness.measure(election(10, "A 10", "3x A"), {"A"}).gini == 0


# The greedy family ---------------------------------------------------------------------------------------------------
LINE = election(100, "A 60, B 50, C 30, D 20", "4x A", "3x B", "2x C", "1x D")


@pytest.mark.parametrize(
    ("rule", "winners", "lost"),
    [
        (Rule.GREEDY, ("A", "C"), {"B": Reason.NO_ROOM, "D": Reason.NO_ROOM}),
        (Rule.NO_SKIP, ("A",), {"B": Reason.NO_ROOM, "C": Reason.STOPPED, "D": Reason.STOPPED}),
        (Rule.POZNAN, ("A", "B"), {"C": Reason.STOPPED, "D": Reason.STOPPED}),
    ],
)
def test_down_the_list(rule: Rule, winners: tuple[str, ...], lost: dict[str, Reason]) -> None:
    counted = count(LINE, rule=rule)
    assert counted.winners == winners
    assert reasons(counted) == lost


@pytest.mark.parametrize(("cost", "funded"), [("50", True), ("50.01", False)])
def test_poznan_asks_for_exactly_four_fifths(cost: str, funded: bool) -> None:
    votes = election(100, f"A 60, B {cost}", "2x A", "1x B")
    assert ("B" in count(votes, rule=Rule.POZNAN).winners) is funded


def test_reserve_money_is_named() -> None:
    assert [each.why for each in count(LINE, rule=Rule.POZNAN).rounds] == [Why.RULE, Why.RESERVE]


@pytest.mark.parametrize(("threshold", "winners"), [("3", {"A", "B"}), ("4", {"A"}), ("4.5", set())])
def test_a_threshold_is_enough_when_it_is_reached(threshold: str, winners: set[str]) -> None:
    votes = election(1000, "A 60, B 50, C 30", "4x A", "3x B", "2x C", threshold=Fraction(threshold))
    counted = count(votes, rule=Rule.THRESHOLD)
    assert set(counted.winners) == winners
    assert set(reasons(counted).values()) == {Reason.THRESHOLD}


def test_a_threshold_holds_for_equal_shares_only_if_agreed() -> None:
    votes = election(100, "A 10, B 10", "3x A", "1x B", threshold=Fraction(2))
    assert set(count(votes).winners) == {"A", "B"}
    assert count(votes, threshold_everywhere=True).winners == ("A",)


def test_projects_of_a_group_exclude_one_another() -> None:
    votes = given(LINE, A={"group": "park"}, C={"group": "park"}, D={"group": ""})
    counted = count(votes, rule=Rule.EXCLUSIVE)
    assert counted.winners == ("A", "D")
    (lost,) = [each for each in counted.losses if each.reason is Reason.EXCLUDED]
    assert (lost.project, lost.by) == ("C", "A")


def test_withdrawn_projects_do_not_stop_the_list() -> None:
    votes = given(LINE, B={"withdrawn": True})
    assert count(votes, rule=Rule.NO_SKIP).winners == ("A", "C")
    for rule in Rule:
        assert "B" not in count(votes, rule=rule).winners


def test_categories_first_and_then_what_is_left() -> None:
    votes = given(
        election(100, "A 60, B 50, C 30, D 10", "4x A", "3x B", "2x C", "1x D"),
        A={"categories": ("green",)},
        B={"categories": ("roads", "green")},
        C={"categories": ("roads",)},
    )
    counted = count(replace(votes, purses={"green": Fraction(40), "roads": Fraction(60)}), rule=Rule.CATEGORIES)
    assert [(each.project, each.why) for each in counted.rounds] == [
        ("B", Why.CATEGORY),
        ("C", Why.LEFTOVER),
        ("D", Why.LEFTOVER),
    ]
    assert reasons(counted) == {"A": Reason.CATEGORY_FULL}


# Points and places -----------------------------------------------------------------------------------------------
def test_scores_follow_the_shape_of_the_ballots() -> None:
    ranked = election(10, "A 1, B 1, C 1", "A B C", "2x B A", shape=Shape.ORDINAL)
    assert ranked.scores == (3 + 2, 2 + 4, 1)
    assert ranked.votes == (3, 3, 1)
    points = election(10, "A 1, B 1", "A=3 B=1", "2x B=4", shape=Shape.CUMULATIVE)
    assert (points.scores, points.votes) == ((3, 9), (1, 3))


def test_points_are_what_projects_are_worth() -> None:
    """Two with one point each stand behind one with three, if points count, and before, if projects do."""
    votes = election(30, "A 10, B 10", "1x A=3", "2x B=1", shape=Shape.CUMULATIVE)
    by_points = count(votes, completion=Completion.NONE)
    assert [(each.project, each.payment, each.effective) for each in by_points.rounds] == [
        ("A", Fraction(10, 3), Fraction(3, 10)),
        ("B", 5, Fraction(1, 5)),
    ]
    assert count(votes, completion=Completion.NONE, utility=Utility.CARDINALITY).winners == ("B", "A")


def test_the_last_of_a_ranking_is_worth_nothing() -> None:
    votes = election(20, "A 10, B 10", "2x A B", shape=Shape.ORDINAL)
    assert count(votes, completion=Completion.NONE).winners == ("A",)
    assert count(votes, completion=Completion.NONE, utility=Utility.CARDINALITY).winners == ("A", "B")


def test_cheap_projects_go_first_when_each_counts_as_one() -> None:
    votes = election(100, "A 60, B 20", "6x A", "5x B")
    assert count(votes, completion=Completion.NONE, utility=Utility.CARDINALITY).winners == ("B",)
    assert count(votes, completion=Completion.NONE, utility=Utility.COST).winners == ("B",)
    rich = replace(votes, budget=Fraction(200))
    assert count(rich, completion=Completion.NONE, utility=Utility.CARDINALITY).winners == ("B", "A")
    assert count(rich, completion=Completion.NONE, utility=Utility.COST).winners == ("A", "B")


# Completions ---------------------------------------------------------------------------------------------------------
def test_money_left_over_is_filled_by_votes() -> None:
    plain = count(toy(), completion=Completion.NONE)
    filled = count(
        election(102, "A 50, B 40, C 40, D 12", "5x A B", "1x A C", "3x C D", "1x D"), completion=Completion.VOTES
    )
    assert plain.winners == ("A", "D")
    assert [(each.project, each.why) for each in filled.rounds] == [("A", Why.RULE), ("D", Why.RULE), ("B", Why.FILLED)]


def test_what_costs_nothing_is_funded_if_anybody_wants_it() -> None:
    votes = election(10, "A 0, B 0, C 10", "1x A", "1x C")
    for rule in (Rule.EQUAL_SHARES, Rule.PHRAGMEN, Rule.MAXIMIN):
        counted = count(votes, rule=rule)
        assert counted.winners[0] == "A"
        assert "B" not in counted.winners


def test_empty_ballots_count_among_voters_or_not() -> None:
    votes = election(100, "A 50", "2x A", "2x ")
    assert count(votes, completion=Completion.NONE).share == 25
    assert count(votes, completion=Completion.NONE, empty_ballots_count=False).share == 50


def test_growing_far_is_said() -> None:
    votes = election(100, "A 60, B 40, C 50", "1x A", "9x B")
    assert not count(votes, completion=Completion.NONE).strained
    assert count(votes).strained


# Maximin Support ------------------------------------------------------------------------------------------------------
def test_maximin_support_parts_costs_anew() -> None:
    """Once A has moved to voters 2 and 3, B is no dearer than C; Phragmén cannot move it, and takes C."""
    votes = election(36, "A 12, B 12, C 12", "1x A B", "2x A", "1x C")
    counted = count(votes, rule=Rule.MAXIMIN)
    assert counted.winners == ("A", "B", "C")
    assert [each.payment for each in counted.rounds] == [4, 12, 12]
    tight_votes = replace(votes, budget=Fraction(24))
    tight = count(tight_votes, rule=Rule.MAXIMIN)
    assert (tight.winners, reasons(tight)) == (("A", "B"), {"C": Reason.NO_ROOM})
    assert count(tight_votes, rule=Rule.PHRAGMEN).winners == ("A", "C")


# Panels --------------------------------------------------------------------------------------------------------------
def panels(*weights: str) -> Election:
    projects = tuple(Project(name, Fraction(10)) for name in "AB")
    citizens, committee = (
        Ballots.of(Shape.APPROVAL, [[0]] * 60 + [[1]] * 40),
        Ballots.of(Shape.APPROVAL, [[1]] * 4 + [[0, 1]]),
    )
    both = zip(("citizens", "committee"), weights, (citizens, committee), strict=True)
    return Election(
        projects,
        citizens,
        Fraction(10),
        panels=tuple(Panel(name, Fraction(weight), each) for name, weight, each in both),
    )


@pytest.mark.parametrize(
    ("by", "scores"),
    [
        (
            Normalisation.VOTES,
            {"citizens": (Fraction(3, 5), Fraction(2, 5)), "committee": (Fraction(1, 6), Fraction(5, 6))},
        ),
        (Normalisation.VOTERS, {"citizens": (Fraction(3, 5), Fraction(2, 5)), "committee": (Fraction(1, 5), 1)}),
        (Normalisation.RANKS, {"citizens": (1, Fraction(1, 2)), "committee": (Fraction(1, 2), 1)}),
    ],
)
def test_panels_are_made_comparable_as_agreed(by: Normalisation, scores: dict[str, tuple[Fraction, Fraction]]) -> None:
    counted = count(panels("0.6", "0.4"), rule=Rule.COMPOSITE, normalisation=by)
    assert {name: tuple(each.share for each in counted.panels if each.panel == name) for name in scores} == scores


def test_weights_of_panels_decide() -> None:
    assert count(panels("0.9", "0.1"), rule=Rule.COMPOSITE).winners == ("A",)
    assert count(panels("0.6", "0.4"), rule=Rule.COMPOSITE).winners == ("B",)
    with pytest.raises(BadElection, match="sum up to 1"):
        count(panels("0.6", "0.5"), rule=Rule.COMPOSITE)


# Ties ----------------------------------------------------------------------------------------------------------------
def test_the_lot_can_be_drawn_by_hand() -> None:
    ids = ["A", "B", "C"]
    order = sorted(ids, key=lambda each: sha256(f"lottery of 1 May 2026\n{each}".encode()).hexdigest())
    projects = [Project(each, Fraction(1)) for each in ids]
    places = ties.drawn(projects, Ties.LOT, "lottery of 1 May 2026")
    assert [ids[places.index(at)] for at in range(3)] == order


def test_the_lot_decides_only_among_equals() -> None:
    votes = election(10, "A 10, B 10, C 9", "2x A", "2x B", "1x C")
    seen = {count(votes, rule=Rule.GREEDY, ties=Ties.LOT, seed=str(seed)).winners for seed in range(20)}
    assert seen == {("A",), ("B",)}
    cheaper = election(10, "A 10, B 9", "2x A", "2x B")
    assert {count(cheaper, rule=Rule.GREEDY, ties=Ties.LOT, seed=str(seed)).winners for seed in range(20)} == {("B",)}


def test_ties_of_equal_shares_go_to_the_cheaper_and_then_to_the_list() -> None:
    votes = election(12, "A 4, B 3, C 3", "2x A", "2x B", "2x C")
    assert count(votes, completion=Completion.NONE).winners == ("B", "C", "A")


# Amounts unit by unit -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("budget", "rest", "amounts"),
    [
        (10, per_dollar.Rest.INCREASING, (3, 5, 2)),
        (13, per_dollar.Rest.INCREASING, (4, 5, 4)),
        (13, per_dollar.Rest.PROPORTIONAL, (Fraction(10, 3), 5, Fraction(14, 3))),
        (100, per_dollar.Rest.INCREASING, (4, 5, 10)),
        (0, per_dollar.Rest.INCREASING, (0, 0, 0)),
    ],
)
def test_amounts_are_given_unit_by_unit(budget: int, rest: per_dollar.Rest, amounts: tuple[int, ...]) -> None:
    ballots = list(zip((4, 3, 0), (5, 5, 0), (1, 2, 10), strict=True))
    assert per_dollar.allocate(ballots, budget, rest=rest) == amounts


# What cannot be counted --------------------------------------------------------------------------------------------
def test_nonsense_is_refused() -> None:
    with pytest.raises(BadElection, match="below zero"):
        Election((Project("A", Fraction(-1)),), Ballots.of(Shape.APPROVAL, [[0]]), Fraction(1))
    with pytest.raises(BadElection, match="same id"):
        Election((Project("A", Fraction(1)),) * 2, Ballots.of(Shape.APPROVAL, [[0]]), Fraction(1))
    with pytest.raises(BadElection, match="not there"):
        Election((Project("A", Fraction(1)),), Ballots.of(Shape.APPROVAL, [[1]]), Fraction(1))
    with pytest.raises(ValueError, match="above zero"):
        count(toy(), increment=Fraction(0))


@pytest.mark.parametrize("rule", Rule)
def test_nothing_to_count_is_no_trouble(rule: Rule) -> None:
    for votes in (
        Election((), Ballots.of(Shape.APPROVAL, []), Fraction(10)),
        election(0, "A 10", "3x A"),
        election(10, "A 10", "2x "),
        election(10, "A 10"),
    ):
        assert count(votes, rule=rule).winners == (("A",) if rule in DOWN and votes.projects and votes.budget else ())


DOWN = {Rule.GREEDY, Rule.NO_SKIP, Rule.THRESHOLD, Rule.POZNAN, Rule.EXCLUSIVE, Rule.CATEGORIES, Rule.COMPOSITE}


def test_votes_on_funded_projects_are_found_for_every_ballot() -> None:
    assert comparing.funded_of(toy().ballots, [0, 1], 4).tolist() == [2, 1, 0, 0]
