"""Approval: a cross for everything one agrees with (at most so many, if there is a limit); most crosses win."""

from collections.abc import Iterable

from korzo.capabilities.ballots.rules.methods.outcomes import Asked, Outcome, added, by_scores
from korzo.capabilities.ballots.rules.methods.papers import Flaw, Paper, sort


def count(papers: Iterable[Paper], asked: Asked) -> Outcome:
    """Count crosses; a paper with more than allowed is invalid."""
    most = asked.limit or len(asked.candidates)

    def flaw(marks: tuple[int, ...]) -> Flaw | None:
        return Flaw.RANGE if max(marks) > 1 else Flaw.CROSSES if sum(marks) > most else None

    box = sort(papers, len(asked.candidates), flaw)
    return by_scores("approval", asked, box, added(box, len(asked.candidates)))
