"""The single transferable vote as in Belenios: one winner or one loser at a time.

A paper has to rank 1, 2, 3 … without gaps or ties, else it is invalid; one without any rank counts towards the quota,
floor(n / (seats + 1)) + 1. In each round: if no more are left than seats, all win, in the order of the list; else the
first with at least the quota wins, and the papers pass on with weight x (votes - quota) / votes; else the last is
excluded. Equals: the draw (Belenios: the order of the list). Exact fractions; the official tool counts in floating
point and may see a difference where there is none. Source: the reference tool's `method stv`.
"""

from collections.abc import Iterable
from fractions import Fraction

from korzo.capabilities.ballots.rules.methods.outcomes import Asked, Did, Outcome, Round, of_ranking
from korzo.capabilities.ballots.rules.methods.papers import Flaw, Number, Paper, preferences, sort, total, whole
from korzo.capabilities.ballots.rules.methods.stages import Stages
from korzo.capabilities.ballots.rules.methods.ties import For


def count(papers: Iterable[Paper], asked: Asked) -> Outcome:
    """Count; papers without any rank are shown as blank and still raise the quota."""
    number = len(asked.candidates)
    box = sort(papers, number, _flaw)
    cast = total(box.valid) + box.blank
    quota = int(cast) // (asked.seats + 1) + 1
    orders = [preferences(paper.marks) for paper in box.valid]
    weights = [Fraction(paper.weight) for paper in box.valid]
    stages, did, of = Stages(asked), Did.FIRST, None
    totals: tuple[Number | None, ...] = (0,) * number
    while not stages.is_over:
        left = stages.continuing
        held: dict[int, Fraction] = dict.fromkeys(left, Fraction(0))
        firsts = [next((at for at in order if at in held), None) for order in orders]
        for first, weight in zip(firsts, weights, strict=True):
            if first is not None:
                held[first] += weight
        totals = tuple(
            whole(held[at]) if at in held else quota if at in stages.elected else None for at in range(number)
        )
        exhausted = whole(cast - sum(held.values()) - quota * len(stages.elected))
        most = max(held.values())
        elected: tuple[int, ...] = ()
        if len(left) <= stages.vacancies:
            elected = tuple(left)
        elif most >= quota:
            elected = (stages.among([at for at in left if held[at] == most], For.ELECTION, looking_back=False),)
        stages.note(Round(did, of, totals, exhausted, quota, elected))
        if len(elected) == 1 and not stages.is_over:
            did, of = Did.SURPLUS, elected[0]
            part = (most - quota) / most
            weights = [weight * part if first == of else weight for first, weight in zip(firsts, weights, strict=True)]
        elif not elected:
            did, of = Did.EXCLUSION, stages.exclude(totals, looking_back=False)
    ranking = stages.ranking(totals)
    return of_ranking(
        "belenios-stv",
        asked,
        box,
        ranking,
        (tuple(stages.elected), stages.ties),
        rounds=tuple(stages.rounds),
        quota=quota,
    )


def _flaw(marks: tuple[int, ...]) -> Flaw | None:
    return None if len(preferences(marks)) == sum(1 for mark in marks if mark) else Flaw.ORDER
