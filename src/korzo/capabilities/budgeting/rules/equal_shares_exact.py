"""The purses of Equal Shares in whole numbers: what is certain.

Voters who have paid alike hold alike; there are far fewer different purses than ballots, and those who have nothing
left share one. So exact numbers, which grow long, are kept once a purse, as multiples of one common fraction of the
currency.
"""

from fractions import Fraction
from math import gcd, lcm

import numpy as np

from korzo.capabilities.budgeting.rules.elections import Ints
from korzo.capabilities.budgeting.rules.support import Backing, Support


class Purses:
    """What every ballot's voters hold at one point of a run."""

    def __init__(self, support: Support, endowment: Fraction) -> None:
        self.unit = lcm(endowment.denominator, *(each.cost.denominator for each in support.backings))
        """Amounts are whole multiples of 1/unit."""
        self.held = [0, int(endowment * self.unit)]
        self.purse = np.ones(support.rows, np.int64)
        """For each row, which of `held` is its purse; the first is empty."""
        self.crowded = 64

    def together(self, backing: Backing) -> Fraction:
        """What the supporters of a project hold together."""
        sums = np.bincount(self.purse[backing.rows], weights=backing.crowd, minlength=1)
        return Fraction(sum(self.held[at] * int(sums[at]) for at in np.flatnonzero(sums).tolist()), self.unit)

    def rate(self, backing: Backing, *, joined: int = 0, each: Fraction = Fraction(0)) -> Fraction | None:
        """The least rate at which the supporters can pay, or None if they cannot.

        So many may have `joined` them, holding `each`, to whom the project is worth 1.
        """
        kinds = [(self.held[purse], worth, voters) for purse, worth, voters in self._kinds(backing)[0]]
        if joined:
            kinds.append((int(each * self.unit), 1, joined))
        rest, worth = int(backing.cost * self.unit), backing.total + joined
        # Those who cannot pay their part give all they have, and the others bear more: until nobody else fails.
        while short := [kind for kind in kinds if kind[0] * worth < rest * kind[1]]:
            kinds = [kind for kind in kinds if kind[0] * worth >= rest * kind[1]]
            rest -= sum(held * voters for held, _of_one, voters in short)
            worth -= sum(of_one * voters for _held, of_one, voters in short)
            if not kinds:
                return None if rest > 0 else max(Fraction(held, of_one * self.unit) for held, of_one, _voters in short)
        return Fraction(rest, worth * self.unit)

    def paying(self, backing: Backing, rate: Fraction) -> Fraction:
        """What the supporters would pay together at a rate."""
        total = Fraction(0)
        for purse, worth, voters in self._kinds(backing)[0]:
            total += min(Fraction(self.held[purse], self.unit), rate * worth) * voters
        return total

    def pay(self, backing: Backing, rate: Fraction) -> tuple[int, int]:
        """Take the payment, and tell how many paid in full and how many gave all they had, which was less."""
        finer = rate.denominator // gcd(rate.denominator, self.unit)
        if finer > 1:
            self.unit *= finer
            self.held = [each * finer for each in self.held]
        step, full, becomes = int(rate * self.unit), 0, {}
        kinds, keys = self._kinds(backing)
        for key, (purse, worth, voters) in zip(np.flatnonzero(np.bincount(keys)).tolist(), kinds, strict=True):
            left = self.held[purse] - step * worth
            full += voters if left >= 0 else 0
            becomes[key] = len(self.held) if left > 0 else 0
            if left > 0:
                self.held.append(left)
        table = np.zeros(max(becomes, default=0) + 1, np.int64)
        table[list(becomes)] = list(becomes.values())
        self.purse[backing.rows] = table[keys]
        self._tidy()
        return full, backing.votes - full

    def _kinds(self, backing: Backing) -> tuple[list[tuple[int, int, int]], Ints]:
        """Supporters put together: (purse, worth, voters) in ascending order of their keys, and each row's key."""
        if backing.worth is None:
            keys, most = self.purse[backing.rows], 1
        else:
            most = int(backing.worth.max(initial=0)) + 1
            keys = self.purse[backing.rows] * most + backing.worth
        sums = np.bincount(keys, weights=backing.crowd)
        used = np.flatnonzero(sums)
        worths = [1] * len(used) if backing.worth is None else (used % most).tolist()
        return [(key // most, worth, int(sums[key])) for key, worth in zip(used.tolist(), worths, strict=True)], keys

    def _tidy(self) -> None:
        """Forget purses that nobody holds any more, once there are twice as many as after the last time."""
        if len(self.held) > self.crowded:
            counts = np.bincount(self.purse, minlength=1)
            counts[0] += 1  # the empty one stays
            used = np.flatnonzero(counts)
            becomes = np.zeros(len(counts), np.int64)
            becomes[used] = np.arange(len(used))
            self.held = [self.held[at] for at in used.tolist()]
            self.purse = becomes[self.purse]
            self.crowded = max(64, 2 * len(used))
