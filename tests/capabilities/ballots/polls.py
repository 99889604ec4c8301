"""Consultations and rolls for tests."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from tests.capabilities.ballots import boxes

from korzo.capabilities.ballots.models import Roll, Vote
from korzo.capabilities.ballots.operations import rolls
from korzo.capabilities.ballots.rules import register
from korzo.kernel.people.models import Organisation, Person

REGISTER = """id;name;birth_date;address;district;channel
AB-1;Ana Anić;1990-05-01;Ulica lipa 1, Testgrad;west;
AB-2;Берислав;2010-05-01;Ulica lipa 2, Testgrad;west;
AB-3;Ceca;1960-05-01;Mlinska 3, Testgrad;east;
AB-4;Dora;1970-05-01;Mlinska 4, Testgrad;West;paper
"""


def poll(now: datetime, *, audience: str = Vote.Audience.RESIDENTS, code: str = "2026-7", **more: Any) -> Vote:
    """An open consultation of the roads office with one question: yes or no, may be blank."""
    times = {"made_at": now - timedelta(days=9), "opens_at": now - timedelta(days=1)}
    vote = Vote.objects.create(
        **{
            "code": code,
            "kind": Vote.Kind.POLL,
            "step": Vote.Step.PUBLISHED,
            "title": {"en": "The square"},
            "text": {"en": "What shall become of it?"},
            "organiser": Organisation.objects.get(code="roads"),
            **times,
            "closes_at": now + timedelta(days=1),
            "audience": audience,
            **more,
        }
    )
    boxes.ask(vote, "one", "Shall cars stay?", ["Yes", "No"])
    return vote


def roll(by: Person | None, now: datetime, *, code: str = "voters", text: str = REGISTER) -> Roll:
    """Four people: Ana and Берислав (15) in the west, Ceca in the east, Dora in the west on paper."""
    plan = rolls.Plan(code, {"en": "Voters"}, now.date())
    reading = register.read(text.encode(), districts=rolls.known_districts(), as_of=plan.as_of)
    assert reading.rejected == []
    return rolls.from_register(plan, reading, source="test", good_ones=False, by=by, now=now)


def yes(*values: int) -> dict[str, Sequence[int]]:
    """An answer to its only question."""
    return {"1": list(values or (1, 0))}
