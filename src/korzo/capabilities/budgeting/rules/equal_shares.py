"""The Method of Equal Shares: everybody has the same money, and a project's supporters buy it.

Source: Peters, Pierczyński, Skowron: Proportional Participatory Budgeting with Additive Utilities (NeurIPS 2021).
In every round the project is funded whose supporters pay least per utility, and each of them pays alike or gives
all that is left. Floating point finds the order; then the run is made again with exact numbers, and with exact
numbers only where they differ.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush
from itertools import pairwise

from korzo.capabilities.budgeting.rules import equal_shares_floats as floats
from korzo.capabilities.budgeting.rules.elections import Election
from korzo.capabilities.budgeting.rules.equal_shares_exact import Purses
from korzo.capabilities.budgeting.rules.equal_shares_floats import Astray, Run, Taken
from korzo.capabilities.budgeting.rules.support import Support


@dataclass(frozen=True, slots=True)
class Bought:
    """One project funded: its place in the list, the rate, who paid in full and who less, the lead over the next."""

    at: int
    effective: Fraction
    rate: Fraction
    full: int
    short: int
    margin: float | None


@dataclass(frozen=True, slots=True)
class Told:
    """A run in exact numbers. `dropped`: project, rounds before it was out, and what its supporters then held."""

    bought: tuple[Bought, ...]
    dropped: tuple[tuple[int, int, Fraction], ...]


def ranks(election: Election, support: Support, draw: Sequence[int]) -> tuple[int, ...]:
    """Rank projects for exact ties: lowest cost, then most votes (or utility), then the draw."""
    order = sorted(
        range(len(election.projects)),
        key=lambda at: (election.projects[at].cost, -support.backings[at].total, draw[at]),
    )
    places = [0] * len(order)
    for place, at in enumerate(order):
        places[at] = place
    return tuple(places)


def run(support: Support, endowment: Fraction, order: Sequence[int], *, leap: bool = False) -> Run:
    """Run the rule once, quickly; exact where floating point doubts."""
    try:
        return floats.run(support, endowment, order, leap=leap)
    except Astray:
        told = exactly(support, endowment, order)
        return Run(
            tuple(Taken(each.at, each.margin) for each in told.bought),
            tuple((at, after) for at, after, _held in told.dropped),
            0.0,
        )


def tell(support: Support, endowment: Fraction, order: Sequence[int]) -> Told:
    """Run the rule once and tell everything in exact numbers."""
    try:
        guess = floats.run(support, endowment, order, margins=True)
        return _confirmed(support, endowment, guess)
    except Astray:
        return exactly(support, endowment, order)


def _confirmed(support: Support, endowment: Fraction, guess: Run) -> Told:
    purses = Purses(support, endowment)
    bought: list[Bought] = []
    dropped: list[tuple[int, int, Fraction]] = []
    leaving: dict[int, list[int]] = {}
    for at, after in guess.dropped:
        leaving.setdefault(after, []).append(at)
    for number in range(len(guess.taken) + 1):
        for at in leaving.get(number, ()):
            held = purses.together(support.backings[at])
            if held >= support.backings[at].cost:
                raise Astray
            dropped.append((at, number, held))
        if number < len(guess.taken):
            bought.append(_buy(support, purses, guess.taken[number].at, guess.taken[number].margin))
    if any(later.effective > earlier.effective for earlier, later in pairwise(bought)):
        raise Astray  # effective support never rises
    return Told(tuple(bought), tuple(dropped))


def _buy(support: Support, purses: Purses, at: int, margin: float | None) -> Bought:
    backing = support.backings[at]
    rate = purses.rate(backing)
    if rate is None:
        raise Astray
    full, short = purses.pay(backing, rate)
    return Bought(at, backing.scale / rate, rate, full, short, margin)


def exactly(support: Support, endowment: Fraction, order: Sequence[int]) -> Told:
    """Run the rule once in exact numbers from the start."""
    purses = Purses(support, endowment)
    heap = [
        (-each.scale * each.total / each.cost, order[at], at)
        for at, each in enumerate(support.backings)
        if each.open and each.total and each.cost
    ]
    heapify(heap)
    bought: list[Bought] = []
    dropped: list[tuple[int, int, Fraction]] = []
    while heap:
        seen: list[tuple[Fraction, int, int]] = []
        while heap and (len(seen) < 2 or heap[0][0] <= sorted(seen)[1][0]):  # noqa: PLR2004 -- the best and the next
            at = heappop(heap)[2]
            rate = purses.rate(support.backings[at])
            if rate is None:
                dropped.append((at, len(bought), purses.together(support.backings[at])))
            else:
                seen.append((-support.backings[at].scale / rate, order[at], at))
        if not seen:
            break
        seen.sort()
        margin = float(1 - seen[1][0] / seen[0][0]) if len(seen) > 1 else None
        bought.append(_buy(support, purses, seen[0][2], margin))
        for each in seen[1:]:
            heappush(heap, each)
    return Told(tuple(bought), tuple(dropped))


def free(support: Support, order: Sequence[int]) -> list[int]:
    """Projects that cost nothing and that somebody wants: funded before anybody pays, by their ranks."""
    found = (at for at, each in enumerate(support.backings) if each.open and each.total and not each.cost)
    return sorted(found, key=order.__getitem__)
