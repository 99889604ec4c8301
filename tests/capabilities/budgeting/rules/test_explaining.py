"""Why a project lost, and that what is said to have been missing was missing: by counting again."""

# mypy: disable-error-code="comparison-overlap"

from dataclasses import replace
from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.capabilities.budgeting.rules.test_properties import elections
from tests.capabilities.budgeting.rules.toys import election, toy

from korzo.capabilities.budgeting.rules import counting, equal_shares, explaining, support
from korzo.capabilities.budgeting.rules.conventions import Comparison, Completion, Conventions, Rule
from korzo.capabilities.budgeting.rules.elections import Ballots, Election, Shape
from korzo.capabilities.budgeting.rules.explaining import Explanation, How
from korzo.capabilities.budgeting.rules.outcomes import Reason
from korzo.capabilities.budgeting.rules.ties import Ties

PLAIN = Conventions(completion=Completion.NONE, ties=Ties.LIST)
GREEDY = (Rule.GREEDY, Rule.NO_SKIP, Rule.POZNAN, Rule.EXCLUSIVE)


def explained(votes: Election, conventions: Conventions) -> dict[str, Explanation]:
    return {each.loss.project: each for each in explaining.explain(votes, counting.count(votes, conventions))}


def test_the_money_of_supporters_is_followed() -> None:
    lost = explained(toy(), PLAIN)
    swing, fountain = lost["B"], lost["C"]
    assert (swing.endowed, [(each.project, each.amount) for each in swing.gone]) == (50, [("A", Fraction(4167, 100))])
    assert [(each.project, each.amount) for each in fountain.gone] == [("A", Fraction(833, 100)), ("D", 9)]
    assert (swing.loss.held, swing.rank, swing.how) == (Fraction(25, 3), 2, How.FORMULA)
    assert swing.cheaper == 40 - Fraction(25, 3)
    assert swing.more == 1  # with six voters B stands equal with A, and is cheaper


def test_greedy_says_rank_and_money_left() -> None:
    lost = explained(toy(), replace(PLAIN, rule=Rule.GREEDY))
    assert (lost["C"].loss.reason, lost["C"].rank, lost["C"].loss.left) == (Reason.NO_ROOM, 3, 10)
    assert (lost["C"].more, lost["C"].cheaper, lost["C"].how) == (2, 30, How.RECOUNT)
    assert (lost["D"].more, lost["D"].cheaper) == (2, 2)


def test_what_never_fits_needs_no_votes() -> None:
    votes = election(10, "A 10, B 20", "2x A", "1x B")
    assert explained(votes, replace(PLAIN, rule=Rule.GREEDY))["B"].more is None


def test_a_threshold_says_how_much_was_missing() -> None:
    votes = election(100, "A 10, B 10", "5x A", "2x B", threshold=Fraction(4))
    lost = explained(votes, replace(PLAIN, rule=Rule.THRESHOLD))["B"]
    assert (lost.loss.reason, lost.more) == (Reason.THRESHOLD, 2)


def test_what_greedy_by_votes_replaced_is_not_explained_by_purses() -> None:
    lost = explained(toy(), replace(PLAIN, comparison=Comparison.VOTES))
    assert lost["D"].loss.reason is Reason.NO_ROOM
    assert lost["D"].more is None


@given(elections(), st.sampled_from(GREEDY))
@settings(max_examples=200, deadline=None)
def test_so_many_more_votes_win_and_one_fewer_does_not(votes: Election, rule: Rule) -> None:
    conventions = replace(PLAIN, rule=rule)
    for each in explained(votes, conventions).values():
        at = votes.place[each.loss.project]
        if each.more is not None:
            assert wins(with_scores(votes, at, each.more), conventions, at)
            assert each.more == 1 or not wins(with_scores(votes, at, each.more - 1), conventions, at)
        elif each.loss.reason is not Reason.WITHDRAWN:
            assert not wins(with_scores(votes, at, Fraction(1000)), conventions, at)
        if each.cheaper is not None:
            assert wins(cheaper(votes, at, each.cheaper), conventions, at)
            assert not wins(cheaper(votes, at, each.cheaper - Fraction(1, 100)), conventions, at)


@given(elections())
@settings(max_examples=300, deadline=None)
def test_so_many_more_people_buy_it_and_one_fewer_do_not(votes: Election) -> None:
    """The run that counts again, with more people who want only this and hold the same endowment."""
    outcome = counting.count(votes, PLAIN)
    for each in explaining.explain(votes, outcome):
        if each.loss.reason is not Reason.POOR or not outcome.endowment:
            continue
        at = votes.place[each.loss.project]
        assert each.more is not None
        assert bought(votes, at, int(each.more), outcome.endowment)
        assert not bought(votes, at, int(each.more) - 1, outcome.endowment)
        assert each.cheaper is not None
        assert bought(cheaper(votes, at, each.cheaper), at, 0, outcome.endowment)


def with_scores(votes: Election, at: int, more: Fraction) -> Election:
    return with_people(votes, at, int(more))


def with_people(votes: Election, at: int, more: int) -> Election:
    ballots = votes.ballots
    added = Ballots(
        Shape.APPROVAL,
        np.append(ballots.starts, len(ballots.chosen) + 1),
        np.append(ballots.chosen, at),
        np.append(ballots.weights, more),
    )
    return replace(votes, ballots=added) if more else votes


def cheaper(votes: Election, at: int, less: Fraction) -> Election:
    projects = list(votes.projects)
    projects[at] = replace(projects[at], cost=projects[at].cost - less)
    return replace(votes, projects=tuple(projects))


def wins(votes: Election, conventions: Conventions, at: int) -> bool:
    return votes.projects[at].id in counting.count(votes, conventions).winners


def bought(votes: Election, at: int, more: int, endowment: Fraction) -> bool:
    """Run once with these purses; who ranks before whom among equals stays as it was."""
    ranks = equal_shares.ranks(votes, support.of(votes), range(len(votes.projects)))
    run = equal_shares.exactly(support.of(with_people(votes, at, more)), endowment, ranks)
    free = not votes.projects[at].cost
    return free or at in [each.at for each in run.bought]
