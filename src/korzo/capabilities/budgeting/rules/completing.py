"""Growing the endowment until the budget is used: the completions of Equal Shares called Add1.

Equal Shares alone spends about two thirds of a budget. Add1 gives everybody one unit more and counts again, until
the next run would cost too much (or until nothing more fits), and takes the last run that did not. Published
descriptions differ in where to start and when to stop; official results of cities follow the whole part of the
share and overspending.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from korzo.capabilities.budgeting.rules import equal_shares
from korzo.capabilities.budgeting.rules.conventions import Start, Stop
from korzo.capabilities.budgeting.rules.equal_shares_floats import Run
from korzo.capabilities.budgeting.rules.support import Support

PATIENCE = 4
"""After so many runs that could not leap, only every so many tries to."""


@dataclass(frozen=True, slots=True)
class Completed:
    """The endowment of the run that counts, and how many runs it took."""

    endowment: Fraction
    runs: int


def add1(
    support: Support, order: Sequence[int], *, start: Start, stop: Stop, increment: Fraction = Fraction(1)
) -> Completed:
    """Find the endowment. Raises ValueError if the increment is not above zero."""
    if increment <= 0:
        raise ValueError("the increment has to be above zero")
    first = Fraction(floor(support.share)) if start is Start.INTEGRAL else support.share
    buyable = {at for at, each in enumerate(support.backings) if each.open and each.total}
    last = Completed(first, 1)
    for number, endowment, steps, run in _runs(support, order, first, increment):
        funded = {each.at for each in run.taken} | set(equal_shares.free(support, order))
        cost = sum((support.backings[at].cost for at in funded), Fraction(0))
        if cost > support.budget:
            return Completed(last.endowment, number)
        last = Completed(endowment, number)
        room = support.budget - cost
        if funded >= buyable or endowment >= support.budget:
            return last
        if stop is Stop.EXHAUSTIVE and all(support.backings[at].cost > room for at in buyable - funded):
            return last
        last = Completed(endowment + increment * (steps - 1), number + steps - 1)
    return last


def _runs(
    support: Support, order: Sequence[int], first: Fraction, increment: Fraction
) -> Iterator[tuple[int, Fraction, int, Run]]:
    """Run with growing endowments: number of the run, endowment, how many runs from it on go alike, and the run."""
    number, endowment, idle = 1, first, 0
    while True:
        run = equal_shares.run(support, endowment, order, leap=idle < PATIENCE or number % (2 * PATIENCE) == 0)
        most = max(1, ceil((support.budget - endowment) / increment))
        steps = min(int(min(run.reach * (1 - 1e-9) / float(increment), float(most))) + 1, most)
        idle = idle + 1 if steps == 1 else 0
        yield number, endowment, steps, run
        number, endowment = number + steps, endowment + increment * steps
