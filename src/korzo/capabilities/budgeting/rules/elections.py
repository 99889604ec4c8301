"""What is counted: projects with their costs, and ballots, equal ones put together.

Voters with equal ballots always hold equal money, so one row with a weight stands for all of them; this is exact,
and it is what makes large counts fast. Amounts are exact (`Fraction`) in units of the currency.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
EXACT = 1 << 53
"""Sums of whole numbers below this are exact in floating point too."""


class Shape(StrEnum):
    """How a ballot is filled in: `vote_type` of `.pb` files, and `knapsack`, which counts as approval."""

    APPROVAL = "approval"
    CHOOSE_ONE = "choose-1"
    CUMULATIVE = "cumulative"
    ORDINAL = "ordinal"
    SCORING = "scoring"
    KNAPSACK = "knapsack"


POINTED = {Shape.CUMULATIVE, Shape.SCORING}


class BadElection(ValueError):
    """Nothing that could be counted; the message says why."""


@dataclass(frozen=True, slots=True)
class Project:
    """What can be voted for. One that was withdrawn stays on the list, and is never funded.

    At most one project of each `group` (not empty) is funded where the rule knows groups that exclude one another.
    """

    id: str
    cost: Fraction
    name: str = ""
    categories: tuple[str, ...] = ()
    district: str = ""
    group: str = ""
    withdrawn: bool = False


@dataclass(frozen=True, eq=False)
class Ballots:
    """Distinct ballots: row r names projects `chosen[starts[r]:starts[r + 1]]` and was cast `weights[r]` times.

    Projects are positions in the election's list. Approvals ascend; rankings stand best first. Points are whole
    numbers of 1/`fineness`.
    """

    shape: Shape
    starts: Ints
    chosen: Ints
    weights: Ints
    points: Ints | None = None
    fineness: int = 1

    @classmethod
    def of(
        cls,
        shape: Shape,
        cast: Iterable[Sequence[int]] | Iterable[tuple[Sequence[int], Sequence[int]]],
        *,
        fineness: int = 1,
    ) -> "Ballots":
        """Put equal ballots together: sequences of projects, or for points pairs of projects and their points."""
        counted: dict[Any, int] = {}
        for ballot in cast:
            key: Any
            if shape in POINTED:
                key = tuple(sorted(zip(*ballot, strict=True)))
            else:
                key = tuple(ballot) if shape is Shape.ORDINAL else tuple(sorted(set(ballot)))
            counted[key] = counted.get(key, 0) + 1
        return cls.weighted(shape, counted, fineness=fineness)

    @classmethod
    def weighted(cls, shape: Shape, counted: Mapping[Any, int], *, fineness: int = 1) -> "Ballots":
        """Take ballots with how often each was cast: tuples of projects, or of pairs (project, points)."""
        chosen, starts, points = array("q"), array("q", [0]), array("q")
        for key in counted:
            if shape in POINTED:
                for project, given in key:
                    chosen.append(project)
                    points.append(given)
            else:
                chosen.extend(key)
            starts.append(len(chosen))
        return cls(
            shape,
            _ints(starts),
            _ints(chosen),
            np.fromiter(counted.values(), np.int64, len(counted)),
            _ints(points) if shape in POINTED else None,
            fineness,
        )

    @classmethod
    def grouped(cls, shape: Shape, lengths: Ints, chosen: Ints, times: Ints, *, empty: int = 0) -> "Ballots":
        """Put equal ballots together: how many projects each names, these in order, and how often it was cast."""
        starts = np.concatenate(([0], np.cumsum(lengths)))
        kept, weights = [], []
        for length in np.unique(lengths).tolist():
            at = np.flatnonzero(lengths == length)
            table = chosen[starts[at][:, None] + np.arange(length)]
            order = np.lexsort(table.T)
            table = table[order]
            first = np.concatenate(([True], (table[1:] != table[:-1]).any(axis=1)))
            kept.append(table[first])
            weights.append(np.add.reduceat(times[at][order], np.flatnonzero(first)))
        if empty:
            kept.append(np.zeros((1, 0), np.int64))
            weights.append(np.array([empty]))
        sizes = np.concatenate([np.full(len(table), table.shape[1]) for table in kept] or [np.zeros(0, np.int64)])
        return cls(
            shape,
            np.concatenate(([0], np.cumsum(sizes))).astype(np.int64),
            np.concatenate([table.ravel() for table in kept] or [np.zeros(0, np.int64)]),
            np.concatenate(weights or [np.zeros(0, np.int64)]),
        )

    @cached_property
    def rows(self) -> Ints:
        """For each entry of `chosen`, its ballot."""
        return np.repeat(np.arange(len(self.weights)), np.diff(self.starts))

    @cached_property
    def cast(self) -> int:
        """How many people voted, empty ballots too."""
        return int(self.weights.sum())

    @cached_property
    def empty(self) -> int:
        """How many cast a ballot with nothing on it."""
        return int(self.weights[np.diff(self.starts) == 0].sum())

    @cached_property
    def positions(self) -> Ints:
        """For each entry of `chosen`, its place in its ballot, from 0."""
        return np.arange(len(self.chosen)) - self.starts[:-1][self.rows]

    @cached_property
    def lengths(self) -> Ints:
        """For each entry of `chosen`, how many its ballot names."""
        return np.diff(self.starts)[self.rows]


@dataclass(frozen=True)
class Panel:
    """One of several groups of voters whose result counts for `weight` of the whole."""

    name: str
    weight: Fraction
    ballots: Ballots


@dataclass(frozen=True)
class Election:
    """Everything a count needs: `threshold` is the least score of a project, `purses` each category's budget."""

    projects: tuple[Project, ...]
    ballots: Ballots
    budget: Fraction
    threshold: Fraction = Fraction(0)
    purses: Mapping[str, Fraction] = field(default_factory=dict)
    panels: tuple[Panel, ...] = ()

    def __post_init__(self) -> None:
        if self.budget < 0 or any(project.cost < 0 for project in self.projects):
            raise BadElection("a budget or a cost is below zero")
        if len({project.id for project in self.projects}) < len(self.projects):
            raise BadElection("two projects have the same id")
        for ballots in (self.ballots, *(panel.ballots for panel in self.panels)):
            if len(ballots.chosen) and not 0 <= ballots.chosen.min() <= ballots.chosen.max() < len(self.projects):
                raise BadElection("a ballot names a project that is not there")

    @cached_property
    def votes(self) -> tuple[int, ...]:
        """On how many ballots each project stands."""
        return _sums(self.ballots, np.ones(len(self.ballots.chosen), np.int64), len(self.projects))

    @cached_property
    def scores(self) -> tuple[Fraction, ...]:
        """What projects are ordered by: votes, sums of points, or places (of k named, the first gets k, the last 1)."""
        return scores(self.ballots, len(self.projects))

    @cached_property
    def place(self) -> dict[str, int]:
        """Where each project stands in the list."""
        return {project.id: place for place, project in enumerate(self.projects)}

    def cost(self, ids: Iterable[str]) -> Fraction:
        """Sum of the costs of these."""
        return sum((self.projects[self.place[each]].cost for each in ids), Fraction(0))


def scores(ballots: Ballots, projects: int) -> tuple[Fraction, ...]:
    """What each project got: votes, points or places, by the shape of the ballots."""
    if ballots.points is not None:
        sums = _sums(ballots, ballots.points, projects)
    elif ballots.shape is Shape.ORDINAL:
        sums = _sums(ballots, ballots.lengths - ballots.positions, projects)
    else:
        sums = _sums(ballots, np.ones(len(ballots.chosen), np.int64), projects)
    return tuple(Fraction(total, ballots.fineness) for total in sums)


def _sums(ballots: Ballots, amounts: Ints, projects: int) -> tuple[int, ...]:
    given = amounts * ballots.weights[ballots.rows]
    if int(np.abs(given).sum()) < EXACT:
        return tuple(map(int, np.bincount(ballots.chosen, weights=given, minlength=projects).tolist()))
    totals = np.zeros(projects, np.int64)
    np.add.at(totals, ballots.chosen, given)
    return tuple(totals.tolist())


def _ints(numbers: "array[int]") -> Ints:
    return np.array(numbers, np.int64)
