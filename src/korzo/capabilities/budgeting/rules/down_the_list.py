"""A whole count by one of the greedy rules."""

from collections.abc import Sequence
from fractions import Fraction

from korzo.capabilities.budgeting.rules import greedy, ties
from korzo.capabilities.budgeting.rules.conventions import Conventions, Rule
from korzo.capabilities.budgeting.rules.elections import Election
from korzo.capabilities.budgeting.rules.outcomes import Outcome


def count(election: Election, conventions: Conventions) -> Outcome:
    """Count by the election's own scores."""
    return down(election, conventions, election.scores)


def down(election: Election, conventions: Conventions, scores: Sequence[Fraction]) -> Outcome:
    """Count by these scores."""
    tally = greedy.Tally(election, scores, election.budget)
    draw = ties.drawn(election.projects, conventions.ties, conventions.seed)
    order = greedy.ordered(election, scores, draw, cheaper_first=conventions.ties is ties.Ties.LOT)
    order = greedy.admitted(tally, order)
    match conventions.rule:
        case Rule.NO_SKIP:
            greedy.stopping(tally, order)
        case Rule.POZNAN:
            greedy.stopping(tally, order, reserve_share=conventions.reserve_share)
        case Rule.EXCLUSIVE:
            greedy.exclusive(tally, order)
        case Rule.CATEGORIES:
            greedy.by_category(tally, order)
        case _:
            greedy.skipping(tally, order)
    return tally.outcome(conventions)
