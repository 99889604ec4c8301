"""Consultations as they could be: asked, answered by invented neighbours, and what the office does with them."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from random import Random

from korzo.capabilities.ballots.demo.words import WORDS
from korzo.capabilities.ballots.models import Answer, Question, Roll, Vote, Voter
from korzo.capabilities.ballots.operations import answering, making, proposing, rolls
from korzo.capabilities.ballots.queries import keys
from korzo.capabilities.ballots.rules import register
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.people.roles import Role
from korzo.kernel.places.models import District
from korzo.kernel.text.multilingual import Text
from korzo.kernel.text.scripts import to_cyrillic

ANSWERS = 200
VOTERS = 320
SUPPORTERS = 31
Fill = Callable[[Random], Sequence[int]]
_FIRST = "Ana Marija Jelena Ivana Lejla Amra Besa Arta Marko Nikola Luka Emir Arben Filip Vuk Zoran"
_FAMILY = "Galeb Sipa Lastavica Bura Kadulja Smokva Maslina Jedro Vesla Plima"


def invent(*, now: datetime, random: Random) -> None:
    """Make all three; a city that has a consultation already is left alone."""
    if Vote.objects.filter(kind=Vote.Kind.POLL).exists():
        return
    boss = Person.objects.filter(memberships__role=Role.ADMINISTRATOR).order_by("email")[0]
    offices = {each.code: each for each in Organisation.objects.all()}
    _answered(offices["parking"], boss, now=now, random=random)
    _open(offices["parks"], boss, now=now, random=random)
    _proposed(offices["transport"], now=now)


def _open(office: Organisation, boss: Person, *, now: datetime, random: Random) -> None:
    """Every kind of question, answers live, open for twelve more days."""
    morning = now.replace(hour=7, minute=0, second=0, microsecond=0)
    begun = morning - timedelta(days=9)
    vote = making.begin(_said("promenade"), office, by=boss, now=begun - timedelta(days=3))
    times = {"opens_at": begun, "closes_at": morning + timedelta(days=12, hours=13)}
    results = {"results": Vote.Results.LIVE, "audience": Vote.Audience.RESIDENTS}
    making.keep(vote, {"text": _said("promenade-text"), **times, **results}, by=boss, now=begun - timedelta(days=3))
    kind = Question.Kind
    for question, options in (
        (Question(kind=kind.ONE, title=_said("cars")), "never mornings always"),
        (Question(kind=kind.SOME, title=_said("wanted"), maximum=3), "shade benches water toilets play light"),
        (Question(kind=kind.POINTS, title=_said("money"), points=10), "paving trees cycling light"),
        (Question(kind=kind.RANKED, title=_said("name"), maximum=3), "gulls nets bora"),
        (Question(kind=kind.GRADES, title=_said("lines"), grades=_grades()), "clean safe access"),
    ):
        question.vote = vote
        _ask(question, options, boss, begun)
    making.publish(vote, by=boss, now=begun - timedelta(days=2))
    fills: tuple[Fill, ...] = (
        lambda draw: _one(draw, (52, 33, 15)),
        lambda draw: _some(draw, (60, 40, 45, 30, 25, 20), 3),
        lambda draw: _points(draw, (2, 4, 3, 1), 10),
        lambda draw: _ranked(draw, (5, 2, 3)),
        lambda draw: [min(3, max(1, round(draw.gauss(mean, 0.7)))) for mean in (2.2, 1.7, 2.6)],
    )
    for number in range(ANSWERS):
        at = begun + (now - begun) * number / ANSWERS
        choices = {str(each): _maybe(random, fill) for each, fill in enumerate(fills, start=1)}
        _answer(vote, keys.of_device(vote, f"demo {number}"), choices, None, at)


def _answered(office: Organisation, boss: Person, *, now: datetime, random: Random) -> None:
    """Asked of a roll last winter, closed, and answered by the office."""
    begun = now.replace(hour=7, minute=0, second=0, microsecond=0) - timedelta(days=70)
    ends = begun + timedelta(days=21)
    roll = _roll(boss, begun - timedelta(days=10), random)
    vote = making.begin(_said("hours"), office, by=boss, now=begun - timedelta(days=12))
    values = {
        "text": _said("hours-text"),
        "opens_at": begun,
        "closes_at": ends,
        "audience": Vote.Audience.ROLL,
        "roll": roll,
        "minimum_age": 18,
    }
    making.keep(vote, values, by=boss, now=begun - timedelta(days=9))
    question = Question(vote=vote, kind=Question.Kind.ONE, title=_said("hours"))
    _ask(question, "weekends evenings whole not", boss, begun - timedelta(days=9))
    making.publish(vote, by=boss, now=begun - timedelta(days=7))
    for number, voter in enumerate(roll.voters.order_by("number")):
        if random.random() < 0.58:  # noqa: PLR2004 -- turnout
            at = begun + (ends - begun) * number / VOTERS
            young = voter.birth_date is not None and voter.birth_date.year > 1985  # noqa: PLR2004 -- years
            weights = (20, 35, 38, 7) if young else (34, 30, 14, 22)
            _answer(vote, keys.of_voter(vote, voter), {"1": _one(random, weights)}, voter, at)
    making.reply(vote, _said("hours-reply"), by=boss, now=ends + timedelta(days=18))


def _proposed(office: Organisation, *, now: datetime) -> None:
    """A resident's question, checked, on its way to fifty supporters."""
    people = Person.objects.filter(email__startswith="neighbour", email__endswith="@example.org").order_by("email")
    proposer, *friends = list(people[: SUPPORTERS + 1])
    moderator = Person.objects.filter(memberships__role=Role.AGENT).order_by("email")[0]
    vote = proposing.propose(
        "Treba li noćni autobus vikendom?",
        "Poslednji autobus sa obale kreće u 22:30. Mladi se vraćaju pešice pored magistrale, a stariji ni ne izlaze."
        " Neka grad pita: jedna linija petkom i subotom do 2 sata.",
        ["Da, svakog vikenda", "Samo leti", "Ne treba"],
        organiser=office,
        worded=lambda text: {"sr": to_cyrillic(text)},
        by=proposer,
        now=now - timedelta(days=6),
    )
    proposing.judge(vote, allow=True, by=moderator, now=now - timedelta(days=5))
    for number, friend in enumerate(friends, start=1):
        proposing.support(vote, yes=True, by=friend, now=now - timedelta(days=5) + timedelta(hours=3 * number))


def _roll(boss: Person, at: datetime, random: Random) -> Roll:
    """A roll from a register that nobody is in."""
    codes = sorted(District.objects.values_list("code", flat=True))
    lines = ["id;name;birth_date;address;district"]
    for number in range(1, VOTERS + 1):
        name = f"{random.choice(_FIRST.split())} {random.choice(_FAMILY.split())}"
        born = f"{random.randint(1938, 2007)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
        lines.append(f"X{number:06};{name};{born};Korzo {number}, Galebinje;{random.choice(codes)}")
    plan = rolls.Plan("demo-register", _said("roll"), at.date())
    reading = register.read("\n".join(lines).encode(), districts=rolls.known_districts(), as_of=plan.as_of)
    return rolls.from_register(plan, reading, source="demo", good_ones=False, by=boss, now=at)


def _ask(question: Question, options: str, boss: Person, at: datetime) -> None:
    before = at - timedelta(days=1)
    making.keep_question(question, by=boss, now=before, options=[_said(name) for name in options.split()])


def _answer(vote: Vote, key: str, choices: answering.Choices, voter: Voter | None, at: datetime) -> None:
    channel = Answer.Channel.CODE if voter else Answer.Channel.ONLINE
    answering.keep(vote, key, choices, channel=channel, voter=voter, person=None, now=at)


def _maybe(random: Random, fill: Fill) -> Sequence[int]:
    return [] if random.random() < 0.06 else fill(random)  # noqa: PLR2004 -- left blank


def _one(random: Random, weights: Sequence[int]) -> list[int]:
    chosen = random.choices(range(len(weights)), weights)[0]
    return [int(at == chosen) for at in range(len(weights))]


def _some(random: Random, chances: Sequence[int], most: int) -> list[int]:
    wished = [at for at, chance in enumerate(chances) if random.random() * 100 < chance] or [0]
    chosen = set(random.sample(wished, min(most, len(wished))))
    return [int(at in chosen) for at in range(len(chances))]


def _points(random: Random, weights: Sequence[int], points: int) -> list[int]:
    given = random.choices(range(len(weights)), weights, k=points)
    return [given.count(at) for at in range(len(weights))]


def _ranked(random: Random, weights: Sequence[int]) -> list[int]:
    order = sorted(range(len(weights)), key=lambda at: random.random() ** (1 / weights[at]), reverse=True)
    return [order.index(at) + 1 for at in range(len(weights))]


def _grades() -> list[dict[str, str]]:
    return [WORDS[name] for name in ("good", "fair", "bad")]


def _said(name: str) -> Text:
    return Text(WORDS[name])
