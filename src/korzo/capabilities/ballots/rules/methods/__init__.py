"""Counting methods: papers in, a protocol out that anybody can follow. Pure, exact, named.

`count("schulze", papers, candidates)`; what there is stands in `METHODS`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from korzo.capabilities.ballots.rules.methods import (
    approval,
    belenios_stv,
    borda,
    instant_runoff,
    majority_judgment,
    meek_stv,
    plurality,
    points,
    ranked_pairs,
    schulze,
    score,
    scottish_stv,
    ties,
)
from korzo.capabilities.ballots.rules.methods.outcomes import Asked, Outcome, by_scores
from korzo.capabilities.ballots.rules.methods.papers import Candidate, Number, Paper, Sorted
from korzo.capabilities.ballots.rules.methods.ties import Draw

__all__ = ["METHODS", "Asked", "Candidate", "Draw", "Marks", "Method", "Outcome", "Paper", "count", "count_totals"]


class Marks(StrEnum):
    """What the numbers on a paper are."""

    CROSSES = "crosses"
    POINTS = "points"
    GRADES = "grades"
    RANKS = "ranks"


@dataclass(frozen=True, slots=True)
class Method:
    """A way to count: its name, what stands on a paper, and whether it can fill several seats fairly among groups."""

    name: str
    marks: Marks
    count: Callable[[Iterable[Paper], Asked], Outcome]
    is_proportional: bool = False


METHODS: Mapping[str, Method] = {
    each.name: each
    for each in (
        Method("plurality", Marks.CROSSES, plurality.count),
        Method("approval", Marks.CROSSES, approval.count),
        Method("score", Marks.POINTS, score.count),
        Method("points", Marks.POINTS, points.count),
        Method("majority-judgment", Marks.GRADES, majority_judgment.count),
        Method("borda", Marks.RANKS, borda.count),
        Method("borda-zero", Marks.RANKS, borda.count_zero),
        Method("schulze", Marks.RANKS, schulze.count),
        Method("ranked-pairs", Marks.RANKS, ranked_pairs.count),
        Method("instant-runoff", Marks.RANKS, instant_runoff.count),
        Method("scottish-stv", Marks.RANKS, scottish_stv.count, is_proportional=True),
        Method("meek-stv", Marks.RANKS, meek_stv.count, is_proportional=True),
        Method("belenios-stv", Marks.RANKS, belenios_stv.count, is_proportional=True),
    )
}


def count(
    method: str,
    papers: Iterable[Paper],
    candidates: Sequence[Candidate],
    *,
    seats: int = 1,
    tie: Draw | str | None = None,
    limit: int = 0,
) -> Outcome:
    """Count papers by a method.

    `tie`: a public seed to draw lots from, or a draw already made; without it, equals go by the order of the list.
    `limit`: the most points for one (score) or for all together (points), the number of grades (majority judgment),
    the most crosses (approval).
    Raises KeyError for an unknown method and ValueError for what cannot be counted.
    """
    return METHODS[method].count(papers, _asked(candidates, seats, tie, limit))


def count_totals(
    method: str,
    totals: Sequence[Number],
    candidates: Sequence[Candidate],
    *,
    valid: Number,
    blank: Number = 0,
    seats: int = 1,
    tie: Draw | str | None = None,
) -> Outcome:
    """Count where only totals of crosses are known, as from a secret question that was added up under encryption."""
    if METHODS[method].marks is not Marks.CROSSES:
        raise ValueError(f"{method} needs the papers, totals are not enough")
    asked = _asked(candidates, seats, tie, 0)
    if len(totals) != len(asked.candidates):
        raise ValueError("there has to be one total for each candidate")
    return by_scores(method, asked, Sorted((Paper((0,) * len(totals), valid),) if valid else (), blank, ()), totals)


def _asked(candidates: Sequence[Candidate], seats: int, tie: Draw | str | None, limit: int) -> Asked:
    listed = tuple(candidates)
    if not listed:
        raise ValueError("nobody to vote for")
    if len({each.id for each in listed}) != len(listed):
        raise ValueError("two candidates have the same id")
    if seats < 1:
        raise ValueError("at least one seat")
    if tie is None:
        draw = ties.listed(len(listed))
    else:
        draw = ties.lot(tie, [each.id for each in listed]) if isinstance(tie, str) else tie
    return Asked(listed, seats, draw, limit)
