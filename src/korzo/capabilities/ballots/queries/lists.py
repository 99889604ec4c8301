"""Lists of votes, and where each stands at a moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.ballots.models import Vote
from korzo.kernel import search
from korzo.kernel.people.models import Person
from korzo.kernel.people.roles import Role

PAGE_SIZE = 20
MOST_ON_PANEL = 4
STANDS = {
    "draft": (_("Draft"), "neutral", "edit"),
    "proposed": (_("Waits for a check"), "warning", "eye"),
    "gathering": (_("Gathers supporters"), "adriatic", "people"),
    "refused": (_("Refused"), "neutral", "cross-circle"),
    "coming": (_("Opens soon"), "info", "calendar"),
    "open": (_("Open"), "success", "ballot"),
    "finished": (_("Finished"), "neutral", "check"),
    "answered": (_("Answered by the city"), "adriatic", "reply"),
}
"""Word, colour and drawing of each state in which a vote is shown."""
PUBLIC = ("open", "coming", "gathering", "finished")


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; an empty value does not narrow."""

    q: str = ""
    state: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Filters":
        """Take the filters from a query string; nonsense narrows nothing."""
        state = given.get("state", "")
        return cls(given.get("q", "").strip()[:200], state if state in PUBLIC else "")


def stand(vote: Vote, now: datetime) -> str:
    """Where a vote stands: a key of STANDS."""
    if vote.step != Vote.Step.PUBLISHED:
        return str(vote.step)
    if vote.is_open(now):
        return "open"
    if vote.is_over(now):
        return "answered" if vote.replied_at else "finished"
    return "coming"


def rows() -> "QuerySet[Vote]":
    """Votes with what their lists show."""
    return Vote.objects.select_related("organiser", "cover", "roll")


def by_code(code: str) -> Vote | None:
    """One vote with what its page shows; None when there is none."""
    return rows().select_related("proposer", "box").filter(code=code).first()


def public(filters: Filters, *, now: datetime) -> "QuerySet[Vote]":
    """What everybody may list: open ones first (what closes soonest), then what comes, gathers, and is over."""
    found = rows().filter(step__in=(Vote.Step.PUBLISHED, Vote.Step.GATHERING))
    if filters.q:
        if found.filter(code=filters.q).exists():
            return found.filter(code=filters.q)
        hits = search.find(filters.q, kinds=("vote",), limit=200).hits
        found = found.filter(code__in={hit.ref.partition(":")[2] for hit in hits})
    if filters.state:
        found = found.filter(_in(filters.state, now))
    whens: list[Any] = [When(_in(state, now), then=Value(at)) for at, state in enumerate(PUBLIC)]
    ranked = found.annotate(rank=Case(*whens, default=Value(9), output_field=IntegerField()))
    soonest = Case(When(rank=0, then="closes_at"), When(rank=1, then="opens_at"))
    return ranked.order_by("rank", soonest, "-closes_at", "-pk")


def counts(*, now: datetime) -> dict[str, int]:
    """How many votes everybody sees in each state."""
    shown = Vote.objects.filter(step__in=(Vote.Step.PUBLISHED, Vote.Step.GATHERING))
    return {state: shown.filter(_in(state, now)).count() for state in PUBLIC}


def closing_soon(*, now: datetime) -> list[Vote]:
    """The open votes for the front page, what closes first at the top."""
    return list(rows().filter(_in("open", now)).order_by("closes_at", "pk")[:MOST_ON_PANEL])


def of_person(person: Person) -> list[Vote]:
    """What somebody proposed or follows."""
    mine = Q(proposer=person) | Q(followers__person=person, step=Vote.Step.PUBLISHED)
    return list(rows().filter(mine).distinct().order_by("-made_at", "-pk")[:10])


def for_desk(person: Person) -> "QuerySet[Vote]":
    """What somebody prepares or watches over: officers those of their office, the others all."""
    if person.has_role(Role.FACILITATOR, Role.ADMINISTRATOR, Role.AGENT, Role.ARBITER):
        return rows()
    offices = [where for role, where in person.roles if role == Role.OFFICER]
    return rows().filter(organiser_id__in=offices).exclude(kind=Vote.Kind.SECRET)


def by_stand(votes: "QuerySet[Vote]", *, now: datetime) -> list[tuple[str, Any, list[Vote]]]:
    """A desk's votes by where they stand: state, its word, votes; empty states are left out."""
    found: dict[str, list[Vote]] = {state: [] for state in STANDS}
    for vote in votes.order_by("closes_at", "-pk"):
        found[stand(vote, now)].append(vote)
    return [(state, STANDS[state][0], some) for state, some in found.items() if some]


def reply_due(vote: Vote) -> datetime | None:
    """Until when the office has to answer; None while it need not."""
    return vote.closes_at + timedelta(days=vote.reply_days) if vote.closes_at and not vote.is_secret else None


def is_late(vote: Vote, now: datetime | None = None) -> bool:
    """Whether the answer is owed."""
    due = reply_due(vote)
    return due is not None and vote.replied_at is None and due < (now or timezone.now())


def _in(state: str, now: datetime) -> Q:
    published = Q(step=Vote.Step.PUBLISHED)
    return {
        "open": published & Q(opens_at__lte=now, closes_at__gt=now),
        "coming": published & Q(opens_at__gt=now),
        "gathering": Q(step=Vote.Step.GATHERING),
        "finished": published & Q(closes_at__lte=now),
    }[state]
