"""The door of the catalogue: what others may show of it, and what an account takes with it or leaves."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from korzo.capabilities.catalog import permissions
from korzo.capabilities.catalog.models import Comment, Dataset, Request, Showcase, Support
from korzo.capabilities.catalog.operations import following
from korzo.capabilities.catalog.queries import readers
from korzo.kernel import files, people, refs
from korzo.kernel.files.models import Upload
from korzo.kernel.people.models import Person


@refs.describes("dataset")
def describe(code: str) -> refs.Described | None:
    """Show a data set that everybody sees."""
    try:
        found = Dataset.objects.filter(pk=UUID(code)).first()
    except ValueError:
        return None
    if found is None or not found.is_shown(timezone.now()):
        return None
    return refs.Described(found.ref, str(found.title), reverse("catalog:dataset", args=[found.name]))


@refs.describes("data_request")
def describe_request(code: str) -> refs.Described | None:
    """Show a request for data."""
    found = readers.requests().filter(number=code).first() if code.isdecimal() else None
    url = reverse("catalog:request", args=[found.number]) if found else ""
    return refs.Described(found.ref, f"{found.title} · #{found.number}", url) if found else None


@files.guards("showcase")
def may_see_picture(person: Person | None, upload: Upload) -> bool:
    """Pictures are shown like the showcase."""
    found = Showcase.objects.filter(picture=upload).first()
    return found is not None and permissions.can_read_showcase(person, found)


@people.exports("open_data")
def export(person: Person) -> dict[str, Any]:
    """What somebody asked for, wrote, showed and follows."""
    return {
        "requests": [
            {
                "number": each.number,
                "state": each.state,
                "title": each.title,
                "text": each.text,
                "asked_at": each.asked_at.isoformat(),
            }
            for each in Request.objects.filter(person=person).order_by("pk")
        ],
        "needed_too": list(
            Support.objects.filter(person=person).order_by("pk").values_list("request__number", flat=True)
        ),
        "comments": [
            {"dataset": each.dataset.name, "at": each.made_at.isoformat(), "text": each.text}
            for each in Comment.objects.filter(person=person).select_related("dataset").order_by("pk")
        ],
        "showcases": [
            {"title": each.title, "text": each.text, "url": each.url, "author": each.author, "state": each.state}
            for each in Showcase.objects.filter(person=person).order_by("pk")
        ],
        "follows": [
            {
                "dataset": each.dataset.name if each.dataset else None,
                "publisher": each.publisher.name if each.publisher else None,
                "group": each.group.name if each.group else None,
                "theme": each.theme or None,
                "since": each.since.isoformat(),
            }
            for each in readers.followed_by(person)
        ],
    }


@people.erases("open_data")
def forget(person: Person, now: datetime) -> None:
    """End what they follow and need; what they asked and wrote stays without a name, showcases lose the author's."""
    del now
    following.unfollow_all(by=person)
    Support.objects.filter(person=person).delete()
    Showcase.objects.filter(person=person).update(author="")
