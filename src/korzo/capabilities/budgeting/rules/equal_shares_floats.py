"""One run of Equal Shares in floating point, with its doubts: quick, and certain where it does not doubt.

All money is linear in the endowment as long as nobody changes between paying in full and giving all he has, and no
decision turns. So a run knows its `reach`: by how much the endowment may grow before anything changes. The
completion leaps so far. For projects that are not funded a tangent is enough, because the rate is a convex function
of the endowment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush
from math import inf

import numpy as np
from numpy.typing import NDArray

from korzo.capabilities.budgeting.rules.equal_shares_exact import Purses
from korzo.capabilities.budgeting.rules.support import Backing, Support

Floats = NDArray[np.float64]
DOUBT = 1e-9
"""Relative gap below which a decision is made with exact numbers."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One project funded; `margin` by how much it led (relative, None: nothing else could be paid)."""

    at: int
    margin: float | None


@dataclass(frozen=True, slots=True)
class Run:
    """What one run funded, in order, and by how much the endowment may grow before this changes."""

    taken: tuple[Taken, ...]
    dropped: tuple[tuple[int, int], ...]
    """Projects that could not be paid any more, and how many were funded before that was seen."""
    reach: float


@dataclass(frozen=True, slots=True)
class _Rate:
    """What a project would cost its supporters per worth, and how that changes with the endowment.

    It is plain if all can pay in full.
    """

    value: float
    slope: float
    plain: bool


def run(
    support: Support,
    endowment: Fraction,
    ranks: Sequence[int],
    *,
    leap: bool = False,
    margins: bool = False,
) -> Run:
    """Run the rule once. `ranks` decide between exactly equal effective support."""
    return _Run(support, endowment, ranks, leap=leap, margins=margins).done()


class _Run:
    def __init__(
        self, support: Support, endowment: Fraction, ranks: Sequence[int], *, leap: bool, margins: bool
    ) -> None:
        self.support, self.endowment, self.ranks, self.leap, self.margins = support, endowment, ranks, leap, margins
        self.money: Floats = np.full(support.rows, float(endowment))
        self.grows: Floats = np.ones(support.rows if leap else 0)
        self.spent = False
        self.taken: list[Taken] = []
        self.dropped: list[tuple[int, int]] = []
        self.reach = inf if leap else 0.0
        self.exact: tuple[int, Purses] | None = None
        backings = support.backings
        self.alive = [at for at, each in enumerate(backings) if each.open and each.total and each.cost]
        self.scale = np.array([float(each.scale) for each in backings])
        self.value = np.array([each.price / each.total if each.total else 0.0 for each in backings])
        self.slope = np.zeros(len(backings))

    def done(self) -> Run:
        heap = [(-self.scale[at] / self.value[at], at) for at in self.alive]
        heapify(heap)
        while heap:
            found = self._best(heap)
            if found is None:
                break
            at, rate, margin = found
            self._pay(at, rate)
            self.taken.append(Taken(at, margin))
        return Run(tuple(self.taken), tuple(self.dropped), self.reach)

    def _best(self, heap: list[tuple[float, int]]) -> tuple[int, _Rate, float | None] | None:
        """Look at projects in the order of what they had at best, until nobody else can lead."""
        seen: list[tuple[float, int, _Rate]] = []
        best = second = 0.0
        while heap and -heap[0][0] >= (second if self.margins else best * (1 - DOUBT)):
            at = heappop(heap)[1]
            enough = self.scale[at] / floor if (floor := (second if self.margins else best) * (1 - DOUBT)) else inf
            rate = self._rate(self.support.backings[at], enough)
            if rate is None:
                self.dropped.append((at, len(self.taken)))
                continue
            effective = self.scale[at] / rate.value
            self.value[at], self.slope[at] = rate.value, rate.slope
            seen.append((effective, at, rate))
            best, second = max(best, effective), max(second, min(best, effective))
        if not seen:
            return None
        close = [each for each in seen if each[0] >= best * (1 - DOUBT)]
        chosen = close[0] if len(close) == 1 else self._settle(close)
        for each in seen:
            if each[1] != chosen[1]:
                heappush(heap, (-each[0], each[1]))
        if self.leap:
            self._limit(chosen[1], chosen[2], [at for _bound, at in heap])
        others = [each[0] for each in seen if each[1] != chosen[1]]
        margin = max(0.0, 1 - max(others) / chosen[0]) if others else None
        return chosen[1], chosen[2], margin

    def _settle(self, close: list[tuple[float, int, _Rate]]) -> tuple[float, int, _Rate]:
        """Decide between projects too close for floating point; equal ones by their rank."""
        backings = self.support.backings
        certain: dict[int, Fraction] = {}
        for _effective, at, rate in close:
            each = backings[at]
            paid = each.cost / each.total if rate.plain else self._purses().rate(each)
            certain[at] = each.scale / paid if paid else Fraction(0)
            if not rate.plain:
                self.reach = 0.0
        return max(close, key=lambda each: (certain[each[1]], -self.ranks[each[1]]))

    def _purses(self) -> Purses:
        """The exact purses at this point of the run."""
        done, purses = self.exact or (0, Purses(self.support, self.endowment))
        for taken in self.taken[done:]:
            backing = self.support.backings[taken.at]
            rate = purses.rate(backing)
            if rate is None:
                raise Astray
            purses.pay(backing, rate)
        self.exact = (len(self.taken), purses)
        return purses

    def _rate(self, backing: Backing, enough: float) -> _Rate | None:
        """Find the least rate at which the supporters can pay; a bound below it, once it is seen to be above `enough`.

        Those who cannot pay their part give all they have, and the others bear more, until nobody else fails. Every
        step on the way is a bound, with a slope that is one as well.
        """
        money = self.money[backing.rows]
        value = backing.price / backing.total
        each = money if backing.worths is None else money / backing.worths
        if each.min() >= value * (1 + DOUBT):
            return _Rate(value, 0.0, plain=True)
        gives = money * backing.crowd
        together = float(gives.sum())
        grows = self.grows[backing.rows] * backing.crowd if self.leap else None
        growth = 0.0 if grows is None else float(grows.sum())
        if not self._affordable(backing, together, growth):
            return None
        rich, total = np.ones(0), float(backing.total)
        while value <= enough:
            rich = (each >= value).astype(np.float64)
            left = float(backing.heavy @ rich)
            rest = backing.price - (together - float(gives @ rich))
            if left >= total:  # nobody else failed (more, by a rounding, cannot be)
                break
            if left <= 0 or rest <= 0:  # they hold just the cost
                return _Rate(float(each.max()), 0.0, plain=False)
            total, value = left, rest / left
        if grows is None or not len(rich):
            return _Rate(value, 0.0, plain=False)
        return _Rate(value, -(growth - float(grows @ rich)) / total, plain=False)

    def _affordable(self, backing: Backing, together: float, growth: float) -> bool:
        """Whether supporters hold the cost; a project they cannot pay now they never can."""
        cost = backing.price
        if abs(together - cost) <= DOUBT * cost:
            self.reach = 0.0
            return self._purses().together(backing) >= backing.cost
        if together < cost and growth > 0:
            self.reach = min(self.reach, (cost - together) / growth)
        return together >= cost

    def _pay(self, at: int, rate: _Rate) -> None:
        backing = self.support.backings[at]
        rows = backing.rows
        pays = rate.value if backing.worths is None else rate.value * backing.worths
        gap = self.money[rows] - pays
        rich = gap >= 0
        if self.leap:
            growth = self.grows[rows] - (rate.slope if backing.worths is None else rate.slope * backing.worths)
            turning = gap * growth < 0
            if turning.any():
                self.reach = min(self.reach, float((-gap[turning] / growth[turning]).min()))
            self.grows[rows] = np.where(rich, growth, 0.0)
        self.money[rows] = np.where(rich, gap, 0.0)

    def _limit(self, at: int, rate: _Rate, others: list[int]) -> None:
        """Find for how long the chosen one stays ahead of all others."""
        if not others or not self.reach:
            return
        lead = self.scale[at] * self.value[others] - self.scale[others] * rate.value
        change = self.scale[at] * self.slope[others] - self.scale[others] * rate.slope
        turning = change < 0
        if turning.any():
            self.reach = min(self.reach, max(0.0, float((lead[turning] / -change[turning]).min())))


class Astray(ArithmeticError):
    """Floating point chose what exact numbers cannot pay; the count is done again with exact numbers only."""
