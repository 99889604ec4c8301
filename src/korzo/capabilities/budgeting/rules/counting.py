"""The one door to all rules: `count(election, conventions)` gives an outcome that can be explained."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from korzo.capabilities.budgeting.rules import greedy, phragmen, sharing, ties
from korzo.capabilities.budgeting.rules.conventions import Conventions, Rule
from korzo.capabilities.budgeting.rules.elections import Election
from korzo.capabilities.budgeting.rules.outcomes import Outcome


class BadConventions(ValueError):
    """Conventions that do not go together with the election; the message says why."""


def count(election: Election, conventions: Conventions | None = None) -> Outcome:
    """Count by the rule the conventions name. Raises BadConventions."""
    conventions = conventions or Conventions()
    return RULES[conventions.rule](election, conventions)


def _by_score(election: Election, conventions: Conventions) -> Outcome:
    return _down(election, conventions, election.scores)


def _down(election: Election, conventions: Conventions, scores: Sequence[Fraction]) -> Outcome:
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
    return _outcome(election, conventions, tally)


def _outcome(election: Election, conventions: Conventions, tally: greedy.Tally) -> Outcome:
    winners = tuple(each.project for each in tally.rounds)
    return Outcome(
        conventions=conventions,
        budget=election.budget,
        voters=election.ballots.cast,
        winners=winners,
        cost=election.cost(winners),
        rounds=tuple(tally.rounds),
        losses=tuple(tally.losses[at] for at in sorted(tally.losses)),
    )


RULES: dict[Rule, Callable[[Election, Conventions], Outcome]] = {
    Rule.GREEDY: _by_score,
    Rule.NO_SKIP: _by_score,
    Rule.THRESHOLD: _by_score,
    Rule.POZNAN: _by_score,
    Rule.EXCLUSIVE: _by_score,
    Rule.CATEGORIES: _by_score,
    Rule.EQUAL_SHARES: sharing.count,
    Rule.PHRAGMEN: phragmen.count,
}
