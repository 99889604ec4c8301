"""What statements say about groups: which stand for one group, which for nearly everybody, and which to show next."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from korzo.capabilities.ballots.rules.opinions.table import AGREE, DISAGREE, Numbers, Table

SIGNIFICANT = 1.2816
"""z of 90 %, one-sided."""
MOST = 5
"""Statements in a list."""
_META = 49.0


@dataclass(frozen=True, slots=True)
class Saying:
    """A statement that says something: `votes` of `seen` voted that way (agree or disagree).

    `share` is their estimated part, `test` its z; `ratio` and `apart` compare with everybody else (1 and 0 if there is
    nobody to compare with).
    """

    statement: int
    agrees: bool
    votes: int
    seen: int
    share: float
    test: float
    ratio: float = 1.0
    apart: float = 0.0

    @property
    def weight(self) -> float:
        """How much it stands for a group."""
        return self.ratio * self.apart * self.share * self.test


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """Agrees, disagrees and votes seen: arrays of groups x statements, of the people in groups."""

    agrees: Numbers
    disagrees: Numbers
    seen: Numbers


def counted(given: Table, group: NDArray[np.int64], groups: int) -> Counts:
    """Count the raw votes of each group."""
    member = (group == np.arange(groups)[:, None]).astype(float)
    return Counts(member @ (given.votes == AGREE), member @ (given.votes == DISAGREE), member @ given.seen)


def estimate(votes: Numbers, seen: Numbers) -> Numbers:
    """The part that votes this way, pulled to one half where few have voted."""
    return np.asarray((1 + votes) / (2 + seen))


def one_proportion(votes: Numbers, seen: Numbers) -> Numbers:
    """The z of more than half voting this way."""
    return np.asarray(2 * np.sqrt(seen + 1) * ((votes + 1) / (seen + 1) - 0.5))


def two_proportions(votes: Numbers, seen: Numbers, others: Numbers, others_seen: Numbers) -> Numbers:
    """The z of a larger part in here than among the others."""
    votes, seen, others, others_seen = votes + 1, seen + 1, others + 1, others_seen + 1
    together = (votes + others) / (seen + others_seen)
    spread = np.sqrt(together * (1 - together) * (1 / seen + 1 / others_seen))
    return np.divide(votes / seen - others / others_seen, spread, out=np.zeros_like(spread), where=spread > 0)


def _sides(given: Table, counts: Counts, at: int) -> list[tuple[Saying, Saying]]:
    """For each statement the two things it could say about a group: that it agrees, that it disagrees."""
    sides = []
    seen, others_seen = counts.seen[at], counts.seen.sum(axis=0) - counts.seen[at]
    for agrees, all_votes in ((True, counts.agrees), (False, counts.disagrees)):
        votes, others = all_votes[at], all_votes.sum(axis=0) - all_votes[at]
        share = estimate(votes, seen)
        columns = (
            votes,
            seen,
            share,
            one_proportion(votes, seen),
            share / estimate(others, others_seen),
            two_proportions(votes, seen, others, others_seen),
        )
        sides.append(
            [
                Saying(statement, agrees, int(row[0]), int(row[1]), *map(float, row[2:]))
                for statement, row in zip(given.statements, zip(*columns, strict=True), strict=True)
            ]
        )
    return list(zip(*sides, strict=True))


def representative(given: Table, counts: Counts, at: int) -> tuple[Saying, ...]:
    """The statements that stand for a group: at most five, those it agrees with first."""
    sides = [pair for pair in _sides(given, counts, at) if pair[0].statement not in given.out]
    stronger = [agree if agree.apart > disagree.apart else disagree for agree, disagree in sides]
    good = [
        best
        for pair, best in zip(sides, stronger, strict=True)
        if any(side.test > SIGNIFICANT and side.apart > SIGNIFICANT for side in pair)
    ]
    head: Saying | None = None
    for agree, disagree in sides:
        if agree.votes + disagree.votes and _better(agree, head):
            head = agree
    if not good:
        return (head,) if head else tuple(sorted(stronger, key=lambda each: -each.apart)[:1])
    rest = sorted(
        (each for each in good if not head or each.statement != head.statement), key=lambda each: -each.weight
    )
    listed = [*([head] if head else []), *rest][:MOST]
    return tuple(sorted(listed, key=lambda each: not each.agrees))


def _better(agree: Saying, head: Saying | None) -> bool:
    if head is None:
        return agree.test > SIGNIFICANT or (agree.ratio > 1 and agree.share > 0.5)  # noqa: PLR2004 -- more than half
    if head.ratio > 1:
        return agree.weight > head.weight
    return agree.share * agree.test > head.share * head.test


def consensus(given: Table) -> tuple[tuple[Saying, ...], tuple[Saying, ...]]:
    """What most of all participants agree with, and disagree with: at most five each, the clearest first."""
    seen = given.seen.sum(axis=0).astype(float)
    lists = []
    for vote in (AGREE, DISAGREE):
        votes = (given.votes == vote).sum(axis=0).astype(float)
        columns = (votes, seen, estimate(votes, seen), one_proportion(votes, seen))
        found = [
            Saying(statement, vote == AGREE, int(row[0]), int(row[1]), float(row[2]), float(row[3]))
            for statement, row in zip(given.statements, zip(*columns, strict=True), strict=True)
        ]
        clear = [
            each
            for each in found
            if each.share > 0.5 and each.test > SIGNIFICANT and each.statement not in given.out  # noqa: PLR2004
        ]
        lists.append(tuple(sorted(clear, key=lambda each: -each.share * each.test)[:MOST]))
    return lists[0], lists[1]


def shared(counts: Counts) -> Numbers:
    """Group-aware consensus: for each statement the product over the groups of the part that agrees."""
    return np.asarray(estimate(counts.agrees, counts.seen).prod(axis=0))


def priority(given: Table, counts: Counts, extremity: Numbers, meta: frozenset[int] = frozenset()) -> Numbers:
    """How much each statement deserves to be shown next; draw in proportion.

    Statements about the consultation itself (`meta`) have a fixed priority.
    """
    agrees, disagrees, seen = (each.sum(axis=0) for each in (counts.agrees, counts.disagrees, counts.seen))
    worth = worthy(agrees, disagrees, seen, extremity)
    return np.where([statement in meta for statement in given.statements], _META, worth)


def worthy(agrees: Numbers, disagrees: Numbers, seen: Numbers, extremity: Numbers) -> Numbers:
    """What a statement is worth showing, by its votes and how far from the middle of the map it stands.

    New ones come often, ones that most agree with and ones that part people come again; passes count against.
    """
    passes = estimate(seen - agrees - disagrees, seen)
    return np.asarray((estimate(agrees, seen) * (1 - passes) * (1 + extremity) * (1 + 8 * 2 ** (-seen / 5))) ** 2)
