"""Knapsack ballots with adjustable amounts, counted unit by unit, as the platform of Stanford does.

Every unit of money of every project is a candidate; a ballot that gives a project the amount x approves of its
first x units. Source: Goel, Krishnaswamy, Sakshuwong, Aitamurto: Knapsack Voting for Participatory Budgeting (ACM
TEAC 2019).
"""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction


class Rest(StrEnum):
    """How the money is given out that the last number of approvals would overspend."""

    INCREASING = "increasing"  # the smallest demand first
    PROPORTIONAL = "proportional"


def allocate(ballots: Sequence[Sequence[int]], budget: int, *, rest: Rest = Rest.INCREASING) -> tuple[Fraction, ...]:
    """Give each project its amount; a ballot names an amount for every project, in the order of the list.

    Raises ValueError if ballots are of different length.
    """
    if len({len(ballot) for ballot in ballots}) > 1:
        raise ValueError("every ballot has to name an amount for every project")
    asked = [sorted(amounts, reverse=True) for amounts in zip(*ballots, strict=True)]
    given = [0] * len(asked)
    for level in range(len(ballots) - 1, -1, -1):
        wanted = [amounts[level] for amounts in asked]
        if sum(wanted) > budget:
            return _part(given, [more - less for more, less in zip(wanted, given, strict=True)], budget, rest)
        given = wanted
    return tuple(Fraction(amount) for amount in given)


def _part(given: Sequence[int], wanted: Sequence[int], budget: int, rest: Rest) -> tuple[Fraction, ...]:
    left = Fraction(budget - sum(given))
    if rest is Rest.PROPORTIONAL:
        return tuple(have + left * more / sum(wanted) for have, more in zip(given, wanted, strict=True))
    amounts = [Fraction(each) for each in given]
    for at in sorted(range(len(wanted)), key=lambda at: (wanted[at], at)):
        more = min(left, Fraction(wanted[at]))
        amounts[at] += more
        left -= more
    return tuple(amounts)
