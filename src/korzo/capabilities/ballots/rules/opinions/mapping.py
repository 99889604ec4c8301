"""Where people and statements stand on the map, and which groups people form."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from korzo.capabilities.ballots.rules.opinions import grouping, speaking
from korzo.capabilities.ballots.rules.opinions.speaking import Saying
from korzo.capabilities.ballots.rules.opinions.table import Numbers, Table

ENOUGH = 7
"""Votes that a person has to have given to be counted into a group."""
MOST_GROUPS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Map:
    """The whole picture.

    `people` (persons x 2) and `statements` (statements x 2) are positions; `group` is for each person the number of a
    group from 0, or -1 for who voted too little. `speaking` are the statements that stand for each group. `agreed` and
    `refused` are those that nearly all agree, or disagree, with. `shared` is for each statement the group-aware
    consensus, 0 to 1. `priority` says how often each statement should be shown next.
    """

    table: Table
    components: Numbers
    people: Numbers
    statements: Numbers
    group: NDArray[np.int64]
    groups: int
    speaking: tuple[tuple[Saying, ...], ...]
    agreed: tuple[Saying, ...]
    refused: tuple[Saying, ...]
    shared: Numbers
    priority: Numbers


def mapped(
    given: Table,
    *,
    meta: frozenset[int] = frozenset(),
    kept: NDArray[np.bool_] | None = None,
    centres: Numbers | None = None,
) -> Map:
    """Draw the map. `kept` and `centres` begin from groups that were found elsewhere.

    With fewer than four people who voted enough there are no groups.
    """
    components, people, statements = positions(given)
    if kept is None:
        kept = given.seen.sum(axis=1) >= ENOUGH
    group = np.full(len(given.people), -1)
    group[kept] = grouping.grouped(people[kept], most=MOST_GROUPS, centres=centres)
    groups = int(group.max(initial=-1)) + 1
    counts = speaking.counted(given, group, groups)
    agreed, refused = speaking.consensus(given)
    return Map(
        given,
        components,
        people,
        statements,
        group,
        groups,
        tuple(speaking.representative(given, counts, at) for at in range(groups)),
        agreed,
        refused,
        speaking.shared(counts),
        speaking.priority(given, counts, np.hypot(*statements.T), meta),
    )


def positions(given: Table) -> tuple[Numbers, Numbers, Numbers]:
    """The two main components (2 x statements), positions of people and of statements.

    What is missing counts as the statement's mean; who voted little is moved outwards by sqrt(statements / votes). A
    statement stands where somebody would who agreed with it and saw no other.
    """
    rows, columns = given.votes.shape
    if not rows or not columns:
        return np.zeros((2, columns)), np.zeros((rows, 2)), np.zeros((columns, 2))
    votes, seen = given.votes.copy(), given.seen
    votes[:, [statement in given.out for statement in given.statements]] = 0
    known = ~np.isnan(votes)
    means = np.where(known, votes, 0).sum(axis=0) / np.maximum(1, known.sum(axis=0))
    centred = np.where(known, votes - means, 0)
    # Filled with the mean, columns are centred already; the mean of zeros is nought.
    components = np.zeros((2, columns))
    found = np.linalg.svd(centred, full_matrices=False)[2][:2]
    components[: len(found)] = found
    # The sign of a component is arbitrary: let its largest entry be positive, so that a map does not turn over.
    largest = np.abs(components).argmax(axis=1)
    components *= np.where(components[[0, 1], largest] < 0, -1, 1)[:, None]
    people = centred @ components.T * np.sqrt(columns / np.maximum(1, seen.sum(axis=1)))[:, None]
    statements = ((1 - means) * components).T * np.sqrt(columns)
    return components, people, statements
