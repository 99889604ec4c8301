"""Score (range voting): points from 0 up to a limit for each; most points in all win. No mark is 0 points."""

from collections.abc import Iterable

from korzo.capabilities.ballots.rules.methods.outcomes import Asked, Outcome, added, by_scores
from korzo.capabilities.ballots.rules.methods.papers import Flaw, Paper, sort


def count(papers: Iterable[Paper], asked: Asked) -> Outcome:
    """Add up points; a paper with more than the limit anywhere is invalid. ValueError without a limit."""
    if not asked.limit:
        raise ValueError("score needs a limit: the most points that one may give")
    box = sort(papers, len(asked.candidates), lambda marks: Flaw.RANGE if max(marks) > asked.limit else None)
    return by_scores("score", asked, box, added(box, len(asked.candidates)))
