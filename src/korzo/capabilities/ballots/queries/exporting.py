"""Results for programs: one row for each option, and everything as JSON."""

from typing import Any

from korzo.capabilities.ballots.models import Vote
from korzo.capabilities.ballots.queries.results import Counted
from korzo.capabilities.ballots.rules.methods import blt, plain
from korzo.capabilities.ballots.rules.methods.files import Document

COLUMNS = ("vote", "question", "option", "title", "place", "won", "value", "valid", "blank", "invalid", "method")


def rows(vote: Vote, found: tuple[Counted, ...]) -> list[dict[str, Any]]:
    """Every option of every question; `value` is what it got, empty where the method has no such number."""
    told = []
    for each in found:
        outcome = each.outcome
        first = outcome.rounds[0].totals if outcome.rounds else ()
        for place, group in enumerate(outcome.ranking):
            for at in group:
                value = (outcome.scores or first or (None,) * len(each.options))[at]
                told.append(
                    {
                        "vote": vote.code,
                        "question": each.question.number,
                        "option": each.options[at].number,
                        "title": str(each.options[at].title),
                        "place": 1 + sum(len(before) for before in outcome.ranking[:place]),
                        "won": at in outcome.winners and bool(outcome.valid),
                        "value": None if value is None else float(value),
                        "valid": int(outcome.valid),
                        "blank": int(outcome.blank),
                        "invalid": int(sum(paper.paper.weight for paper in outcome.invalid)),
                        "method": outcome.method,
                    }
                )
    return told


def as_json(vote: Vote, found: tuple[Counted, ...]) -> dict[str, Any]:
    """The whole: each question with its protocol."""
    return {
        "vote": vote.code,
        "kind": vote.kind,
        "title": dict(vote.title),
        "questions": [
            {"number": each.question.number, "title": dict(each.question.title), **plain.plain(each.outcome)}
            for each in found
        ],
    }


def papers(counted: Counted) -> str | None:
    """The opened papers of a ranked question of a secret ballot as BLT, for who counts again; None for any other.

    They stand in the public archive anyway. Those of a consultation stay inside: a rare order could be known.
    """
    question, outcome = counted.question, counted.outcome
    if not question.vote.is_secret or question.kind != question.Kind.RANKED:
        return None
    made = Document(str(question.title), question.seats, outcome.candidates, frozenset(), counted.papers)
    return blt.write(made)
