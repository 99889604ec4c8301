"""Inspections: what is due, what is late, what was found."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from korzo.capabilities.cases.models import Check, Inspection
from korzo.kernel.people.models import Person
from korzo.kernel.people.roles import Role

MOST_SHOWN, MOST_EXPORTED = 50, 20_000


def seen(person: Person) -> QuerySet[Inspection]:
    """The inspections that somebody may read: those of their offices; who serves or oversees the city reads all."""
    rows = Inspection.objects.select_related("office", "category")
    if person.has_role(Role.AGENT, Role.ARBITER, Role.ELECTED, Role.ADMINISTRATOR):
        return rows
    return rows.filter(office__in=person.offices)


def due(person: Person, *, now: datetime) -> list[tuple[Check, bool]]:
    """What somebody's offices still have to look at, the oldest first; and whether it is late, due before today."""
    today = timezone.localtime(now).date()
    rows = _checks(person).filter(state=Check.State.UNCHECKED)
    return [(row, row.due_on < today) for row in rows[:MOST_SHOWN]]


def how_many(person: Person) -> int:
    """How many wait."""
    return _checks(person).filter(state=Check.State.UNCHECKED).count()


def done(person: Person, most: int = MOST_SHOWN) -> QuerySet[Check]:
    """What was looked at, newest first."""
    return _checks(person).exclude(state=Check.State.UNCHECKED).order_by("-done_at", "-pk")[:most]


def answers(check: Check) -> list[tuple[str, object]]:
    """The questions with what was answered."""
    return [(each["text"], answer) for each, answer in zip(check.inspection.questions, check.answers, strict=False)]


def _checks(person: Person) -> QuerySet[Check]:
    return Check.objects.filter(inspection__in=seen(person)).select_related("inspection__office", "case", "person")
