"""What readers asked for, wrote, made and follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from korzo.capabilities.catalog import permissions
from korzo.capabilities.catalog.models import Comment, Dataset, Follow, Group, Publisher, Request, Showcase
from korzo.kernel import refs, search
from korzo.kernel.people.models import Person

State = Request.State
UNDER_WAY = (State.OPEN, State.PROMISED)
NOT_READ = (State.WAITING, State.HIDDEN)
MOST_SIMILAR = 5
Followed = Dataset | Publisher | Group | str
"""A theme is followed by its code."""


def requests() -> QuerySet[Request]:
    """What everybody reads of what was asked, with how many need it too; the newest first."""
    return (
        Request.objects.exclude(state__in=NOT_READ)
        .select_related("publisher", "dataset", "person")
        .annotate(supported=Count("supports"))
        .order_by("-number")
    )


def waiting_for(person: Person) -> QuerySet[Request]:
    """What a steward can answer and has not, what is due first at the top."""
    rows = Request.objects.filter(state__in=(State.WAITING, *UNDER_WAY)).select_related("publisher")
    if not permissions.can_set_up(person):
        rows = rows.filter(Q(publisher=None) | Q(publisher__organisation__in=person.offices))
    return rows.annotate(supported=Count("supports")).order_by("due_on", "number")


def is_late(request: Request, today: date) -> bool:
    """Whether the promised day has passed without an answer."""
    return request.state in (State.WAITING, *UNDER_WAY) and request.due_on < today


def similar(title: str) -> list[refs.Described]:
    """Data sets and requests that may be what somebody is about to ask for."""
    if len(title.strip()) < 3:  # noqa: PLR2004 -- fewer letters say nothing
        return []
    hits = search.find(title[:160], kinds=("dataset", "data_request"), limit=2 * MOST_SIMILAR).hits
    return [found for hit in hits if (found := refs.describe(hit.ref))][:MOST_SIMILAR]


def showcases(now: datetime) -> QuerySet[Showcase]:
    """What everybody sees of what was made."""
    del now
    return Showcase.objects.filter(state=Showcase.State.SHOWN).select_related("picture")


@dataclass(frozen=True)
class Thread:
    """A remark and its answers; `opened` when an answer to it is being written."""

    comment: Comment
    replies: Sequence[Comment]
    opened: bool


def threads(dataset: Dataset, *, keeps: bool, person: Person | None, opened: str = "") -> list[Thread]:
    """The remarks on a data set as a reader sees them: hidden ones only by who keeps it or wrote them."""
    rows = Comment.objects.filter(dataset=dataset).select_related("person").order_by("made_at", "pk")
    seen = [each for each in rows if keeps or not each.is_hidden or (person and each.person_id == person.pk)]
    replies: dict[int, list[Comment]] = {}
    for each in seen:
        if each.reply_to_id:
            replies.setdefault(each.reply_to_id, []).append(each)
    first = [each for each in seen if not each.reply_to_id]
    return [Thread(each, replies.get(each.pk, ()), str(each.pk) == opened) for each in first]


def where(what: Followed) -> dict[str, Any]:
    """The field of a follow that says what is followed."""
    if isinstance(what, str):
        return {"theme": what}
    return {"dataset" if isinstance(what, Dataset) else "publisher" if isinstance(what, Publisher) else "group": what}


def follows(person: Person | None, what: Followed) -> bool:
    """Whether somebody follows it."""
    return person is not None and Follow.objects.filter(person=person, **where(what)).exists()


def followed_by(person: Person) -> QuerySet[Follow]:
    """All that somebody follows."""
    rows = Follow.objects.filter(person=person).select_related("dataset", "publisher", "group")
    return rows.order_by("since", "pk")


def asked_by(person: Person) -> QuerySet[Request]:
    """What somebody asked for, or said they need too."""
    rows = Request.objects.filter(Q(person=person) | Q(supports__person=person)).distinct()
    return rows.select_related("publisher", "dataset").order_by("-number")
