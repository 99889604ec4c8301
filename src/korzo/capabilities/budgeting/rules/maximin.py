"""Maximin Support: each project is taken so that the voter who has to bear most bears as little as possible.

Source: Aziz, Lee, Talmon: Proportionally Representative Participatory Budgeting (AAMAS 2018), there Generalised
Phragmén. Before each choice all costs are parted anew among those who named the projects. The heaviest load of a
set of projects is the largest cost / voters of any part of it; that part is found by a flow in whole numbers. What
does not fit is skipped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush
from math import lcm

import numpy as np
from numpy.typing import NDArray

from korzo.capabilities.budgeting.rules import equal_shares, greedy, support, ties
from korzo.capabilities.budgeting.rules.conventions import Conventions
from korzo.capabilities.budgeting.rules.elections import Election, Ints
from korzo.capabilities.budgeting.rules.outcomes import Loss, Outcome, Reason, Round, Why
from korzo.capabilities.budgeting.rules.support import Backing, Support, Utility

_SAFE = 1 << 61


def count(election: Election, conventions: Conventions) -> Outcome:
    """Count by Maximin Support."""
    backing = support.of(election, Utility.CARDINALITY, threshold=conventions.threshold_everywhere)
    draw = ties.drawn(election.projects, conventions.ties, conventions.seed)
    order = equal_shares.ranks(election, backing, draw)
    tally = greedy.Tally(election, election.scores, election.budget)
    greedy.admitted(tally, range(len(election.projects)), threshold=conventions.threshold_everywhere)
    for at in equal_shares.free(backing, order):
        tally.fund(at, Why.FREE)
    for at, each in enumerate(backing.backings):
        if not each.votes and at not in tally.losses:
            tally.losses[at] = Loss(election.projects[at].id, Reason.UNSUPPORTED, 0)
    _take(tally, backing, order)
    return tally.outcome(conventions)


def _take(tally: greedy.Tally, backing: Support, order: Sequence[int]) -> None:
    backings = backing.backings
    # The load of a set never falls when it grows: what a candidate would have meant earlier is a bound for now.
    heap = [
        (each.cost / each.votes, order[at], at)
        for at, each in enumerate(backings)
        if each.open and each.votes and each.cost
    ]
    heapify(heap)
    taken: list[int] = []
    kinds = np.zeros(backing.rows, np.int64)
    load = Fraction(0)
    while heap:
        bound, _rank, at = heappop(heap)
        if backings[at].cost > tally.left:
            tally.lose(at, Reason.NO_ROOM)
            continue
        found = _load(backing, [*taken, at], kinds, max(bound, load))
        if heap and (found, order[at]) > heap[0][:2]:
            heappush(heap, (found, order[at], at))
            continue
        load = found
        taken.append(at)
        kinds = _parted(kinds, backings[at])
        tally.left -= backings[at].cost
        tally.funded.append(at)
        tally.rounds.append(
            Round(
                tally.election.projects[at].id,
                backings[at].cost,
                tally.left,
                votes=backings[at].votes,
                score=tally.scores[at],
                payment=load,
                margin=float(1 - load / max(heap[0][0], load)) if heap else None,
            )
        )


def _parted(kinds: Ints, backing: Backing) -> Ints:
    """Part rows that were alike by whether they name one more project."""
    finer = kinds * 2
    finer[backing.rows] += 1
    return np.unique(finer, return_inverse=True)[1].astype(np.int64)


def _load(support_: Support, projects: Sequence[int], kinds: Ints, least: Fraction) -> Fraction:
    """The heaviest load when the costs of all these are parted at best; it is known to be `least` or more."""
    backings = [support_.backings[at] for at in projects]
    kinds = _parted(kinds, backings[-1])
    names = np.zeros((len(backings), int(kinds.max()) + 1), bool)
    voters = np.zeros(names.shape[1], np.int64)
    crowds = np.zeros(support_.rows, np.int64)
    for at, each in enumerate(backings):
        names[at, kinds[each.rows]] = True
        crowds[each.rows] = each.voters
    np.add.at(voters, kinds, crowds)
    unit = lcm(*(each.cost.denominator for each in backings))
    costs = [int(each.cost * unit) for each in backings]
    load = least
    while (heavy := _too_heavy(names, voters, costs, load * unit)) is not None:
        load = Fraction(sum(costs[at] for at in heavy), unit * int(voters[names[heavy].any(axis=0)].sum()))
    return load


def _too_heavy(names: NDArray[np.bool_], voters: Ints, costs: Sequence[int], load: Fraction) -> list[int] | None:
    """Part the costs so that nobody bears more than `load`, or name projects whose voters cannot."""
    scale, most = load.denominator, load.numerator
    large = max(sum(costs) * scale, most * int(voters.sum())) >= _SAFE
    flow = _Flow(names, (voters.astype(object) if large else voters) * most, "O" if large else "q")
    for at in np.argsort([int(row.sum()) for row in names]).tolist():
        heavy = flow.part(at, costs[at] * scale)
        if heavy is not None:
            return heavy
    return None


@dataclass
class _Flow:
    """How much each kind of voter bears of each project, in whole numbers."""

    names: NDArray[np.bool_]
    free: "np.ndarray[tuple[int], np.dtype[np.int64]]"
    kind: str

    def __post_init__(self) -> None:
        self.borne = np.zeros(self.names.shape, self.kind)

    def part(self, at: int, amount: int) -> list[int] | None:
        """Part the cost of one more project, moving others' where that makes room."""
        while amount > 0:
            before = self._room(at)
            if isinstance(before, list):
                return before
            way, width = before
            width = min(width, amount)
            # The last on the way takes free room; each before it takes over what its follower gave up.
            self._shift(self.free, self.borne[way[-1]], self.names[way[-1]], width)
            for taker, giver in zip(way[-2::-1], way[:0:-1], strict=True):
                self._shift(self.borne[giver], self.borne[taker], self.names[taker], width)
            amount -= width
        return None

    def _room(self, at: int) -> "list[int] | tuple[list[int], int]":
        """Search the shortest way to free room; without one, all that were reached are too heavy together."""
        came: dict[int, tuple[int, int] | None] = {at: None}
        queue = [at]
        for now in queue:
            free = int(self.free[self.names[now]].sum())
            if free > 0:
                way, width = [now], free
                while (step := came[way[0]]) is not None:
                    width = min(width, step[1])
                    way.insert(0, step[0])
                return way, width
            movable = self.borne[:, self.names[now]].sum(axis=1)
            for other in np.flatnonzero(movable).tolist():
                if other not in came:
                    came[other] = (now, int(movable[other]))
                    queue.append(other)
        return queue

    @staticmethod
    def _shift(source: NDArray[np.int64], target: NDArray[np.int64], where: NDArray[np.bool_], amount: int) -> None:
        """Move an amount from one to the other, kind by kind."""
        places = np.flatnonzero(where)
        ahead = np.cumsum(source[places])
        moved = np.minimum(source[places], np.maximum(0, amount - (ahead - source[places])))
        source[places] -= moved
        target[places] += moved
