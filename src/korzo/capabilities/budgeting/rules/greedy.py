"""The greedy family: down the list by score, as cities have always done.

Ties: with the order of the list, as in official results of cities; with a lot, the cheaper goes first, then the lot.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from korzo.capabilities.budgeting.rules.conventions import Conventions
from korzo.capabilities.budgeting.rules.elections import Election, Project
from korzo.capabilities.budgeting.rules.outcomes import Loss, Outcome, Reason, Round, Why


@dataclass
class Tally:
    """What has been funded and what has not, as a count goes along."""

    election: Election
    scores: Sequence[Fraction]
    left: Fraction
    rounds: list[Round] = field(default_factory=list)
    losses: dict[int, Loss] = field(default_factory=dict)
    funded: list[int] = field(default_factory=list)

    def fund(self, at: int, why: Why = Why.RULE, margin: float | None = None) -> None:
        """Fund a project."""
        project = self.election.projects[at]
        self.left -= project.cost
        self.funded.append(at)
        self.losses.pop(at, None)
        self.rounds.append(
            Round(
                project.id,
                project.cost,
                self.left,
                why,
                votes=self.election.votes[at],
                score=self.scores[at],
                margin=margin,
            )
        )

    def lose(self, at: int, reason: Reason, *, left: Fraction | None = None, by: int | None = None) -> None:
        """Note why a project is not funded."""
        projects = self.election.projects
        self.losses[at] = Loss(
            projects[at].id,
            reason,
            len(self.rounds),
            left=self.left if left is None else left,
            by=None if by is None else projects[by].id,
        )

    def outcome(self, conventions: Conventions) -> Outcome:
        """Give what came out, of all who cast a ballot."""
        winners = tuple(each.project for each in self.rounds)
        return Outcome(
            conventions=conventions,
            budget=self.election.budget,
            voters=self.election.ballots.cast,
            winners=winners,
            cost=self.election.cost(winners),
            rounds=tuple(self.rounds),
            losses=tuple(self.losses[at] for at in sorted(self.losses)),
        )


def ordered(election: Election, scores: Sequence[Fraction], draw: Sequence[int], *, cheaper_first: bool) -> list[int]:
    """Order projects by score; equal ones by cost, if so agreed, and then by the draw."""
    projects = election.projects
    return sorted(
        range(len(projects)),
        key=lambda at: (-scores[at], projects[at].cost if cheaper_first else 0, draw[at]),
    )


def admitted(tally: Tally, order: Iterable[int], *, threshold: bool = True) -> list[int]:
    """Leave out what cannot be funded by any rule, noting why."""
    kept = []
    for at in order:
        if tally.election.projects[at].withdrawn:
            tally.lose(at, Reason.WITHDRAWN)
        elif threshold and tally.scores[at] < tally.election.threshold:
            tally.lose(at, Reason.THRESHOLD)
        else:
            kept.append(at)
    return kept


def leads(scores: Sequence[Fraction], order: Sequence[int]) -> dict[int, float | None]:
    """By how much each project's score leads that of the next in the list, relative to its own."""
    lead: dict[int, float | None] = dict.fromkeys(order)
    for at, after in pairwise(order):
        lead[at] = float(1 - scores[after] / scores[at]) if scores[at] > 0 else 0.0
    return lead


def skipping(tally: Tally, order: Sequence[int]) -> None:
    """Fund what still fits, down the list."""
    margins = leads(tally.scores, order)
    for at in order:
        if tally.election.projects[at].cost <= tally.left:
            tally.fund(at, margin=margins[at])
        else:
            tally.lose(at, Reason.NO_ROOM)


def stopping(tally: Tally, order: Sequence[int], *, reserve_share: Fraction | None = None) -> None:
    """Fund down the list to the first that does not fit.

    With a `reserve_share` that one is funded too, if at least this share of its cost is left (Poznań's rule with 4/5).
    """
    margins, ended = leads(tally.scores, order), False
    for at in order:
        cost = tally.election.projects[at].cost
        if ended:
            tally.lose(at, Reason.STOPPED)
        elif cost <= tally.left:
            tally.fund(at, margin=margins[at])
        else:
            ended = True
            if reserve_share is not None and tally.left >= reserve_share * cost:
                tally.fund(at, Why.RESERVE, margins[at])
            else:
                tally.lose(at, Reason.NO_ROOM)


def exclusive(tally: Tally, order: Sequence[int]) -> None:
    """Fund what still fits and of whose group nothing has been funded."""
    margins, taken = leads(tally.scores, order), dict[str, int]()
    for at in order:
        project = tally.election.projects[at]
        if project.group and project.group in taken:
            tally.lose(at, Reason.EXCLUDED, by=taken[project.group])
        elif project.cost <= tally.left:
            tally.fund(at, margin=margins[at])
            taken[project.group] = at
        else:
            tally.lose(at, Reason.NO_ROOM)


def by_category(tally: Tally, order: Sequence[int]) -> None:
    """Fund within each category's budget, and then from all that is left without regard to categories.

    A project of several categories is paid by the first of them, in its own order, that has a budget; one of none
    waits for what is left.
    """
    purses = dict(tally.election.purses)
    margins = leads(tally.scores, order)
    waiting = []
    for at in order:
        project = tally.election.projects[at]
        category = _category(project, purses.__contains__)
        if category and project.cost <= min(purses[category], tally.left):
            purses[category] -= project.cost
            tally.fund(at, Why.CATEGORY, margins[at])
        else:
            waiting.append(at)
            tally.lose(at, Reason.CATEGORY_FULL, left=purses[category] if category else None)
    for at in waiting:
        if tally.election.projects[at].cost <= tally.left:
            tally.fund(at, Why.LEFTOVER, margins[at])


def _category(project: Project, known: Callable[[object], bool]) -> str | None:
    return next((each for each in project.categories if known(each)), None)


def fill(tally: Tally, order: Iterable[int]) -> None:
    """Fund what another rule left and what still fits, down the list."""
    for at in order:
        project = tally.election.projects[at]
        if at not in tally.funded and project.cost <= tally.left and tally.election.votes[at]:
            tally.fund(at, Why.FILLED)
