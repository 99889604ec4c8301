"""Votes on statements as a table: a row for each person, a column for each statement."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

AGREE, PASS, DISAGREE = 1, 0, -1
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """People and statements in ascending order; `votes` has +1, 0, -1, and NaN for what a person has not seen.

    Statements that are `out` were taken down by the moderators: they do not shape the map and are not shown.
    """

    people: tuple[Hashable, ...]
    statements: tuple[int, ...]
    votes: Numbers
    out: frozenset[int] = frozenset()

    @property
    def seen(self) -> NDArray[np.bool_]:
        """Which votes there are."""
        return ~np.isnan(self.votes)


def table(
    votes: Iterable[tuple[Hashable, int, int]],
    *,
    statements: Iterable[int] = (),
    out: Iterable[int] = (),
) -> Table:
    """Lay out (person, statement, vote); of several on the same statement the last one counts.

    `statements` names those nobody has voted on yet.
    """
    latest = {(person, statement): vote for person, statement, vote in votes}
    people = sorted({person for person, _ in latest}, key=_key)
    listed = sorted({*statements, *(statement for _, statement in latest)})
    row, column = ({name: at for at, name in enumerate(names)} for names in (people, listed))
    grid = np.full((len(people), len(listed)), np.nan)
    for (person, statement), vote in latest.items():
        if vote not in (AGREE, PASS, DISAGREE):
            raise ValueError(f"{vote} is no vote")
        grid[row[person], column[statement]] = vote
    return Table(tuple(people), tuple(listed), grid, frozenset(out))


def _key(name: Hashable) -> tuple[str, object]:
    return type(name).__name__, name
