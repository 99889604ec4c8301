"""The door of budgeting: what journeys may ask and do."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from korzo.capabilities.budgeting import permissions
from korzo.capabilities.budgeting.events import IdeaProposed
from korzo.capabilities.budgeting.models import Coauthor, Comment, Idea, Photo, Progress, Support, Volunteer
from korzo.capabilities.budgeting.operations import supporting
from korzo.capabilities.budgeting.operations.origins import Origin, grows_from
from korzo.capabilities.budgeting.queries import calendar
from korzo.capabilities.budgeting.rules import states
from korzo.kernel import files, people, refs
from korzo.kernel.files import operations as uploads
from korzo.kernel.files.models import Upload
from korzo.kernel.people.models import Person

__all__ = ["IdeaProposed", "Origin", "begin_address", "grows_from", "takes_ideas"]


def takes_ideas(now: datetime | None = None) -> bool:
    """Say whether somebody can propose an idea now."""
    return bool(calendar.open_for("propose", now=now or timezone.now()))


def begin_address() -> str:
    """Where a POST with `from` (a reference that `grows_from` knows) makes a draft of it."""
    return reverse("budgeting:begin")


@refs.describes("idea")
def describe(code: str) -> refs.Described | None:
    """Show an idea to other capabilities."""
    idea = Idea.objects.public().filter(code=code).first()
    return refs.Described(idea.ref, f"{idea.title} · {code}", reverse("budgeting:idea", args=[code])) if idea else None


@files.guards("idea")
def may_see_photo(person: Person | None, upload: Upload) -> bool:
    """Pictures are shown like the idea."""
    photo = Photo.objects.select_related("idea__cycle").filter(upload=upload).first()
    if photo is not None:
        return permissions.can_see(person, photo.idea)
    step = Progress.objects.select_related("idea__cycle").filter(photo=upload).first()
    return step is not None and permissions.can_see(person, step.idea)


@people.exports("ideas")
def export(person: Person) -> dict[str, Any]:
    """What a person proposed, supports, wrote, and said when they volunteered."""
    return {
        "proposed": [
            {
                "code": idea.code,
                "state": idea.state,
                "title": idea.title,
                "body": idea.body,
                "benefits": idea.benefits,
                "address": idea.address,
                "lat": idea.lat,
                "long": idea.long,
                "estimated_cost": str(idea.estimated_cost) if idea.estimated_cost is not None else None,
                "made_at": idea.made_at.isoformat(),
            }
            for idea in Idea.objects.filter(author=person).order_by("pk")
        ],
        "co_author_of": list(Coauthor.objects.filter(person=person).values_list("idea__code", flat=True)),
        "supported": list(Support.objects.filter(person=person).order_by("pk").values_list("idea__code", flat=True)),
        "comments": [
            {"idea": row.idea.code, "at": row.at.isoformat(), "text": row.text}
            for row in Comment.objects.filter(person=person).select_related("idea")
        ],
        "volunteered": [
            {name: getattr(row, name) for name in ("number", "age", "sex")}
            | {"cycle": row.cycle.code, "district": row.district.code}
            for row in Volunteer.objects.filter(person=person).select_related("cycle", "district")
        ],
    }


@people.erases("ideas")
def forget(person: Person, now: datetime) -> None:
    """Delete drafts, support and what a volunteer said; ideas and comments stay without a name."""
    del now
    for idea in Idea.objects.filter(author=person, state=states.State.DRAFT):
        for photo in idea.photos.select_related("upload"):
            uploads.delete(photo.upload)
        idea.delete()
    supported = list(Idea.objects.filter(supports__person=person))
    Support.objects.filter(person=person).delete()
    for idea in supported:
        supporting.recount(idea)
    Volunteer.objects.filter(person=person).delete()
