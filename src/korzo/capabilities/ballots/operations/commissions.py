"""Secret ballots that others order: their questions are made here, their papers go back, somebody else counts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.ballots.models import Question, Vote
from korzo.capabilities.ballots.models.vote import PAPERS
from korzo.capabilities.ballots.operations import boxes, making
from korzo.capabilities.ballots.operations.refusals import Refused
from korzo.capabilities.ballots.rules import groups
from korzo.kernel.people.models import Organisation, Person

Words = Mapping[str, str]
TICKS, POINTS, RANKED, GRADES = "ticks", "points", "ranked", "grades"


@dataclass(frozen=True)
class Ordered:
    """A question that somebody else counts. `kind` is one of the four above; `grades` are words, the best first."""

    title: Words
    kind: str
    options: tuple[str, ...]
    minimum: int = 0
    maximum: int = 1
    points: int | None = None
    grades: tuple[str, ...] = ()


@dataclass(frozen=True)
class Order:
    """Something that waits to be voted on; `ref` names it to whoever ordered it."""

    ref: str
    title: str


@dataclass(frozen=True)
class Orderer:
    """Who orders secret ballots: what waits now, and how it is prepared (reference, organiser, by, now)."""

    waiting: Callable[[datetime], list[Order]]
    prepare: Callable[[str, str, Person, datetime], list[str]]


orderers: list[Orderer] = []


def waiting(now: datetime) -> list[Order]:
    """What waits to be voted on."""
    return [order for each in orderers for order in each.waiting(now)]


def prepare(ref: str, *, organiser: str, by: Person, now: datetime) -> list[str]:
    """Prepare the secret ballots for something that waits. Raises NotAllowed, Refused."""
    for each in orderers:
        if any(order.ref == ref for order in each.waiting(now)):
            return each.prepare(ref, organiser, by, now)
    return []


@transaction.atomic
def commission(
    title: Words,
    text: Words,
    ordered: tuple[Ordered, ...],
    *,
    organiser: str,
    opens_at: datetime | None,
    closes_at: datetime | None,
    by: Person,
    now: datetime,
) -> Vote:
    """Prepare a secret ballot with these questions; roll, keepers and codes are then added at the desk.

    Every question comes back as papers. Raises NotAllowed, Refused, Organisation.DoesNotExist.
    """
    office = Organisation.objects.get(code=organiser)
    vote = making.begin(dict(title), office, by=by, now=now, kind=Vote.Kind.SECRET)
    making.keep(vote, {"text": dict(text), "opens_at": opens_at, "closes_at": closes_at}, by=by, now=now)
    for each in ordered:
        kinds = {TICKS: Question.Kind.SOME, POINTS: Question.Kind.POINTS, RANKED: Question.Kind.RANKED}
        question = Question(
            vote=vote,
            kind=kinds.get(each.kind, Question.Kind.GRADES),
            title=dict(each.title),
            minimum=min(each.minimum, each.maximum) if each.kind == TICKS else 1,
            maximum=each.maximum,
            may_be_blank=each.kind != TICKS,  # ticks: none at all is blank
            points=each.points,
            grades=[{_main(): grade} for grade in each.grades],
            method=PAPERS,
        )
        making.keep_question(question, by=by, now=now, options=[{_main(): name} for name in each.options])
    boxes.begin(vote, by=by, now=now, group=_group(max(len(each.options) for each in ordered)))
    return vote


def _group(options: int) -> str:
    """The quickest group one of whose ciphertexts carries so many options. Raises Refused when none does."""
    for name in ("Ed25519", "RFC-3526-2048"):
        if groups.named(name).capacity >= options:
            return name
    raise Refused("options", _("These are too many options."))


def _main() -> str:
    return str(settings.KORZO.language)
