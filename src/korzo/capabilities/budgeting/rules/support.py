"""Who supports what, and how much: the one table that all rules with money of voters count on."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from korzo.capabilities.budgeting.rules.elections import POINTED, Ballots, Election, Ints, Shape


class Utility(StrEnum):
    """What a funded project is worth to a voter.

    `cost`: its cost, if it is on the ballot; `cardinality`: one; `points`: the points given; `borda`: in a ballot
    of k the first is worth k - 1 and the last nothing. (Official scores of ranked ballots give one more to each.)
    """

    COST = "cost"
    CARDINALITY = "cardinality"
    POINTS = "points"
    BORDA = "borda"


def usual(shape: Shape) -> Utility:
    """The utility that is meant when none is named."""
    if shape in POINTED:
        return Utility.POINTS
    return Utility.BORDA if shape is Shape.ORDINAL else Utility.COST


@dataclass(frozen=True, eq=False, slots=True)
class Backing:
    """The supporters of one project: rows of the ballots, how many voters each is, and what it is worth to them.

    `worth` is None if to all the same, 1; `total` is the sum of voters times worth. What they pay is `rate` times
    worth, and the rule takes the project with the largest `scale / rate`, its effective support.
    """

    rows: Ints
    voters: Ints
    worth: Ints | None
    total: int
    votes: int
    cost: Fraction
    scale: Fraction
    open: bool
    price: float
    """cost, and with it all that floating point counts with: voters, voters times worth, and worth."""
    crowd: NDArray[np.float64]
    heavy: NDArray[np.float64]
    worths: NDArray[np.float64] | None


@dataclass(frozen=True, eq=False)
class Support:
    """All projects' supporters, and how many voters share the budget."""

    backings: tuple[Backing, ...]
    rows: int
    voters: int
    budget: Fraction
    utility: Utility

    @property
    def share(self) -> Fraction:
        """What everybody has when the budget is divided equally."""
        return self.budget / self.voters if self.voters else Fraction(0)


def of(
    election: Election, utility: Utility | None = None, *, empty_ballots_count: bool = True, threshold: bool = False
) -> Support:
    """Collect the supporters of every project; with `threshold` those below the least score are shut."""
    ballots = election.ballots
    utility = utility or usual(ballots.shape)
    worth = _worth(ballots, utility)
    named, rows, worths = ballots.chosen, ballots.rows, worth
    if worth.min(initial=1) <= 0:
        named, rows, worths = named[worth > 0], rows[worth > 0], worth[worth > 0]
    named = named.astype(np.min_scalar_type(len(election.projects)))  # small numbers are sorted many times faster
    order = np.argsort(named, kind="stable")
    rows, worths = rows[order], worths[order]
    ends = np.concatenate(([0], np.cumsum(np.bincount(named, minlength=len(election.projects)))))
    backings = []
    for at, project in enumerate(election.projects):
        part = slice(ends[at], ends[at + 1])
        voters = ballots.weights[rows[part]]
        each = worths[part] if utility in {Utility.POINTS, Utility.BORDA} else None
        heavy = voters if each is None else voters * each
        if utility is Utility.COST:
            scale = project.cost
        else:
            scale = Fraction(1, ballots.fineness if utility is Utility.POINTS else 1)
        backings.append(
            Backing(
                rows[part],
                voters,
                each,
                int(heavy.sum()),
                int(voters.sum()),
                project.cost,
                scale,
                not project.withdrawn and (not threshold or election.scores[at] >= election.threshold),
                float(project.cost),
                voters.astype(np.float64),
                heavy.astype(np.float64),
                None if each is None else each.astype(np.float64),
            )
        )
    counted = ballots.cast - (0 if empty_ballots_count else ballots.empty)
    return Support(tuple(backings), len(ballots.weights), counted, election.budget, utility)


def _worth(ballots: Ballots, utility: Utility) -> Ints:
    if utility is Utility.POINTS and ballots.points is not None:
        return ballots.points
    if utility is Utility.BORDA and ballots.shape is Shape.ORDINAL:
        return ballots.lengths - 1 - ballots.positions
    if ballots.points is not None:
        return (ballots.points > 0).astype(np.int64)
    return np.ones(len(ballots.chosen), np.int64)
