"""Statements for somebody to think about, what they thought so far, and the map of all opinions."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

import numpy as np
from django.db.models import Count, F, Q, QuerySet, Sum

from korzo.capabilities.ballots.models import Opinion, Statement, Vote
from korzo.capabilities.ballots.rules import opinions
from korzo.capabilities.ballots.rules.breakdowns import FEWEST
from korzo.capabilities.ballots.rules.opinions import Map, Saying
from korzo.capabilities.ballots.rules.opinions.speaking import worthy

ENOUGH_PEOPLE = 8
"""In groups; of fewer there is no map."""
WIDE, HIGH = 100.0, 70.0
_EDGE = 6.0


@dataclass(frozen=True)
class Point:
    """A person on the picture; group from 1, 0: voted too little."""

    x: float
    y: float
    group: int


@dataclass(frozen=True)
class Said:
    """A statement with how many of those who saw it agree, or disagree."""

    statement: Statement
    agrees: bool
    votes: int
    seen: int


@dataclass(frozen=True)
class Group:
    """People who think alike: letter, how many, where the middle is, what stands for them (empty: too few to tell)."""

    number: int
    letter: str
    people: int
    x: float
    y: float
    says: tuple[Said, ...]


@dataclass(frozen=True)
class Picture:
    """The map as it is drawn and told."""

    people: int
    points: tuple[Point, ...]
    groups: tuple[Group, ...]
    shared: tuple[Said, ...]
    refused: tuple[Said, ...]
    me: Point | None


def shown(vote: Vote) -> "QuerySet[Statement]":
    """The statements that everybody sees, with how many agree, are not sure and disagree."""
    count = {
        name: Count("opinions", filter=Q(opinions__value=value))
        for name, value in (("agree", 1), ("unsure", 0), ("disagree", -1))
    }
    return vote.statements.filter(state=Statement.State.SHOWN).annotate(**count).order_by("number")


def mine(vote: Vote, key: str) -> dict[int, int]:
    """What somebody thinks of which statements, by their numbers."""
    if not key:
        return {}
    rows = Opinion.objects.filter(statement__vote=vote, statement__state=Statement.State.SHOWN, key=key)
    return dict(rows.values_list("statement__number", "value"))


def following(vote: Vote, key: str, known: dict[int, int]) -> Statement | None:
    """The next statement for somebody, drawn by what it is worth; reloading the page draws the same one."""
    left: Sequence[Any] = [each for each in shown(vote) if each.number not in known]
    if not left:
        return None
    agrees, unsure, disagrees = (
        np.array([getattr(each, name) for each in left], dtype=float) for name in ("agree", "unsure", "disagree")
    )
    worth = worthy(agrees, disagrees, agrees + unsure + disagrees, np.zeros(len(left)))
    drawn: Statement = Random(f"{vote.pk} {key} {sorted(known)}").choices(left, weights=worth.tolist())[0]  # noqa: S311 -- no secret
    return drawn


def picture(vote: Vote, key: str = "") -> Picture | None:
    """The map; None while too few have said enough."""
    rows = Opinion.objects.filter(statement__vote=vote)
    stands = rows.aggregate(n=Count("pk"), a=Sum("value"), b=Sum(F("value") * F("pk")), c=Sum("pk"))
    states = tuple(vote.statements.order_by("number").values_list("number", "state"))
    people, found = _drawn(vote.pk, tuple(stands.values()), states)
    if int((found.group >= 0).sum()) < ENOUGH_PEOPLE:
        return None
    statements = {each.number: each for each in vote.statements.all()}
    x, y = _scaled(found)
    points = tuple(Point(float(a), float(b), int(group) + 1) for a, b, group in zip(x, y, found.group, strict=True))
    groups = []
    for at in range(found.groups):
        members = found.group == at
        size = int(members.sum())
        says = tuple(_said(each, statements) for each in found.speaking[at]) if size >= FEWEST else ()
        groups.append(Group(at + 1, chr(65 + at), size, float(x[members].mean()), float(y[members].mean()), says))
    return Picture(
        len(points),
        points,
        tuple(groups),
        tuple(_said(each, statements) for each in found.agreed),
        tuple(_said(each, statements) for each in found.refused),
        points[people.index(key)] if key in people else None,
    )


@lru_cache(maxsize=8)
def _drawn(vote_pk: int, stands: tuple[Any, ...], states: tuple[tuple[int, str], ...]) -> tuple[tuple[str, ...], Map]:
    """Draw anew only when an opinion or a state has changed: the sums in `stands` say so."""
    del stands
    rows = Opinion.objects.filter(statement__vote=vote_pk).order_by("pk")
    votes = rows.values_list("key", "statement__number", "value")
    out = [number for number, state in states if state != Statement.State.SHOWN]
    table = opinions.table(votes.iterator(5000), statements=[number for number, _state in states], out=out)
    return tuple(str(each) for each in table.people), opinions.mapped(table)


def _scaled(found: Map) -> tuple[Any, Any]:
    """Positions on the picture, the middle of the map in its middle; outliers stand at the edge."""
    reach = np.maximum(np.quantile(np.abs(found.people), 0.98, axis=0), 1e-9)
    inside = np.clip(found.people / reach, -1, 1)
    return (
        np.round(WIDE / 2 + inside[:, 0] * (WIDE / 2 - _EDGE), 1),
        np.round(HIGH / 2 - inside[:, 1] * (HIGH / 2 - _EDGE), 1),
    )


def _said(saying: Saying, statements: dict[int, Statement]) -> Said:
    return Said(statements[saying.statement], saying.agrees, saying.votes, saying.seen)
