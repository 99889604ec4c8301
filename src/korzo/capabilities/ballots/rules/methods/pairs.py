"""How many prefer one to the other: the table that Schulze and ranked pairs start from."""

from collections.abc import Iterable

from korzo.capabilities.ballots.rules.methods.outcomes import Matrix
from korzo.capabilities.ballots.rules.methods.papers import Number, Paper

Strength = tuple[Number, Number]
"""Votes for, and votes against written with a minus: the larger tuple is the stronger beat."""


def matrix(papers: Iterable[Paper], candidates: int) -> Matrix:
    """For each row how many prefer it to the column; who has no rank stands behind all who have one."""
    table: list[list[Number]] = [[0] * candidates for _ in range(candidates)]
    for paper in papers:
        ranks = [mark or 1 << 30 for mark in paper.marks]
        for row, mine in zip(table, ranks, strict=True):
            for at, other in enumerate(ranks):
                if mine < other:
                    row[at] += paper.weight
    return tuple(tuple(row) for row in table)


def strength(table: Matrix, one: int, other: int) -> Strength:
    """How strongly one beats the other; (0, 0) if it does not."""
    won, lost = table[one][other], table[other][one]
    return (won, -lost) if won > lost else (0, 0)
