"""Lives the ideas through: sent, supported, checked, improved, joined, shortlisted; all by the real operations."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from random import Random

import shapely

from korzo.capabilities.budgeting.demo.cast import Cast
from korzo.capabilities.budgeting.demo.ideas import Told
from korzo.capabilities.budgeting.demo.plans import Plan
from korzo.capabilities.budgeting.models import Cycle, Idea, Review, Support, Theme, Volunteer
from korzo.capabilities.budgeting.operations import committee, planning, proposing, reviewing, supporting
from korzo.kernel.people.models import Person
from korzo.kernel.places.models import Address, District, Stamp

_COMMENTS = (
    "Odlična ideja, podržavam!",
    "Ovo čekamo već godinama.",
    "Ko će to održavati posle?",
    "Možda bi bilo bolje nekoliko metara dalje, kod česme.",
    "Bravo, predložio bih isto.",
    "Dobro, samo da ne bude buke.",
)
_BY_THE_SEA = "Izmišljeno za prikaz: broj koji je izvukao lučki kapetan"
_HERS = 3
"""Which idea of each cycle is by the resident as whom visitors of the demo sign in."""
_RETURNED = "Ideja je dobra, ali nedostaje mesto i veličina. Molimo vas da to dopunite, pa ćemo izračunati cenu."
_ANSWER = "Smanjili smo i dodali tačno mesto na mapi."


@dataclass
class Stage:
    """Where a cycle's ideas live."""

    cycle: Cycle
    people: Cast
    random: Random
    now: datetime
    starts: dict[str, datetime]

    def at(self, phase: str, days: float) -> datetime:
        """So many days into a phase; never after today."""
        return min(self.starts[phase] + timedelta(days=days), self.now - timedelta(minutes=5))


def live(cycle: Cycle, told: list[Told], *, plan: Plan, people: Cast, now: datetime, random: Random) -> None:
    """Let all ideas of a cycle go their way, as far as its calendar has come."""
    stage = Stage(cycle, people, random, now, {code: start for code, start, _end in plan.dates})
    made: list[tuple[Told, Idea]] = []
    for number, each in enumerate(told):
        made.append((each, _propose(stage, each, number)))
    _support(stage, [idea for _told, idea in made])
    _comment(stage, [idea for _told, idea in made])
    if any(each.fate == "open" for each in told):
        _leave_on_desks(stage, made)
        return
    _draw(stage)
    before: Idea | None = None
    for number, (each, idea) in enumerate(made):
        if each.fate == "joined" and before is not None:
            planning.merge(idea, into=before, by=people.planner, now=stage.at("check", 5 + number / 10))
        else:
            _check(stage, each, idea, number)
            before = idea
    chosen = {idea.code for each, idea in made if each.fate in ("shortlisted", "improved")}
    for track in cycle.tracks.select_related("cycle"):
        listed = {idea.code for _told, idea in made if idea.track_id == track.pk} & chosen
        planning.shortlist(track, listed, by=people.planner, now=stage.at("shortlist", 30))
    for _told, idea in made[:3]:
        day = stage.at("shortlist", 8)
        text = "Komisija je obišla mesto sa službom. Ima dovoljno prostora."
        if idea.merged_into_id is None:
            planning.visit(idea, on=day.date(), text=text, people=9, by=people.planner, now=day)


def _propose(stage: Stage, told: Told, number: int) -> Idea:
    author = stage.people.shown if number == _HERS else stage.random.choice(stage.people.residents)
    at = stage.at("propose", 1 + number * 0.6)
    theme = Theme.objects.get(code=told.theme)
    words = proposing.Words(told.title, theme, told.body, told.benefits, told.language)
    idea = proposing.begin(stage.cycle, words, by=author, now=at)
    lat, long, address = _spot(stage, told.district)
    proposing.place(idea, proposing.Place(address, lat, long), by=author, now=at)
    track = stage.cycle.tracks.select_related("cycle").get(code=told.track)
    guess = (told.cost * stage.random.choice([8, 9, 10, 11]) // 1000) * 100
    guess = min(max(guess, track.minimum_cost), track.maximum_cost or guess)
    cost = proposing.Cost(track, guess, is_signed=stage.random.random() < 0.6)  # noqa: PLR2004 -- most sign
    proposing.price(idea, cost, by=author, now=at)
    proposing.send(idea, by=author, now=at)
    return idea


def _spot(stage: Stage, district: str) -> tuple[float, float, str]:
    """A house in the district, so that the place has an address."""
    lat, long, street, number = stage.random.choice(_houses(district, Stamp.current()))
    return lat, long, f"{street} {number}"


@lru_cache
def _houses(district: str, _stamp: str) -> list[tuple[float, float, str, str]]:
    """Some of the houses in a district: latitude, longitude, street, number."""
    box = District.objects.get(code=district)
    shape = box.shape
    near = Address.objects.filter(lat__range=(box.south, box.north), long__range=(box.west, box.east))
    rows = near.order_by("pk").values_list("lat", "long", "street__name", "number")
    return [row for row in rows[:2000:7] if shapely.contains_xy(shape, row[1], row[0])]


def _support(stage: Stage, ideas: list[Idea]) -> None:
    """Some ideas have many friends, most have some."""
    rows = []
    for idea in ideas:
        others = [person for person in stage.people.residents if person.pk != idea.author_id]
        friends = stage.random.sample(others, min(int(stage.random.paretovariate(0.9) * 7), len(others) - 5))
        rows += [Support(idea=idea, person=person, since=idea.proposed_at or stage.now) for person in friends]
    Support.objects.bulk_create(rows)
    for idea in ideas:
        supporting.recount(idea)


def _comment(stage: Stage, ideas: list[Idea]) -> None:
    for idea in ideas:
        for _turn in range(stage.random.choice([0, 0, 1, 1, 2, 3])):
            at = stage.at("propose", 15 + stage.random.random() * 20)
            person = stage.random.choice(stage.people.residents)
            supporting.comment(
                idea, text=stage.random.choice(_COMMENTS), by=person, now=max(at, idea.proposed_at or at)
            )


def _draw(stage: Stage) -> None:
    """A committee of fifteen, from forty volunteers."""
    random, at = stage.random, stage.at("check", 2)
    districts = list(District.objects.order_by("code"))
    for person in stage.people.residents[:40]:
        given = {"age": random.choice(Volunteer.Age.values), "sex": random.choice(["woman", "man"])}
        committee.volunteer(stage.cycle, **given, district=random.choice(districts), by=person, now=at)
    at += timedelta(days=1)
    row = committee.close(stage.cycle, seats=15, seed_source=_BY_THE_SEA, by=stage.people.administrator, now=at)
    seed = f"{random.randrange(10**6):06d}"
    committee.draw(row, seed=seed, by=stage.people.administrator, now=at + timedelta(days=7))


def _leave_on_desks(stage: Stage, made: list[tuple[Told, Idea]]) -> None:
    """One idea waits for its office, one for a second pair of eyes; the others are with no office yet."""
    for number, (told, idea) in enumerate(made[:2]):
        at = stage.at("propose", 12)
        office, due = stage.people.offices[told.office], (at + timedelta(days=20 + number)).date()
        review = reviewing.ask(idea, office=office, due_on=due, by=stage.people.planner, now=at)
        if number:
            reviewing.finish(review, _findings(told), by=stage.people.officers[told.office][0], now=at)


def _check(stage: Stage, told: Told, idea: Idea, number: int) -> None:
    office = stage.people.offices[told.office]
    writer, second = (*stage.people.officers[told.office], stage.people.planner)[:2]
    at = stage.at("check", 3 + number * 0.3)
    due = (at + timedelta(days=30)).date()
    review = reviewing.ask(idea, office=office, due_on=due, by=stage.people.planner, now=at)
    if told.fate == "improved":
        _confirm(
            review, reviewing.Findings(verdict="returned", reason=_RETURNED), writer, second, at + timedelta(days=9)
        )
        idea.refresh_from_db()
        author = idea.author
        if author is not None:
            review = proposing.improve(idea, answer=_ANSWER, by=author, now=stage.at("improve", 6))
        at = stage.at("improve", 10)
    _confirm(review, _findings(told), writer, second, at + timedelta(days=8 + number % 5))
    idea.refresh_from_db()


def _confirm(review: Review, found: reviewing.Findings, writer: Person, second: Person, at: datetime) -> None:
    reviewing.finish(review, found, by=writer, now=at)
    reviewing.confirm(review, by=second, now=at + timedelta(days=1))


def _findings(told: Told) -> reviewing.Findings:
    if told.fate == "not possible":
        return reviewing.Findings(
            competence="yes",
            legality="no",
            legality_why=told.reason,
            feasibility="no",
            feasibility_why=told.reason,
            verdict="infeasible",
            reason=told.reason,
        )
    yearly = (told.cost * 3 // 10000) * 100
    return reviewing.Findings(
        competence="yes",
        legality="yes",
        feasibility="yes",
        cost=told.cost,
        yearly_cost=yearly,
        verdict="feasible",
        reason=told.reason,
    )
