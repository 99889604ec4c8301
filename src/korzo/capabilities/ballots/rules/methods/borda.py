"""Borda: of n candidates the first gets n - 1 points, the next n - 2, and so on; most points win.

Equals share: each gets the mean of the places they fill. Gaps between ranks are closed. Candidates without a rank
either share the places that are left ("borda", no advantage in leaving any out) or get nothing ("borda-zero").
Source: de Borda 1781 as in Felsenthal and Machover; Emerson, "The original Borda count and partial voting" (2013)
compares the treatments of who is not ranked.
"""

from collections.abc import Iterable
from fractions import Fraction

from korzo.capabilities.ballots.rules.methods.outcomes import Asked, Outcome, by_scores
from korzo.capabilities.ballots.rules.methods.papers import Number, Paper, anything, sort, tiers


def count(papers: Iterable[Paper], asked: Asked) -> Outcome:
    """Count with the places that are left shared among those without a rank."""
    return _count("borda", papers, asked, sharing=True)


def count_zero(papers: Iterable[Paper], asked: Asked) -> Outcome:
    """Count with nothing for those without a rank."""
    return _count("borda-zero", papers, asked, sharing=False)


def _count(method: str, papers: Iterable[Paper], asked: Asked, *, sharing: bool) -> Outcome:
    number = len(asked.candidates)
    box = sort(papers, number, anything)
    points: list[Number] = [0] * number
    for paper in box.valid:
        ahead = 0
        groups = list(tiers(paper.marks))
        if sharing:
            groups.append(tuple(at for at, mark in enumerate(paper.marks) if not mark))
        for group in groups:
            mean = Fraction(2 * (number - 1 - ahead) - (len(group) - 1), 2)
            for at in group:
                points[at] += paper.weight * mean
            ahead += len(group)
    return by_scores(method, asked, box, points)
