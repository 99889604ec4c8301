"""How fair an outcome is: a certificate anybody can check, and measures of who got what.

The certificate is EJR+ up to one project for cost utility (Brill, Peters: Robust and Verifiable Proportionality
Axioms for Multiwinner Voting, EC 2023; for budgets Peters, Pierczyński, Skowron 2021). An unfunded project breaks
it if k people who all want it could pay it with their shares of the budget, and each of them got less than that:
u_(k) + c <= k * B / n.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from operator import mul

import numpy as np

from korzo.capabilities.budgeting.rules.elections import Ballots, Election, Ints, Project

BARS = 10
"""How many bars the histogram of satisfaction has at most, the last for all above."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A group that could have paid for a project that was not funded.

    `people` who all wanted it stand for `stands_for` of the budget; it costs `cost`; none of them got more than
    `got`, in costs of funded projects of their ballots.
    """

    project: str
    people: int
    stands_for: Fraction
    cost: Fraction
    got: Fraction


@dataclass(frozen=True, slots=True)
class Certificate:
    """The witnesses against an outcome; with none it is fair in this sense."""

    share: Fraction
    witnesses: tuple[Witness, ...]

    @property
    def holds(self) -> bool:
        """Whether nobody has been passed over."""
        return not self.witnesses


@dataclass(frozen=True, slots=True)
class Part:
    """What a category or a district got, and what part of all votes was for its projects (both out of 1)."""

    name: str
    spent: Fraction
    of_spending: Fraction
    of_votes: Fraction


@dataclass(frozen=True, slots=True)
class Measures:
    """Who got what.

    `reached` is the part of voters with at least one funded project on their ballots; `mean` and `gini` are of the
    number of funded projects on a ballot, `mean_cost` of their cost; `histogram[i]` voters have i of them (the
    last: so many or more); `distance` is by what part voters' equal shares of the spending are missed on average.
    """

    reached: Fraction
    mean: Fraction
    mean_cost: Fraction
    gini: float
    histogram: tuple[int, ...]
    distance: float
    categories: tuple[Part, ...]
    districts: tuple[Part, ...]


def certify(election: Election, winners: Collection[str], *, empty_ballots_count: bool = True) -> Certificate:
    """Look for groups that were passed over; whatever points or places a ballot gives, it wants what it names."""
    ballots, budget = election.ballots, election.budget
    voters = ballots.cast - (0 if empty_ballots_count else ballots.empty)
    if not voters:
        return Certificate(Fraction(0), ())
    unit, got = _got(election, winners)
    wanted = _wanted(ballots)
    order = np.argsort(ballots.chosen[wanted], kind="stable")
    chosen, rows = ballots.chosen[wanted][order], ballots.rows[wanted][order]
    ends = np.searchsorted(chosen, np.arange(len(election.projects) + 1))
    witnesses = []
    for at, project in enumerate(election.projects):
        supporters = rows[ends[at] : ends[at + 1]]
        if project.id in winners or project.withdrawn or not len(supporters):
            continue
        amounts, which = np.unique(got[supporters], return_inverse=True)
        people = np.cumsum(np.bincount(which, weights=ballots.weights[supporters]))
        likely = amounts / unit + float(project.cost) <= people * float(budget) / voters * (1 + 1e-9)
        for amount, count in zip(amounts[likely].tolist(), people[likely].tolist(), strict=True):
            if (Fraction(amount, unit) + project.cost) * voters <= int(count) * budget:
                stands_for = int(count) * budget / voters
                witnesses.append(Witness(project.id, int(count), stands_for, project.cost, Fraction(amount, unit)))
                break
    return Certificate(budget / voters, tuple(witnesses))


def measure(election: Election, winners: Collection[str]) -> Measures:
    """Measure who got what."""
    ballots, weights = election.ballots, election.ballots.weights
    voters = max(1, ballots.cast)
    mask = np.array([project.id in winners for project in election.projects], np.int64)
    wanted = _wanted(ballots)
    hits = np.bincount(ballots.rows[wanted], weights=mask[ballots.chosen[wanted]], minlength=len(weights)).astype(
        np.int64
    )
    unit, got = _got(election, winners)
    total = int(hits @ weights)
    return Measures(
        reached=Fraction(int(weights[hits > 0].sum()), voters),
        mean=Fraction(total, voters),
        mean_cost=Fraction(sum(map(mul, got.tolist(), weights.tolist())), voters * unit),
        gini=_gini(hits, weights),
        histogram=tuple(
            int(each) for each in np.bincount(np.minimum(hits, BARS), weights=weights, minlength=1).astype(np.int64)
        ),
        distance=_distance(election, winners),
        categories=_parts(election, winners, lambda project: project.categories),
        districts=_parts(election, winners, lambda project: (project.district,) if project.district else ()),
    )


def _wanted(ballots: Ballots) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Mark entries that name a project as wanted: all, but for no points or fewer."""
    return np.ones(len(ballots.chosen), bool) if ballots.points is None else ballots.points > 0


def _got(election: Election, winners: Collection[str]) -> tuple[int, Ints]:
    """For each ballot the cost of its funded projects, in 1/unit of the currency."""
    ballots = election.ballots
    unit = lcm(*(project.cost.denominator for project in election.projects))
    costs = np.array(
        [int(project.cost * unit) if project.id in winners else 0 for project in election.projects], np.int64
    )
    wanted = _wanted(ballots)
    got = np.zeros(len(ballots.weights), np.int64)
    np.add.at(got, ballots.rows[wanted], costs[ballots.chosen[wanted]])
    return unit, got


def _gini(hits: Ints, weights: Ints) -> float:
    """0: all have equally many; near 1: a few have all."""
    amounts, which = np.unique(hits, return_inverse=True)
    people = np.bincount(which, weights=weights)
    total, voters = float(amounts @ people), float(people.sum())
    if not total:
        return 0.0
    shares = np.concatenate(([0.0], np.cumsum(amounts * people) / total))
    return float(1 - np.sum((shares[1:] + shares[:-1]) * people / voters))


def _distance(election: Election, winners: Collection[str]) -> float:
    """How far the spending is from equal shares, when every winner's cost is parted among those who named it.

    Half the sum of differences, relative to what was spent: 0 means equal, 1 that one voter got everything.
    """
    ballots = election.ballots
    wanted = _wanted(ballots)
    votes = np.bincount(
        ballots.chosen[wanted], weights=ballots.weights[ballots.rows[wanted]], minlength=len(election.projects)
    )
    each = np.array([float(project.cost) if project.id in winners else 0.0 for project in election.projects])
    each = np.divide(each, votes, out=np.zeros(len(each)), where=votes > 0)
    given = np.bincount(ballots.rows[wanted], weights=each[ballots.chosen[wanted]], minlength=len(ballots.weights))
    spent = float(given @ ballots.weights)
    if not spent:
        return 0.0
    return float(np.abs(given - spent / ballots.cast) @ ballots.weights / (2 * spent))


def _parts(
    election: Election, winners: Collection[str], names: Callable[[Project], tuple[str, ...]]
) -> tuple[Part, ...]:
    """Spending and votes by category or district; a project of several counts for each of them in equal parts."""
    spent: dict[str, Fraction] = {}
    votes: dict[str, Fraction] = {}
    for at, project in enumerate(election.projects):
        belongs = names(project)
        for name in belongs:
            cost = project.cost if project.id in winners else Fraction(0)
            spent[name] = spent.get(name, Fraction(0)) + cost / len(belongs)
            votes[name] = votes.get(name, Fraction(0)) + Fraction(election.votes[at], len(belongs))
    all_spent, all_votes = (sum(each.values(), Fraction(0)) or Fraction(1) for each in (spent, votes))
    return tuple(Part(name, spent[name], spent[name] / all_spent, votes[name] / all_votes) for name in sorted(spent))
