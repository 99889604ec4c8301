"""Outcomes as plain data: what a program reads, and what is kept beside a vote."""

from fractions import Fraction
from typing import Any

from korzo.capabilities.ballots.rules.methods.outcomes import Outcome, Round
from korzo.capabilities.ballots.rules.methods.papers import Number


def number(value: Number) -> int | str:
    """A whole number as one, any other as text: decimals if up to 12 say it all, else a fraction."""
    value = Fraction(value)
    if value.denominator == 1:
        return int(value)
    scaled = value * 10**12
    if scaled.denominator != 1:
        return f"{value.numerator}/{value.denominator}"
    sign, digits = "-" if value < 0 else "", f"{abs(int(scaled)):013d}"
    return f"{sign}{digits[:-12]}.{digits[-12:].rstrip('0')}"


def plain(outcome: Outcome) -> dict[str, Any]:
    """Everything in it, candidates by id, empty parts left out."""
    ids = [each.id for each in outcome.candidates]
    draw = outcome.asked.draw
    told: dict[str, Any] = {
        "method": outcome.method,
        "seats": outcome.asked.seats,
        "limit": outcome.asked.limit or None,
        "candidates": {each.id: each.name for each in outcome.candidates},
        "winners": [ids[at] for at in outcome.winners],
        "ranking": [[ids[at] for at in group] for group in outcome.ranking],
        "cast": number(outcome.cast),
        "valid": number(outcome.valid),
        "blank": number(outcome.blank),
        "invalid": [
            {"marks": list(each.paper.marks), "papers": number(each.paper.weight), "why": each.flaw}
            for each in outcome.invalid
        ],
        "ties": [
            {
                "about": each.about,
                "among": [ids[at] for at in each.among],
                "taken": [ids[at] for at in each.taken],
                "by": each.by,
                "round": each.at or None,
            }
            for each in outcome.ties
        ],
        "draw": {"by": draw.by, "seed": draw.seed, "order": sorted(ids, key=lambda name: draw.places[ids.index(name)])},
        "quota": number(outcome.quota) if outcome.quota else None,
        "scores": {name: number(score) for name, score in zip(ids, outcome.scores, strict=False)},
        "grades": {name: [number(each) for each in row] for name, row in zip(ids, outcome.grades, strict=False)},
        "pairs": [[number(each) for each in row] for row in outcome.pairs],
        "paths": [[[number(won), number(lost)] for won, lost in row] for row in outcome.paths],
        "locked": [[ids[one], ids[other]] for one, other in outcome.locked],
        "rounds": [_round(each, ids) for each in outcome.rounds],
    }
    always = {"method", "seats", "winners", "ranking", "cast", "valid", "blank", "invalid", "ties"}
    return {name: value for name, value in told.items() if name in always or value}


def _round(each: Round, ids: list[str]) -> dict[str, Any]:
    return {
        "did": each.did,
        "of": None if each.of is None else ids[each.of],
        "totals": {name: number(total) for name, total in zip(ids, each.totals, strict=True) if total is not None},
        "exhausted": number(each.exhausted),
        "quota": number(each.quota),
        "elected": [ids[at] for at in each.elected],
        **({"kept": {name: number(kept) for name, kept in zip(ids, each.kept, strict=True)}} if each.kept else {}),
    }
