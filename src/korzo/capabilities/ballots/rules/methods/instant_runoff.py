"""Instant run-off: one seat; the last is excluded and the papers pass on until somebody has more than half.

Half of the papers that still name somebody. Of equals at the end the one with fewer votes at the last earlier stage
where they differed is excluded, else the draw decides. Papers count as far as their preferences are clear.
"""

from collections.abc import Iterable

from korzo.capabilities.ballots.rules.methods.outcomes import Asked, Did, Outcome, Round, of_ranking
from korzo.capabilities.ballots.rules.methods.papers import Number, Paper, preferences, sort, total, without_first
from korzo.capabilities.ballots.rules.methods.stages import Stages


def count(papers: Iterable[Paper], asked: Asked) -> Outcome:
    """Count. ValueError for more than one seat."""
    if asked.seats != 1:
        raise ValueError("an instant run-off fills one seat; for more take a single transferable vote")
    box = sort(papers, len(asked.candidates), without_first)
    orders = [(preferences(paper.marks), paper.weight) for paper in box.valid]
    stages, out, did = Stages(asked), None, Did.FIRST
    while not stages.is_over:
        left = stages.continuing
        held: dict[int, Number] = dict.fromkeys(left, 0)
        for order, weight in orders:
            first = next((at for at in order if at in held), None)
            if first is not None:
                held[first] += weight
        active = sum(held.values())
        ahead = max(left, key=lambda at: held[at])
        elected = (ahead,) if 2 * held[ahead] > active or len(left) == 1 else ()
        totals = tuple(held.get(at) for at in range(len(asked.candidates)))
        stages.note(Round(did, out, totals, total(box.valid) - active, active // 2 + 1, elected))
        if not elected:
            out, did = stages.exclude(totals), Did.EXCLUSION
    last = stages.rounds[-1].totals
    return of_ranking(
        "instant-runoff",
        asked,
        box,
        stages.ranking(last),
        (tuple(stages.elected), stages.ties),
        rounds=tuple(stages.rounds),
    )
