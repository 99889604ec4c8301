"""Sequential Phragmén: everybody earns at the same pace, and a project is bought the moment its supporters can pay it.

Source: Los, Christoff, Grossi: Proportional Budget Allocations (IJCAI 2022). The rule stops at the first project
that costs more than is left. Supporters of a bought project have all spent until that moment; so there are never
more different loads than rounds, and exact numbers stay cheap.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush

import numpy as np

from korzo.capabilities.budgeting.rules import equal_shares, greedy, support, ties
from korzo.capabilities.budgeting.rules.conventions import Conventions
from korzo.capabilities.budgeting.rules.elections import Election
from korzo.capabilities.budgeting.rules.equal_shares_floats import DOUBT
from korzo.capabilities.budgeting.rules.outcomes import Loss, Outcome, Reason, Round, Why
from korzo.capabilities.budgeting.rules.support import Backing, Support, Utility


@dataclass
class _Loads:
    """Until when each row's voters have spent: `since[row]` is the round they last paid in, 0 none."""

    since: np.ndarray[tuple[int], np.dtype[np.int64]]
    times: list[Fraction]

    def about(self, backing: Backing) -> float:
        """When the project could be bought, in floating point; every load is rounded once."""
        known = np.array([float(each) for each in self.times])
        return (float(backing.cost) + float(known[self.since[backing.rows]] @ backing.crowd)) / backing.votes

    def exactly(self, backing: Backing) -> Fraction:
        """When the project could be bought."""
        crowds = np.bincount(self.since[backing.rows], weights=backing.crowd, minlength=len(self.times))
        spent = sum((int(crowd) * time for crowd, time in zip(crowds, self.times, strict=True) if crowd), Fraction(0))
        return (backing.cost + spent) / backing.votes


def count(election: Election, conventions: Conventions) -> Outcome:
    """Count by sequential Phragmén."""
    backing = support.of(election, Utility.CARDINALITY, threshold=conventions.threshold_everywhere)
    draw = ties.drawn(election.projects, conventions.ties, conventions.seed)
    order = equal_shares.ranks(election, backing, draw)
    tally = greedy.Tally(election, election.scores, election.budget)
    greedy.admitted(tally, range(len(election.projects)), threshold=conventions.threshold_everywhere)
    for at in equal_shares.free(backing, order):
        tally.fund(at, Why.FREE)
    _buy(tally, backing, order)
    return tally.outcome(conventions)


def _buy(tally: greedy.Tally, backing: Support, order: Sequence[int]) -> None:
    projects = tally.election.projects
    loads = _Loads(np.zeros(backing.rows, np.int64), [Fraction(0)])
    heap = [
        (float(each.cost) / each.votes, at)
        for at, each in enumerate(backing.backings)
        if each.open and each.votes and each.cost
    ]
    heapify(heap)
    for at, each in enumerate(backing.backings):
        if not each.votes and at not in tally.losses:
            tally.losses[at] = Loss(projects[at].id, Reason.UNSUPPORTED, 0)
    while heap:
        at, margin = _next(heap, backing, loads, order)
        each, time = backing.backings[at], loads.exactly(backing.backings[at])
        if each.cost > tally.left:
            tally.lose(at, Reason.NO_ROOM)
            for _time, other in heap:
                tally.lose(other, Reason.STOPPED)
            return
        tally.left -= each.cost
        tally.funded.append(at)
        tally.rounds.append(
            Round(
                projects[at].id,
                each.cost,
                tally.left,
                votes=each.votes,
                score=tally.scores[at],
                payment=time,
                full=each.votes,
                margin=margin,
            )
        )
        loads.times.append(time)
        loads.since[each.rows] = len(loads.times) - 1


def _next(
    heap: list[tuple[float, int]], backing: Support, loads: _Loads, order: Sequence[int]
) -> tuple[int, float | None]:
    """Take the project that can be bought first, and by how much earlier than the next."""
    seen: list[tuple[float, int]] = []
    second = float("inf")
    while heap and heap[0][0] <= second * (1 + DOUBT):
        at = heappop(heap)[1]
        seen.append((loads.about(backing.backings[at]), at))
        second = sorted(seen)[1][0] if len(seen) > 1 else second
    best = min(seen)[0]
    close = [at for time, at in seen if time <= best * (1 + DOUBT)]
    chosen = close[0]
    if len(close) > 1:
        chosen = min(close, key=lambda at: (loads.exactly(backing.backings[at]), order[at]))
    rest = [each for each in seen if each[1] != chosen]
    for each in rest:
        heappush(heap, each)
    return chosen, max(0.0, 1 - best / min(rest)[0]) if rest else None
