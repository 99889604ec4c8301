"""The single transferable vote of Scottish councils, in integers of 0.00001 votes.

Quota: valid papers / (seats + 1), rounded down, plus 1. All who reach it are elected at once; the largest surplus is
transferred first, every paper of that candidate at surplus x value / total, cut after 5 decimals; without a surplus
the lowest is excluded and the papers pass on at their value. Ties: the last earlier stage at which they differed, else
the draw. It ends when those continuing are no more than the vacancies. Source: The Scottish Local Government Elections
Order 2007 (SSI 2007/42), schedule 1, rules 46 to 52.
"""

from collections.abc import Iterable
from fractions import Fraction

from korzo.capabilities.ballots.rules.methods.outcomes import Asked, Did, Outcome, Round, of_ranking
from korzo.capabilities.ballots.rules.methods.papers import (
    Number,
    Paper,
    preferences,
    sort,
    total,
    whole,
    without_first,
)
from korzo.capabilities.ballots.rules.methods.stages import Stages, by_votes
from korzo.capabilities.ballots.rules.methods.ties import For

UNIT = 100_000
"""Parts of a vote."""


class _Parcel:
    """Equal papers that travel together: what they prefer next, how many they are, what one is worth in parts."""

    __slots__ = ("number", "order", "value")

    def __init__(self, order: tuple[int, ...], number: Number, value: int) -> None:
        self.order, self.number, self.value = order, number, value

    @property
    def worth(self) -> int:
        return int(self.number * self.value)


def count(papers: Iterable[Paper], asked: Asked) -> Outcome:
    """Count. ValueError for weights with more than 5 decimals."""
    box = sort(papers, len(asked.candidates), without_first)
    stages = Stages(asked)
    valid = total(box.valid)
    quota = (int(valid) // (asked.seats + 1) + 1) * UNIT
    piles: list[list[_Parcel]] = [[] for _ in asked.candidates]
    for paper in box.valid:
        if paper.weight * UNIT != int(paper.weight * UNIT):
            raise ValueError(f"a weight of {paper.weight}: this count knows 5 decimals")
        order = preferences(paper.marks)
        piles[order[0]].append(_Parcel(order, paper.weight, UNIT))
    waiting: list[int] = []  # elected, with a surplus still to transfer
    done: set[int] = set()  # elected, and left with the quota

    def stage(did: Did, of: int | None) -> list[int]:
        held = [quota if at in done else sum(parcel.worth for parcel in pile) for at, pile in enumerate(piles)]
        totals = tuple(None if at in stages.excluded else votes(each) for at, each in enumerate(held))
        elected = by_votes((at for at in stages.continuing if held[at] >= quota), totals)
        rest = by_votes(set(stages.continuing) - set(elected), totals)
        if len(rest) <= stages.vacancies - len(elected):
            elected += rest
        stages.note(Round(did, of, totals, whole(valid - votes(sum(held))), votes(quota), elected))
        waiting.extend(at for at in elected if held[at] > quota)
        return held

    held = stage(Did.FIRST, None)
    while not stages.is_over:
        if waiting:
            most = max(held[at] for at in waiting)
            did, of = Did.SURPLUS, stages.among([at for at in waiting if held[at] == most], For.SURPLUS)
            waiting.remove(of)
            done.add(of)
            moving, piles[of] = piles[of], []
            for parcel in moving:
                parcel.value = (most - quota) * parcel.value // most
        else:
            did, of = Did.EXCLUSION, stages.exclude(stages.rounds[-1].totals)
            moving, piles[of] = piles[of], []
        open_to = set(stages.continuing)
        for parcel in moving:
            after = parcel.order.index(of) + 1
            parcel.order = tuple(at for at in parcel.order[after:] if at in open_to)
            if parcel.order and parcel.value:
                piles[parcel.order[0]].append(parcel)
        held = stage(did, of)
    return of_ranking(
        "scottish-stv",
        asked,
        box,
        stages.ranking(stages.rounds[-1].totals),
        (tuple(stages.elected), stages.ties),
        rounds=tuple(stages.rounds),
        quota=votes(quota),
    )


def votes(parts: int) -> Number:
    """Parts of votes as votes."""
    return whole(Fraction(parts, UNIT))
