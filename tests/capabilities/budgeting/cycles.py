"""A cycle for tests: one envelope for the city and one for the west, and whatever phase a test wants."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from korzo.capabilities.budgeting.models import Cycle, Idea, Review, Theme, Track
from korzo.capabilities.budgeting.operations import proposing, reviewing
from korzo.capabilities.budgeting.queries import calendar
from korzo.kernel import phases
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.places.models import District

CODE = "2026"
YES: dict[str, Any] = {"competence": "yes", "legality": "yes", "feasibility": "yes"}


def build(now: datetime, phase: str = "propose") -> Cycle:
    """A published cycle that is in this phase."""
    cycle = Cycle.objects.create(code=CODE, name={"en": "Budget 2026"}, currency="EUR", is_published=True)
    parks = Theme.objects.create(code="parks", name={"en": "Parks"}, icon="sun")
    Theme.objects.create(code="streets", name={"en": "Streets"}, icon="map", order=200)
    city = {"code": "city", "name": {"en": "Whole city"}, "envelope": Decimal(100_000), "maximum_cost": Decimal(60_000)}
    Track.objects.create(cycle=cycle, order=1, **city)
    west = {"scope": "district", "district": District.objects.get(code="west"), "envelope": Decimal(20_000)}
    Track.objects.create(cycle=cycle, code="west", name={"en": "West"}, order=2, **west)
    green = {"scope": "theme", "theme": parks, "envelope": Decimal(10_000)}
    Track.objects.create(cycle=cycle, code="green", name={"en": "Green"}, order=3, **green)
    turn(cycle, phase, now)
    return cycle


def turn(cycle: Cycle, phase: str, now: datetime) -> None:
    """Have the cycle be in this phase, and in no other before or after."""
    week = timedelta(days=7)
    phases.plan(cycle.ref, calendar.phases([(phase, now - week, now + 8 * week)]))


def words(title: str = "Shade at the bus stop", theme: str = "parks") -> proposing.Words:
    return proposing.Words(title, Theme.objects.get(code=theme), "Three trees and a bench.", "Who waits.", "en")


def proposed(
    cycle: Cycle,
    *,
    by: Person,
    now: datetime,
    title: str = "Shade at the bus stop",
    point: tuple[float, float] | None = None,
) -> Idea:
    """An idea that was sent."""
    idea = proposing.begin(cycle, words(title), by=by, now=now)
    if point:
        proposing.place(idea, proposing.Place(lat=point[0], long=point[1]), by=by, now=now)
    proposing.send(idea, by=by, now=now)
    return idea


def asked(idea: Idea, *, by: Person, now: datetime, office: str = "roads") -> Review:
    """The idea is with an office."""
    due = (now + timedelta(days=10)).date()
    return reviewing.ask(idea, office=Organisation.objects.get(code=office), due_on=due, by=by, now=now)


def checked(
    idea: Idea, people: dict[str, Person], now: datetime, *, verdict: str = "feasible", cost: int = 5000
) -> Review:
    """The idea is checked and confirmed."""
    review = asked(idea, by=people["arbiter"], now=now)
    found = reviewing.Findings(**YES, cost=Decimal(cost), verdict=verdict, reason="There is room for it.")
    reviewing.finish(review, found, by=people["officer"], now=now)
    reviewing.confirm(review, by=people["arbiter"], now=now)
    idea.refresh_from_db()
    return review
