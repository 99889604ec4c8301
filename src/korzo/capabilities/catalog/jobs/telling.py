"""Who asked, remarked or sent something hears what became of it; stewards hear what came in."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from korzo.capabilities.catalog import events
from korzo.capabilities.catalog.models import Comment, Dataset, Live, Publisher, Request, Showcase
from korzo.capabilities.catalog.permissions import EDITORS
from korzo.kernel import trail
from korzo.kernel.messages import rendering, sending
from korzo.kernel.messages.models import Message
from korzo.kernel.people import language_of
from korzo.kernel.people.models import Person
from korzo.kernel.people.roles import Role
from korzo.kernel.trail.models import Entry

TOLD = "catalog/told"


@dataclass(frozen=True)
class Told:
    """What is told to whom: the kind of news, what it is about, in whose words, and where it leads."""

    kind: str
    title: str
    text: str
    route: str
    key: str
    people: tuple[Person, ...]


@trail.subscribe(
    events.RequestMade,
    events.RequestAnswered,
    events.CommentWritten,
    events.CommentReported,
    events.ShowcaseSent,
    events.ShowcaseJudged,
    events.ViewFailed,
    name="catalog.tell",
)
def tell(entry: Entry) -> None:
    """Tell everybody whom it concerns, but who did it."""
    kind, _colon, code = entry.ref.partition(":")
    of = {"data_request": _request, "dataset": _dataset, "showcase": _showcase}[kind]
    told = {(person.pk, each.kind): (person, each) for each in of(entry, code) for person in each.people}
    for person, each in told.values():
        if person.ref == entry.by:
            continue
        sending.send(
            to=sending.Recipient(person, language=language_of(person)),
            template=TOLD,
            context={"kind": each.kind, "title": each.title, "text": each.text, "route": each.route, "code": each.key},
            ref=entry.ref,
            key=f"trail:{entry.seq}:{person.pk}",
            now=timezone.now(),
        )


def stewards(publisher: Publisher | None) -> tuple[Person, ...]:
    """Who keeps a publisher's data; the administrators where nobody does."""
    people = Person.objects.filter(is_active=True)
    if publisher is not None and publisher.organisation_id is not None:
        theirs = people.filter(memberships__organisation=publisher.organisation_id, memberships__role__in=EDITORS)
        if found := tuple(theirs.distinct().order_by("pk")):
            return found
    return tuple(people.filter(memberships__role=Role.ADMINISTRATOR).distinct().order_by("pk"))


def _request(entry: Entry, code: str) -> Iterator[Told]:
    found = Request.objects.select_related("publisher", "person").filter(number=code).first()
    if found is None:
        return
    about = {"title": found.title, "route": "catalog:request", "key": str(found.number)}
    if entry.event.endswith("RequestMade"):
        yield Told("request_came", text=found.text, people=stewards(found.publisher), **about)
        return
    state = entry.data["state"]
    if state == Request.State.HIDDEN:
        return
    interested = Person.objects.filter(pk__in=found.supports.values("person"))
    asked = (found.person,) if found.person else ()
    yield Told(f"request_{state}", text=str(found.answer), people=(*asked, *interested), **about)


def _view(entry: Entry, code: str) -> Iterator[Told]:
    row = Live.objects.filter(distribution__pk=entry.data["distribution"], distribution__dataset__pk=code)
    found = row.select_related("distribution__dataset__publisher", "by").exclude(problem="").first()
    if found is None:
        return
    dataset = found.distribution.dataset
    people = (found.by,) if found.by else ()
    about = {"title": str(dataset.title), "route": "catalog:edit", "key": dataset.name}
    yield Told("view_failed", text="", people=(*stewards(dataset.publisher), *people), **about)


def _dataset(entry: Entry, code: str) -> Iterator[Told]:
    return (_view if entry.event.endswith("ViewFailed") else _comment)(entry, code)


def _comment(entry: Entry, code: str) -> Iterator[Told]:
    row = Comment.objects.select_related("dataset__publisher", "reply_to__person")
    found = row.filter(pk=entry.data["comment"], dataset__pk=code).first()
    if found is None:
        return
    dataset = found.dataset
    about = {"title": str(dataset.title), "text": found.text, "route": "catalog:dataset", "key": dataset.name}
    if entry.event.endswith("CommentReported"):
        yield Told("comment_reported", people=stewards(dataset.publisher), **about)
        return
    if found.reply_to and found.reply_to.person and not found.is_hidden:
        yield Told("comment_answered", people=(found.reply_to.person,), **about)
    if not found.is_official:
        yield Told("comment_came", people=stewards(dataset.publisher), **about)


def _showcase(entry: Entry, code: str) -> Iterator[Told]:
    found = Showcase.objects.select_related("person").filter(pk=code).first()
    if found is None:
        return
    about = {"title": found.title, "route": "catalog:showcase", "key": str(found.pk)}
    if entry.event.endswith("ShowcaseSent"):
        of = Dataset.objects.filter(showcases=found).select_related("publisher")
        keepers = {person.pk: person for each in of for person in stewards(each.publisher)}
        yield Told("showcase_came", text=found.text, people=tuple(keepers.values()), **about)
    elif found.person is not None:
        yield Told(f"showcase_{entry.data['state']}", text=found.reply, people=(found.person,), **about)


@rendering.fills(TOLD)
def links(message: Message) -> dict[str, str]:
    """Where a message leads."""
    with translation.override(message.language):
        page = reverse(message.context["route"], args=[message.context["code"]])
    return {"link": f"{settings.KORZO.base_url}{page}"}
