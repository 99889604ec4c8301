"""The door of cases: what journeys may ask and do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy

from korzo.capabilities.cases import operations, permissions
from korzo.capabilities.cases.models import Case, Contact, Follower, Photo, Reader, Unconfirmed
from korzo.capabilities.cases.operations.watching import end_all
from korzo.capabilities.cases.queries import mine, watching, whereabouts
from korzo.kernel import files, people, refs
from korzo.kernel.files.models import Upload
from korzo.kernel.messages import sending
from korzo.kernel.people.models import Person
from korzo.kernel.places.around import Happening, Where, tells


@dataclass(frozen=True)
class CaseView:
    """A case as everybody may see it. Position in degrees WGS 84, None where unknown."""

    ref: str
    code: str
    category: str
    category_name: str
    state: str
    reason: str
    text: str
    address: str
    lat: float | None
    long: float | None
    reported_at: datetime
    closed_at: datetime | None


def find(ref: str) -> CaseView | None:
    """Look a public case up by its reference; None when there is none or it is not public."""
    case = Case.objects.public().select_related("category").filter(code=refs.parse(ref)[1]).first()
    if case is None:
        return None
    return CaseView(
        ref=case.ref,
        code=case.code,
        category=case.category.code,
        category_name=str(case.category.name),
        state=case.state,
        reason=case.reason,
        text=case.description if case.text_is_public else "",
        address=whereabouts.public(case),
        lat=case.lat,
        long=case.long,
        reported_at=case.reported_at,
        closed_at=case.closed_at,
    )


def photos(ref: str) -> tuple[Upload, ...]:
    """The reporter's photos of a public case, as far as everybody may see them."""
    case = Case.objects.public().filter(code=refs.parse(ref)[1], text_is_public=True).first()
    shown = Photo.objects.filter(case=case, update=None).select_related("upload") if case else ()
    return tuple(photo.upload for photo in shown)


def tell_reporter(ref: str, *, template: str, context: dict[str, Any], key: str, now: datetime) -> None:
    """Tell who reported a case, if they can be reached, what became of it elsewhere."""
    contact = Contact.objects.select_related("case", "person").filter(case__code=refs.parse(ref)[1]).first()
    if contact is None or not contact.is_reachable:
        return
    language = people.language_of(contact.person, contact.language)
    to = sending.Recipient(contact.person, contact.email, contact.phone, contact.name, language, devices=ref)
    told = {"code": contact.case.code, **context}
    sending.send(to=to, template=template, context=told, ref=ref, key=key, now=now)


@refs.describes("case")
def describe(code: str) -> refs.Described | None:
    """Show a case to other capabilities."""
    case = Case.objects.public().select_related("category").filter(code=code).first()
    if case is None:
        return None
    return refs.Described(case.ref, f"{case.category.name} · {case.code}", reverse("cases:case", args=[code]))


@files.guards("case")
def may_see_photo(person: Person | None, upload: Upload) -> bool:
    """The reporter's photos are shown like their words, those of a comment like the comment."""
    photo = Photo.objects.select_related("case", "update").filter(upload=upload).first()
    if photo is None:
        return False
    if photo.update is None:
        return permissions.can_see_text(person, photo.case)
    return (permissions.can_see if photo.update.is_public else permissions.can_see_inside)(person, photo.case)


@tells("case", gettext_lazy("Reported problems"), icon="case", order=20)
def going_on(where: Where, now: datetime, limit: int) -> Sequence[Happening]:
    """Open reports that everybody may see, the newest first."""
    del now
    found = Case.objects.public().open().select_related("category").newest_first()
    if where.office:
        found = found.filter(office=where.office)
    elif where.street:
        found = found.filter(street=where.street)
    elif where.district:
        found = found.filter(district=where.district)
    elif where.radius and where.lat is not None and where.long is not None:
        found = whereabouts.Circle(where.lat, where.long, where.radius).narrow(found)
    return [
        Happening(
            case.ref,
            str(case.category.name),
            reverse("cases:case", args=[case.code]),
            case.reported_at,
            note=str(case.get_state_display()),
            place=whereabouts.public(case),
            lat=case.lat,
            long=case.long,
        )
        for case in found[:limit]
    ]


@people.exports("cases")
def export(person: Person) -> list[dict[str, Any]]:
    """What a person reported, with their own words and every answer that they may read."""
    return [
        {
            "code": case.code,
            "category": case.category.code,
            "state": case.state,
            "reported_at": case.reported_at.isoformat(),
            "closed_at": case.closed_at.isoformat() if case.closed_at else None,
            "description": case.description,
            "answers": case.attributes,
            "address": case.address,
            "lat": case.lat,
            "long": case.long,
            "outcome": case.outcome,
            "contact": {name: getattr(case.contact, name) for name in ("name", "email", "phone", "language")},
            "updates": [
                {"at": update.at.isoformat(), "kind": update.kind, "text": update.text, "is_mine": update.by_reporter}
                for update in case.updates.all()
                if update.is_public or update.by_reporter
            ],
        }
        for case in mine.of(person).prefetch_related("updates")
    ]


@people.exports("followed")
def export_followed(person: Person) -> list[dict[str, Any]]:
    """Which cases of others a person follows."""
    rows = Follower.objects.filter(person=person).select_related("case").order_by("pk")
    return [{"code": row.case.code, "since": row.asked_at.isoformat()} for row in rows]


@people.erases("followed")
def unfollow_all(person: Person, now: datetime) -> None:
    """Follow nothing any more, neither with the account nor with its address."""
    for row in Follower.objects.filter(Q(person=person) | Q(email=person.email.lower())).select_related("case"):
        operations.unfollow(row, by=None, now=now)


@people.exports("watched")
def export_watched(person: Person) -> list[dict[str, Any]]:
    """Of which streets, districts, surroundings and kinds a person hears, with the account or with its address."""
    readers = Reader.objects.filter(Q(person=person) | Q(email=person.email.lower())).order_by("pk")
    return [
        {"what": watching.chosen(row).query, "how_often": row.pace, "since": row.asked_at.isoformat()}
        for reader in readers
        for row in watching.of(reader)
    ]


@people.erases("watched")
def unwatch_all(person: Person, now: datetime) -> None:
    """Hear of nothing any more, neither with the account nor with its address."""
    for reader in Reader.objects.filter(Q(person=person) | Q(email=person.email.lower())):
        end_all(reader, by=None, now=now)


@people.erases("cases")
def forget(person: Person, now: datetime) -> None:
    """Delete a person's name and addresses from the cases they reported; the cases stay."""
    for case in mine.of(person):
        operations.erase_contact(case, by=person, now=now)
    for row in Unconfirmed.objects.filter(email=person.email.lower()):
        operations.revoke_report(row, now=now)
