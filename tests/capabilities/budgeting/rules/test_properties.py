"""What holds for every election, tried on thousands of small invented ones."""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from random import Random

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from korzo.capabilities.budgeting.rules import completing, counting, equal_shares, fairness, maximin, support
from korzo.capabilities.budgeting.rules import equal_shares_floats as floats
from korzo.capabilities.budgeting.rules.conventions import Completion, Conventions, Rule, Start, Stop
from korzo.capabilities.budgeting.rules.elections import Ballots, Election, Project, Shape
from korzo.capabilities.budgeting.rules.support import Support, Utility
from korzo.capabilities.budgeting.rules.ties import Ties

SHARING = (Rule.EQUAL_SHARES, Rule.PHRAGMEN, Rule.MAXIMIN)
PLAIN = Conventions(completion=Completion.NONE, ties=Ties.LOT, seed="x")


@st.composite
def elections(draw: st.DrawFn, shapes: tuple[Shape, ...] = (Shape.APPROVAL,)) -> Election:
    """Few projects and voters, small numbers: ties everywhere."""
    count = draw(st.integers(1, 6))
    costs = draw(st.lists(st.integers(0, 12), min_size=count, max_size=count))
    parts = draw(st.sampled_from((1, 1, 3)))
    shape = draw(st.sampled_from(shapes))
    projects = tuple(Project(f"p{at}", Fraction(cost, parts)) for at, cost in enumerate(costs))
    ballot = st.lists(st.integers(0, count - 1), unique=True, max_size=count)
    cast = draw(st.lists(ballot, min_size=1, max_size=9))
    points = st.integers(0, 4)
    whole = [(each, [draw(points) for _one in each]) for each in cast] if shape is Shape.CUMULATIVE else cast
    return Election(projects, Ballots.of(shape, whole), Fraction(draw(st.integers(0, 30))))


ANY = elections((Shape.APPROVAL, Shape.CUMULATIVE, Shape.ORDINAL))


def ranked(election: Election, backing: Support) -> tuple[int, ...]:
    return equal_shares.ranks(election, backing, range(len(election.projects)))


@given(ANY)
@settings(max_examples=400, deadline=None)
def test_floating_point_finds_what_exact_numbers_find(election: Election) -> None:
    backing = support.of(election)
    order = ranked(election, backing)
    for endowment in (backing.share, Fraction(int(backing.share)), backing.share * 2):
        quick, exact = equal_shares.tell(backing, endowment, order), equal_shares.exactly(backing, endowment, order)
        assert [(each.at, each.effective, each.rate, each.full, each.short) for each in quick.bought] == [
            (each.at, each.effective, each.rate, each.full, each.short) for each in exact.bought
        ]
        assert {each[0] for each in quick.dropped} == {each[0] for each in exact.dropped}
        for ours, theirs in zip(quick.bought, exact.bought, strict=True):
            assert (ours.margin is None) == (theirs.margin is None)
            assert ours.margin == pytest.approx(theirs.margin, abs=1e-9)


@given(ANY, st.sampled_from(Start), st.sampled_from(Stop), st.sampled_from((Fraction(1), Fraction(1, 7))))
@settings(max_examples=300, deadline=None)
def test_leaping_finds_what_counting_again_and_again_finds(
    election: Election, start: Start, stop: Stop, increment: Fraction
) -> None:
    backing = support.of(election)
    order = ranked(election, backing)
    quick = completing.add1(backing, order, start=start, stop=stop, increment=increment)
    assert (quick.endowment, quick.runs) == patiently(backing, order, start, stop, increment)


def patiently(
    backing: Support, order: tuple[int, ...], start: Start, stop: Stop, increment: Fraction
) -> tuple[Fraction, int]:
    """Add1 as it is described, run by run and in exact numbers."""
    endowment = Fraction(int(backing.share)) if start is Start.INTEGRAL else backing.share
    last, runs = endowment, 0
    wanted = {at for at, each in enumerate(backing.backings) if each.total}
    while True:
        runs += 1
        funded = {each.at for each in equal_shares.exactly(backing, endowment, order).bought} | set(
            equal_shares.free(backing, order)
        )
        cost = sum(backing.backings[at].cost for at in funded)
        if cost > backing.budget:
            return last, runs
        last = endowment
        if funded >= wanted or endowment >= backing.budget:
            return last, runs
        if stop is Stop.EXHAUSTIVE and all(backing.backings[at].cost > backing.budget - cost for at in wanted - funded):
            return last, runs
        endowment += increment


@given(ANY)
@settings(max_examples=200, deadline=None)
def test_a_run_stays_as_it_is_for_as_long_as_it_says(election: Election) -> None:
    backing = support.of(election)
    order = ranked(election, backing)
    endowment = Fraction(int(backing.share) + 1)
    run = floats.run(backing, endowment, order, leap=True)
    assume(run.reach > 0)
    further = endowment + Fraction(min(run.reach, 50) * 0.999)
    assert [each.at for each in run.taken] == [each.at for each in equal_shares.exactly(backing, further, order).bought]


@given(elections())
@settings(max_examples=300, deadline=None)
def test_equal_shares_passes_nobody_over(election: Election) -> None:
    assert fairness.certify(election, counting.count(election, PLAIN).winners).holds


@given(elections())
@settings(max_examples=200, deadline=None)
def test_the_certificate_finds_the_groups_that_all_groups_contain(election: Election) -> None:
    """Against the definition: any group, of any voters, that wants an unfunded project and could pay it."""
    ballots = election.ballots
    winners = set(counting.count(election, replace(PLAIN, rule=Rule.GREEDY)).winners)
    got, wants = [], []
    for row, weight in enumerate(ballots.weights.tolist()):
        named = ballots.chosen[ballots.starts[row] : ballots.starts[row + 1]].tolist()
        for _each in range(weight):
            wants.append(set(named))
            got.append(sum(election.projects[at].cost for at in named if election.projects[at].id in winners))
    passed_over = set()
    for at, project in enumerate(election.projects):
        fans = [voter for voter in range(len(wants)) if at in wants[voter]]
        if project.id not in winners:
            for size in range(1, len(fans) + 1):
                for group in combinations(fans, size):
                    if all(got[voter] + project.cost <= size * election.budget / len(wants) for voter in group):
                        passed_over.add(project.id)
    assert {each.project for each in fairness.certify(election, winners).witnesses} == passed_over


@given(ANY, st.sampled_from([*SHARING, Rule.GREEDY]), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_order_of_voters_and_projects_changes_nothing(election: Election, rule: Rule, random: Random) -> None:
    """The lot is drawn from the seed and the id, not from the place in the list."""
    order = list(range(len(election.projects)))
    random.shuffle(order)
    place = np.argsort(np.array(order, np.int64))
    ballots = election.ballots
    mixed = replace(
        election,
        projects=tuple(election.projects[at] for at in order),
        ballots=replace(ballots, chosen=place[ballots.chosen] if len(ballots.chosen) else ballots.chosen),
    )
    conventions = replace(PLAIN, rule=rule)
    assert counting.count(mixed, conventions).winners == counting.count(election, conventions).winners


@given(ANY, st.sampled_from([*SHARING, Rule.GREEDY]), st.sampled_from((Fraction(7), Fraction(1, 3))))
@settings(max_examples=150, deadline=None)
def test_another_currency_changes_nothing(election: Election, rule: Rule, rate: Fraction) -> None:
    exchanged = replace(
        election,
        budget=election.budget * rate,
        projects=tuple(replace(each, cost=each.cost * rate) for each in election.projects),
    )
    conventions = replace(PLAIN, rule=rule)
    assert counting.count(exchanged, conventions).winners == counting.count(election, conventions).winners


@given(ANY, st.sampled_from(SHARING), st.integers(2, 5))
@settings(max_examples=150, deadline=None)
def test_if_everybody_came_twice_nothing_changes(election: Election, rule: Rule, times: int) -> None:
    more = replace(election, ballots=replace(election.ballots, weights=election.ballots.weights * times))
    conventions = replace(PLAIN, rule=rule)
    assert counting.count(more, conventions).winners == counting.count(election, conventions).winners


@given(ANY, st.sampled_from(SHARING))
@settings(max_examples=150, deadline=None)
def test_equal_ballots_may_stand_apart(election: Election, rule: Rule) -> None:
    """One row of weight five and five rows of weight one are the same election."""
    ballots = election.ballots
    chosen, points, starts = list[int](), list[int](), [0]
    for row, weight in enumerate(ballots.weights.tolist()):
        part = slice(int(ballots.starts[row]), int(ballots.starts[row + 1]))
        for _each in range(weight):
            chosen += ballots.chosen[part].tolist()
            points += ballots.points[part].tolist() if ballots.points is not None else []
            starts.append(len(chosen))
    apart = Ballots(
        ballots.shape,
        np.array(starts),
        np.array(chosen, np.int64),
        np.ones(len(starts) - 1, np.int64),
        None if ballots.points is None else np.array(points, np.int64),
    )
    conventions = replace(PLAIN, rule=rule)
    together, single = (counting.count(each, conventions) for each in (election, replace(election, ballots=apart)))
    assert together.winners == single.winners
    assert [each.payment for each in together.rounds] == [each.payment for each in single.rounds]


@given(ANY, st.sampled_from(Rule))
@settings(max_examples=300, deadline=None)
def test_nobody_spends_more_than_there_is_and_everything_is_accounted_for(election: Election, rule: Rule) -> None:
    counted = counting.count(election, replace(PLAIN, rule=rule, completion=Completion.ADD1U))
    left = election.budget - sum(each.cost for each in counted.rounds)
    assert counted.cost == election.budget - left
    if rule is not Rule.POZNAN:
        assert left >= 0
    assert {*counted.winners, *(each.project for each in counted.losses)} == {each.id for each in election.projects}
    assert len(counted.winners) + len(counted.losses) == len(election.projects)


@given(elections())
@settings(max_examples=150, deadline=None)
def test_the_heaviest_load_is_that_of_the_heaviest_part(election: Election) -> None:
    """Against the definition: over all parts of the projects, cost / number of their voters."""
    backing = support.of(election, Utility.CARDINALITY)
    wanted = [at for at, each in enumerate(backing.backings) if each.votes and each.cost]
    assume(wanted)
    by_hand = max(
        sum((backing.backings[at].cost for at in part), Fraction(0)) / fans(election, part)
        for size in range(1, len(wanted) + 1)
        for part in combinations(wanted, size)
    )
    kinds = np.zeros(backing.rows, np.int64)
    for at in wanted[:-1]:
        kinds = maximin._parted(kinds, backing.backings[at])
    assert maximin._load(backing, wanted, kinds, Fraction(0) + Fraction(1, 10**6)) == by_hand


def fans(election: Election, part: tuple[int, ...]) -> int:
    ballots = election.ballots
    rows = {int(row) for row, at in zip(ballots.rows, ballots.chosen, strict=True) if at in part}
    return int(sum(ballots.weights[row] for row in rows))
