"""Panels with weights, as in Seoul (citizens, a committee, a survey): results are mixed, and greedy decides.

How the city makes panels of different size comparable is not published; so it is a setting. `votes`: a project's
part of all votes of the panel; `voters`: the part of the panel's voters who named it (for points and places: of the
most anybody could give it); `ranks`: of m projects the first gets 1, the second (m - 1) / m, and so on, equal ones
the mean of their places.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from korzo.capabilities.budgeting.rules.conventions import Conventions, Normalisation
from korzo.capabilities.budgeting.rules.down_the_list import down
from korzo.capabilities.budgeting.rules.elections import BadElection, Ballots, Election, Panel, scores
from korzo.capabilities.budgeting.rules.outcomes import Outcome, PanelScore


def count(election: Election, conventions: Conventions) -> Outcome:
    """Count by the mixed score. Raises BadElection if the weights do not sum up to 1."""
    panels = election.panels or (Panel("", Fraction(1), election.ballots),)
    if sum(panel.weight for panel in panels) != 1 or any(panel.weight < 0 for panel in panels):
        raise BadElection("the weights of the panels have to sum up to 1")
    given = {panel.name: shares(panel.ballots, len(election.projects), conventions.normalisation) for panel in panels}
    mixed = [
        sum((panel.weight * given[panel.name][at] for panel in panels), Fraction(0))
        for at in range(len(election.projects))
    ]
    outcome = down(replace(election, threshold=Fraction(0)), conventions, mixed)
    return replace(
        outcome,
        voters=sum(panel.ballots.cast for panel in panels),
        panels=tuple(
            PanelScore(name, project.id, each[at])
            for name, each in given.items()
            for at, project in enumerate(election.projects)
        ),
    )


def shares(ballots: Ballots, projects: int, by: Normalisation) -> Sequence[Fraction]:
    """What a panel gives to each project, out of 1."""
    points = scores(ballots, projects)
    match by:
        case Normalisation.VOTES:
            return [each / (sum(points) or 1) for each in points]
        case Normalisation.VOTERS:
            most = Fraction(1)
            if ballots.points is not None and len(ballots.points):
                most = Fraction(int(ballots.points.max()), ballots.fineness)
            elif ballots.shape.value == "ordinal" and len(ballots.chosen):
                most = Fraction(int(ballots.lengths.max()))
            return [each / ((most * ballots.cast) or 1) for each in points]
        case Normalisation.RANKS:
            return [_place(each, points) for each in points]


def _place(score: Fraction, among: Sequence[Fraction]) -> Fraction:
    """1 for the first, 1/m for the last of m; equal ones share the mean of their places."""
    better, equal = sum(each > score for each in among), sum(each == score for each in among)
    return 1 - Fraction(2 * better + equal - 1, 2 * len(among))
