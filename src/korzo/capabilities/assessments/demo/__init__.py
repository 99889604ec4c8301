"""The invented city examines its finances: two finished assessments, one in progress, and a plan. All is invented."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import cycle
from random import Random

from django.db import transaction
from django.utils import timezone

from korzo.capabilities.assessments.demo import figures, neighbours
from korzo.capabilities.assessments.demo.figures import Amounts
from korzo.capabilities.assessments.demo.plans import NARRATIVE, PLANS, SCORES, Plan
from korzo.capabilities.assessments.models import Action, Assessment, Figure
from korzo.capabilities.assessments.operations import (
    answering,
    documents,
    entering,
    importing,
    planning,
    setting_up,
    signing,
)
from korzo.capabilities.assessments.operations.entering import Edit
from korzo.capabilities.assessments.operations.importing import Taken
from korzo.capabilities.assessments.queries import definitions
from korzo.capabilities.assessments.rules.cells import Cell
from korzo.capabilities.assessments.rules.numbers import Mark
from korzo.kernel.people.models import Organisation, Person

Say = Callable[[str], None]
State = Assessment.State
_YEARS = 5
_ASKED = {"T1": "treasurer", "T2": "treasurer", "T4": "treasurer", "T9": "water", "T10": "roads", "T5": "treasurer"}
"""Who is asked for what in the assessment that is under way; of the rest nobody is asked yet."""
_READY = ("T12", "T1", "T2", "T3", "T9")
_SHOWN = ("summary", "ratios", "tables", "questions", "projections", "plan")


def invent(*, count: int, say: Say, now: datetime, seed: int) -> None:
    """Invent assessments; a city that has one already is left alone."""
    del count
    if Assessment.objects.exists():
        return
    say("Self-assessment: seven years of the city's money, a plan, and towns to compare with ...")
    random, last = Random(f"{seed}/assessments"), timezone.localdate(now).year - 1
    money = figures.history(last - 6, last, random)
    with transaction.atomic():
        neighbours.load(last - 6, last, random, by=_person("administrator"), now=now)
        first = _finished(last - 2, money, None, random, now - timedelta(days=620))
        _plan(first, (each for each in PLANS if each.assessment == 0), now - timedelta(days=560))
        second = _finished(last - 1, money, first, random, now - timedelta(days=250))
        _plan(second, (each for each in PLANS if each.assessment == 1), now - timedelta(days=200))
        _under_way(last, money, second, now)


def _person(login: str) -> Person:
    return Person.objects.get(email=f"{login}@example.org")


def _begun(last: int, previous: Assessment | None, at: datetime) -> Assessment:
    values = {
        "first_year": last - _YEARS + 1, "last_year": last, "currency": "EUR", "country": "ME", "previous": previous,
        "narrative": NARRATIVE,
    }  # fmt: skip
    city, lead = Organisation.objects.get(code="city"), _person("analyst")
    made = setting_up.begin(city, str(last), values, by=lead, now=at)
    return signing.step(made, State.COLLECTING, by=lead, now=at)


def _finished(last: int, money: Amounts, previous: Assessment | None, random: Random, at: datetime) -> Assessment:
    lead, mayor = _person("analyst"), _person("mayor")
    made = _begun(last, previous, at)
    title = f"Završni račun {last}"
    note = documents.add(made, title, None, address="https://example.org/zavrsni-racun", by=lead, now=at)
    taken = [_taken(cell, said) for cell, said in money.items() if cell.year is None or cell.year in made.years]
    importing.take(made, note, taken, confidence=Figure.Confidence.AUDITED, by=lead, now=at)
    _answer(made, random, lead, at)
    for state, person in ((State.RECONCILING, lead), (State.REVIEWED, lead), (State.SUBMITTED, mayor)):
        made = signing.step(made, state, by=person, now=at + timedelta(days=30))
    made = signing.step(made, State.APPROVED, decision=f"02-{last % 100}/41", by=mayor, now=at + timedelta(days=50))
    return signing.publish(made, _SHOWN, by=lead, now=at + timedelta(days=51))


def _taken(cell: Cell, said: Decimal | str) -> Taken:
    return Taken(cell, said, original=str(said)) if isinstance(said, Decimal) else Taken(cell, text=said)


def _answer(assessment: Assessment, random: Random, by: Person, at: datetime) -> None:
    asked = definitions.questions_of(assessment)
    scores = cycle(SCORES[random.randrange(len(SCORES)) :] + SCORES)
    for indicator, question in asked.questions() if asked else ():
        score = next(scores)
        given = score if score in indicator.scores else indicator.scores[len(indicator.scores) // 2]
        answering.answer(assessment, question.id, given, by=by, now=at)


def _plan(assessment: Assessment, plans: Iterable[Plan], at: datetime) -> None:
    lead = _person("analyst")
    for plan in plans:
        is_score = plan.target in "ABCD"
        starts = at.date()
        values = {
            "theme": plan.theme, "title": plan.title, "weakness": plan.weakness, "indicator": plan.indicator,
            "target_score" if is_score else "target": plan.target if is_score else Decimal(plan.target),
            "target_year": assessment.last_year + 1 + (plan.months > 12), "cost": Decimal(plan.cost),  # noqa: PLR2004
            "office": Organisation.objects.get(code=plan.office), "starts_on": starts,
            "ends_on": starts + timedelta(days=30 * plan.months), "impact": plan.impact,
            "feasibility": plan.feasibility, "funding": "Budžet grada",
        }  # fmt: skip
        made = planning.plan(assessment, values, by=lead, now=at)
        if plan.state == Action.State.DROPPED:
            planning.step(made, plan.state, reason=plan.reason, by=lead, now=at)
            continue
        steps = ("approved", "in_progress", "done")
        for state in steps[: steps.index(plan.state) + 1] if plan.state in steps else ():
            decision = "02-41/7" if state == "approved" else ""
            percent = plan.percent if state == plan.state else None
            made = planning.step(made, state, decision=decision, percent=percent, by=lead, now=at + timedelta(days=20))
    if assessment.previous is None:
        signing.step(assessment, State.FOLLOW_UP, by=lead, now=at)


def _under_way(last: int, money: Amounts, previous: Assessment, now: datetime) -> None:
    """Three people are asked; one has handed in, one was sent back, one has not begun; two figures of a tax differ."""
    lead, treasurer = _person("analyst"), _person("treasurer")
    begun = now - timedelta(days=20)
    made = _begun(last, previous, begun)
    for login in dict.fromkeys(_ASKED.values()):
        codes = [code for code, whom in _ASKED.items() if whom == login]
        due = timezone.localdate(now) + timedelta(days=9)
        setting_up.ask(made, codes, person=_person(login), due_on=due, by=lead, now=begun)
    note = documents.add(
        made, f"Završni račun {last}", None, address="https://example.org/racun", by=treasurer, now=begun
    )
    ready = [cell for cell in money if cell.table in _READY and (cell.year is None or cell.year in made.years)]
    importing.take(made, note, [_taken(cell, money[cell]) for cell in ready], by=lead, now=begun)
    tax = Cell("T1", "R4", "", last)
    other = documents.add(
        made, "Izvještaj porezne uprave", None, address="https://example.org/porez", by=lead, now=begun
    )
    importing.take(made, other, [Taken(tax, Decimal(money[tax]) + Decimal("61240.50"))], by=lead, now=begun)
    bills = Edit(Cell("T5", "P30", "", last), "455 200,00", note="Bez spornih računa.", confidence="provisional")
    entering.enter(made, [bills], mark=Mark.COMMA, by=treasurer, now=now - timedelta(days=3))
    for code, person in (("T1", treasurer), ("T2", treasurer), ("T9", _person("water"))):
        setting_up.hand_in(made.parts.get(code=code), by=person, now=now - timedelta(days=5))
    setting_up.judge(made.parts.get(code="T2"), accept=True, by=lead, now=now - timedelta(days=4))
    why = "Nedostaje gubitak vode za prošlu godinu."
    setting_up.judge(made.parts.get(code="T9"), accept=False, message=why, by=lead, now=now - timedelta(days=4))
