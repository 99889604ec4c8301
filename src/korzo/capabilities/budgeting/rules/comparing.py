"""The comparison step: Equal Shares stays unless more voters prefer what greedy by votes would have funded."""

from collections.abc import Collection, Sequence

import numpy as np

from korzo.capabilities.budgeting.rules import greedy
from korzo.capabilities.budgeting.rules.conventions import Comparison
from korzo.capabilities.budgeting.rules.elections import Ballots, Election, Ints
from korzo.capabilities.budgeting.rules.outcomes import Compared


def compare(shares: greedy.Tally, by_votes: Sequence[int], by: Comparison) -> tuple[Compared, greedy.Tally]:
    """Ask every ballot, and give the answer and the tally that wins."""
    rival = utilitarian(shares.election, by_votes)
    answer = prefer(shares.election, shares.funded, rival, by)
    return answer, shares if answer.keeps else rival


def utilitarian(election: Election, by_votes: Sequence[int]) -> greedy.Tally:
    """Count greedy by votes; ties have been decided by cost and then by the draw."""
    tally = greedy.Tally(election, election.scores, election.budget)
    greedy.skipping(tally, greedy.admitted(tally, by_votes))
    return tally


def prefer(election: Election, ours: Collection[int], rival: greedy.Tally, by: Comparison) -> Compared:
    """Count the voters that prefer one result or the other."""
    ballots = election.ballots
    own, other = (funded_of(ballots, each, len(election.projects)) for each in (ours, rival.funded))
    if by is Comparison.EXCLUSION:
        own, other = np.minimum(own, 1), np.minimum(other, 1)
    return Compared(
        tuple(election.projects[at].id for at in rival.funded),
        int(ballots.weights[own > other].sum()),
        int(ballots.weights[own < other].sum()),
        int(ballots.weights[own == other].sum()),
    )


def funded_of(ballots: Ballots, funded: Collection[int], projects: int) -> Ints:
    """For each ballot, how many of its projects are funded."""
    mask = np.zeros(projects, np.int64)
    mask[list(funded)] = 1
    return np.bincount(ballots.rows, weights=mask[ballots.chosen], minlength=len(ballots.weights)).astype(np.int64)
