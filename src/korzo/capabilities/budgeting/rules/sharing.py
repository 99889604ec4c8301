"""A whole count by Equal Shares: free projects, the endowment, the run that counts, filling up, comparing."""

from dataclasses import replace
from fractions import Fraction

from korzo.capabilities.budgeting.rules import comparing, completing, equal_shares, greedy, support, ties
from korzo.capabilities.budgeting.rules.conventions import Comparison, Completion, Conventions
from korzo.capabilities.budgeting.rules.elections import Election
from korzo.capabilities.budgeting.rules.outcomes import Loss, Outcome, Reason, Round, Why
from korzo.capabilities.budgeting.rules.support import Support


def count(election: Election, conventions: Conventions) -> Outcome:
    """Count by Equal Shares."""
    backing = support.of(
        election,
        conventions.utility,
        empty_ballots_count=conventions.empty_ballots_count,
        threshold=conventions.threshold_everywhere,
    )
    draw = ties.drawn(election.projects, conventions.ties, conventions.seed)
    order = equal_shares.ranks(election, backing, draw)
    found = completing.Completed(backing.share, 1)
    if conventions.completion in {Completion.ADD1, Completion.ADD1U}:
        found = completing.add1(
            backing, order, start=conventions.start, stop=conventions.stop, increment=conventions.increment
        )
    tally = greedy.Tally(election, election.scores, election.budget)
    greedy.admitted(tally, range(len(election.projects)), threshold=conventions.threshold_everywhere)
    _buy(tally, backing, found.endowment, order)
    by_votes = greedy.ordered(election, election.scores, draw, cheaper_first=True)
    if conventions.completion in {Completion.ADD1U, Completion.VOTES}:
        greedy.fill(tally, [at for at in by_votes if backing.backings[at].open])
    compared = None
    if conventions.comparison is not Comparison.NONE:
        compared, tally = comparing.compare(tally, by_votes, conventions.comparison)
    return replace(
        tally.outcome(conventions),
        voters=backing.voters,
        share=backing.share,
        endowment=found.endowment,
        runs=found.runs,
        compared=compared,
    )


def _buy(tally: greedy.Tally, backing: Support, endowment: Fraction, order: tuple[int, ...]) -> None:
    """Write the run that counts into the tally."""
    election = tally.election
    for at in equal_shares.free(backing, order):
        tally.fund(at, Why.FREE)
    already = len(tally.rounds)
    told = equal_shares.tell(backing, endowment, order)
    left = tally.left
    for each in told.bought:
        project = election.projects[each.at]
        tally.left -= project.cost
        tally.funded.append(each.at)
        tally.rounds.append(
            Round(
                project.id,
                project.cost,
                tally.left,
                votes=backing.backings[each.at].votes,
                score=election.scores[each.at],
                effective=each.effective,
                payment=each.rate,
                full=each.full,
                short=each.short,
                margin=each.margin,
            )
        )
    costs = [left, *(each.left for each in tally.rounds[already:])]
    for at, after, held in told.dropped:
        tally.losses[at] = Loss(election.projects[at].id, Reason.POOR, already + after, left=costs[after], held=held)
    for at, supporters in enumerate(backing.backings):
        if not supporters.total and at not in tally.losses:
            tally.losses[at] = Loss(election.projects[at].id, Reason.UNSUPPORTED, 0)
