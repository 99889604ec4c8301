"""Meek's single transferable vote: everybody elected keeps of each vote just as much as is needed, no more.

Each candidate has a keep value: 1 while continuing, 0 when excluded; who is elected keeps a part of every vote that
comes by and passes the rest on. The quota is (votes - exhausted) / (seats + 1), found anew each time; keep values are
multiplied by quota / votes until all surpluses together are below 1e-9 of a vote. Then the lowest is excluded; totals
less than 1e-6 apart are equal, and the draw decides. Source: Meek 1969 (Voting matters 1, 1994); Hill, Wichmann and
Woodall, "Algorithm 123", 1987. Decimal numbers of 40 digits; shown with 9 decimals.
"""

from collections.abc import Iterable, Sequence
from decimal import Context, Decimal, localcontext
from fractions import Fraction

from korzo.capabilities.ballots.rules.methods.outcomes import Asked, Did, Outcome, Round, of_ranking
from korzo.capabilities.ballots.rules.methods.papers import (
    Number,
    Paper,
    preferences,
    sort,
    whole,
    without_first,
)
from korzo.capabilities.ballots.rules.methods.stages import Stages, by_votes

TOLERANCE = Decimal("1e-9")
"""Of a vote: below it, surpluses have settled."""
SAME = Decimal("1e-6")
"""Of a vote: totals that differ by less are equal."""
_SHOWN = Decimal("1e-9")
_PATIENCE = 10_000


def count(papers: Iterable[Paper], asked: Asked) -> Outcome:
    """Count."""
    box = sort(papers, len(asked.candidates), without_first)
    with localcontext(Context(prec=40)):
        orders = [(preferences(paper.marks), _decimal(paper.weight)) for paper in box.valid]
        stages, totals = _count(orders, asked)
    return of_ranking(
        "meek-stv",
        asked,
        box,
        stages.ranking(totals),
        (tuple(stages.elected), stages.ties),
        rounds=tuple(stages.rounds),
        quota=stages.rounds[-1].quota if stages.rounds else 0,
    )


def _count(orders: Sequence[tuple[tuple[int, ...], Decimal]], asked: Asked) -> tuple[Stages, tuple[Number | None, ...]]:
    number = len(asked.candidates)
    cast = sum((weight for _order, weight in orders), start=Decimal(0))
    keep = [Decimal(1)] * number
    stages, did, out = Stages(asked), Did.FIRST, None
    totals: tuple[Number | None, ...] = (0,) * number
    while not stages.is_over:
        for _ in range(_PATIENCE):
            held, exhausted = _distribute(orders, keep)
            quota = (cast - exhausted) / (asked.seats + 1)
            reached = [at for at in stages.continuing if held[at] > quota + TOLERANCE]
            surplus = sum((held[at] - quota for at in stages.elected), start=Decimal(0))
            if reached or surplus < TOLERANCE:
                break
            for at in stages.elected:
                keep[at] *= quota / held[at]
        exact = tuple(None if at in stages.excluded else each for at, each in enumerate(held))
        totals = tuple(None if each is None else _shown(each) for each in exact)
        elected = by_votes(reached, totals)[: stages.vacancies]
        rest = by_votes(set(stages.continuing) - set(elected), totals)
        if len(rest) <= stages.vacancies - len(elected):
            elected += rest
        kept = tuple(_shown(each) for each in keep)
        stages.note(Round(did, out, totals, _shown(exhausted), _shown(quota), elected, kept))
        did, out = Did.STEADY, None
        if not elected and not stages.is_over:
            lowest = min(held[at] for at in stages.continuing)
            near = tuple(
                whole(Fraction(lowest)) if each is not None and each - lowest < SAME else total_
                for each, total_ in zip(exact, totals, strict=True)
            )
            did, out = Did.EXCLUSION, stages.exclude(near, looking_back=False)
            keep[out] = Decimal(0)
        else:
            for at in elected:
                keep[at] *= quota / held[at] if held[at] > quota else 1
    return stages, totals


def _distribute(
    orders: Iterable[tuple[tuple[int, ...], Decimal]], keep: Sequence[Decimal]
) -> tuple[list[Decimal], Decimal]:
    """Pass every paper down its preferences; what nobody keeps is exhausted."""
    held = [Decimal(0)] * len(keep)
    exhausted = Decimal(0)
    for order, weight in orders:
        left = weight
        for at in order:
            if keep[at]:
                held[at] += left * keep[at]
                left -= left * keep[at]
                if not left:
                    break
        exhausted += left
    return held, exhausted


def _decimal(number: Number) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def _shown(number: Decimal) -> Number:
    return whole(Fraction(number.quantize(_SHOWN)))
