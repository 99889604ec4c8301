"""Points to share out (cumulative voting): up to a limit in all, given as one likes; most points win."""

from collections.abc import Iterable

from korzo.capabilities.ballots.rules.methods.outcomes import Asked, Outcome, added, by_scores
from korzo.capabilities.ballots.rules.methods.papers import Flaw, Paper, sort


def count(papers: Iterable[Paper], asked: Asked) -> Outcome:
    """Add up points; a paper that gives away more than the limit is invalid. ValueError without a limit."""
    if not asked.limit:
        raise ValueError("points need a limit: how many there are to share out")
    box = sort(papers, len(asked.candidates), lambda marks: Flaw.POINTS if sum(marks) > asked.limit else None)
    return by_scores("points", asked, box, added(box, len(asked.candidates)))
