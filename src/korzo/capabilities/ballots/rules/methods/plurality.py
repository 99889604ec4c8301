"""Plurality: one cross each, most crosses win."""

from collections.abc import Iterable

from korzo.capabilities.ballots.rules.methods.outcomes import Asked, Outcome, added, by_scores
from korzo.capabilities.ballots.rules.methods.papers import Flaw, Paper, sort


def count(papers: Iterable[Paper], asked: Asked) -> Outcome:
    """Count crosses; a paper with two is invalid."""
    box = sort(papers, len(asked.candidates), _flaw)
    return by_scores("plurality", asked, box, added(box, len(asked.candidates)))


def _flaw(marks: tuple[int, ...]) -> Flaw | None:
    return Flaw.RANGE if max(marks) > 1 else Flaw.CROSSES if sum(marks) > 1 else None
