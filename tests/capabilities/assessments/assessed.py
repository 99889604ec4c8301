"""An assessment of the small city for tests: two closed years that agree, and its people."""

from datetime import datetime
from decimal import Decimal

from korzo.capabilities.assessments.models import Action, Assessment
from korzo.capabilities.assessments.operations import entering, planning, setting_up, signing
from korzo.capabilities.assessments.operations.entering import Edit
from korzo.capabilities.assessments.rules import cells
from korzo.capabilities.assessments.rules.numbers import Mark
from korzo.kernel.people.models import Membership, Organisation, Person
from korzo.kernel.people.roles import Role

YEARS = (2024, 2025)
AMOUNTS = {
    "T1": {"R1": 400, "R2": 100, "R3": 50, "R4": 120, "R5": 30, "R6": 80, "R7": 60, "R8": 40, "R9": 20, "K1": 70, "K2": 30,
           "K3": 10, "K4": 0, "K5": 50, "K6": 25},
    "T2": {"E1": 200, "E2": 40, "E3": 150, "E4": 60, "E5": 50, "E6": 70, "E7": 30, "E8": 20, "E9": 12, "E10": 8, "X1": 180,
           "X2": 40, "X3": 10, "F1": 30, "F2": 0, "F3": 0},
}  # fmt: skip
"""Thousands: RC 900, EC 640, TR 1010, TE 870, CASH 160, CLOSING 185."""


def analyst(code: str = "city", login: str = "analyst") -> Person:
    """An analyst of an organisation."""
    made = Person.objects.create_user(f"{login}@example.org", "a-long-password", name=login.title())
    Membership.objects.create(person=made, organisation=Organisation.objects.get(code=code), role=Role.ANALYST)
    return made


def begun(by: Person, now: datetime, code: str = "2025") -> Assessment:
    """An assessment of the city that gathers figures."""
    values = {"first_year": YEARS[0], "last_year": YEARS[-1], "currency": "EUR", "country": "RS"}
    made = setting_up.begin(Organisation.objects.get(code="city"), code, values, by=by, now=now)
    return signing.step(made, Assessment.State.COLLECTING, by=by, now=now)


def filled(by: Person, now: datetime, code: str = "2025") -> Assessment:
    """The same, with revenue and expenditure of both years; the second year grows by a tenth."""
    made = begun(by, now, code)
    edits = [
        Edit(cells.read(f"{table}/{line}//{year}/actual"), str(Decimal(amount) * 1000 * (10 + at) / 10))
        for at, year in enumerate(YEARS)
        for table, lines in AMOUNTS.items()
        for line, amount in lines.items()
    ]
    entering.enter(made, edits, mark=Mark.POINT, by=by, now=now)
    return made


def planned(assessment: Assessment, by: Person, now: datetime, **more: object) -> Action:
    """An action of the city's own office that is to raise gross savings to 35 % in the figures of 2026."""
    values = {
        "theme": "revenue", "title": "A register of all houses", "indicator": "mfsa:C1", "target": Decimal("0.35"),
        "target_year": YEARS[-1] + 1, "starts_on": now.date(), "ends_on": now.date(), **more,
    }  # fmt: skip
    return planning.plan(assessment, values, by=by, now=now)
