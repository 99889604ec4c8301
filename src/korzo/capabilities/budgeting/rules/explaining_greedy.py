"""What would have made a project win by a greedy rule, found by counting again."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from korzo.capabilities.budgeting.rules.conventions import Conventions, Rule
from korzo.capabilities.budgeting.rules.down_the_list import down
from korzo.capabilities.budgeting.rules.elections import Election
from korzo.capabilities.budgeting.rules.outcomes import Loss, Reason


def changes(
    election: Election, conventions: Conventions, loss: Loss, at: int
) -> tuple[Fraction | None, Fraction | None]:
    """Find by how much more score, and by how much less cost, a project would have won; None: by none."""
    if loss.reason is Reason.WITHDRAWN:
        return None, None
    return _more(election, conventions, at), _cheaper(election, conventions, loss, at)


def _more(election: Election, conventions: Conventions, at: int) -> Fraction | None:
    """Try the scores at which the project's place in the list changes, halving; a higher place never harms."""
    scores = election.scores
    step = Fraction(1, election.ballots.fineness)
    ahead = {max(score, election.threshold) - scores[at] for score in scores} | {election.threshold - scores[at]}
    tried = sorted({more for each in ahead for more in (each, each + step) if more > 0})
    return _least(tried, lambda more: _wins(election, conventions, at, scores[at] + more))


def _cheaper(election: Election, conventions: Conventions, loss: Loss, at: int) -> Fraction | None:
    """Try the money that was left at the project's turn."""
    if loss.left is None or loss.reason not in {Reason.NO_ROOM, Reason.CATEGORY_FULL}:
        return None
    cost = loss.left / conventions.reserve_share if conventions.rule is Rule.POZNAN else loss.left
    projects = list(election.projects)
    projects[at] = replace(projects[at], cost=cost)
    changed = replace(election, projects=tuple(projects))
    won = cost > 0 and projects[at].id in down(changed, conventions, changed.scores).winners
    return election.projects[at].cost - cost if won else None


def _wins(election: Election, conventions: Conventions, at: int, score: Fraction) -> bool:
    scores = list(election.scores)
    scores[at] = score
    return election.projects[at].id in down(election, conventions, scores).winners


def _least(tried: Sequence[Fraction], wins: Callable[[Fraction], bool]) -> Fraction | None:
    """Find the first of ascending numbers that wins, when all after it do."""
    if not tried or not wins(tried[-1]):
        return None
    low, high = 0, len(tried) - 1
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if wins(tried[middle]) else (middle + 1, high)
    return tried[low]
