"""The door of the portal: what others may ask about items and notices, and what is kept about a person."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from korzo.capabilities.portal import permissions
from korzo.capabilities.portal.models import Item, Notice, Reader, Registration
from korzo.capabilities.portal.models.item import ItemQuerySet
from korzo.capabilities.portal.operations import following
from korzo.capabilities.portal.queries import following as wishes
from korzo.capabilities.portal.queries import notices
from korzo.kernel import files, people, refs
from korzo.kernel.files.models import Upload
from korzo.kernel.people.models import Person
from korzo.kernel.places import memory
from korzo.kernel.places.around import Happening, Where, tells
from korzo.kernel.places.geometry import Box, Point, distance_m
from korzo.kernel.text.dates import day
from korzo.kernel.text.multilingual import in_language, reading


@refs.describes("item")
def describe_item(code: str) -> refs.Described | None:
    """Show an item to other capabilities, by its number."""
    rows = Item.objects.shown(timezone.now()).defer("body", "links")
    item = rows.filter(pk=code).first() if code.isdecimal() else None
    if item is None:
        return None
    return refs.Described(
        item.ref, str(item.said("title")), reverse("portal:item", args=[item.made_of.path, item.slug])
    )


@files.guards("item")
def may_see_picture(person: Person | None, upload: Upload) -> bool:
    """Let everybody see the pictures of what is published, and those who write what they may look at."""
    _kind, key = refs.parse(upload.owner)
    item = Item.objects.filter(pk=key).first() if key.isdecimal() else None
    return item is not None and (item.is_shown(timezone.now()) or permissions.can_see(person, item))


@refs.describes("notice")
def describe_notice(code: str) -> refs.Described | None:
    """Show a notice of works or an outage to other capabilities."""
    notice = Notice.objects.filter(code=code).first()
    if notice is None:
        return None
    return refs.Described(notice.ref, f"{notice.title} · {code}", reverse("portal:notice", args=[code]))


@tells("notice", gettext_lazy("Works and outages"), icon="alert", order=10)
def works(where: Where, now: datetime, limit: int) -> Sequence[Happening]:
    """Notices that run or come, what runs first."""
    return [_notice(each, now) for each in notices.concerning(where, now)[:limit]]


def _notice(notice: Notice, now: datetime) -> Happening:
    at = notices.spot(notice)
    said = in_language(notice.title, reading())
    return Happening(
        notice.ref,
        said.text,
        reverse("portal:notice", args=[notice.code]),
        notice.begins_at,
        notice.ends_at,
        note=_until(notice, now),
        place=notices.place(notice),
        lat=at.lat if at else None,
        long=at.long if at else None,
        is_running=notice.begins_at <= now,
        lang=said.html_lang,
    )


def _until(notice: Notice, now: datetime) -> str:
    if notice.begins_at > now:
        return _("from %(moment)s") % {"moment": day(notice.begins_at, "DATETIME_FORMAT")}
    if notice.is_late(now):
        return _("planned end has passed, no all-clear yet")
    return _("until %(moment)s") % {"moment": day(notice.ends_at, "DATETIME_FORMAT")} if notice.ends_at else ""


@tells("event", gettext_lazy("Events"), icon="calendar", order=40)
def events(where: Where, now: datetime, limit: int) -> Sequence[Happening]:
    """Events that run or come, the nearest first."""
    coming = Q(ends_at__gte=now) | Q(ends_at__isnull=True, starts_at__gte=now)
    rows = Item.objects.shown(now).filter(coming, kind=Item.Kind.EVENT).light().order_by("starts_at", "pk")
    return [_event(each, now) for each in _there(rows, where, limit)]


def _event(item: Item, now: datetime) -> Happening:
    said, venue = item.said("title"), item.said("venue")
    begins = item.starts_at or now
    return Happening(
        item.ref,
        said.text,
        reverse("portal:item", args=[item.made_of.path, item.slug]),
        begins,
        item.ends_at,
        note=day(begins, "DATE_FORMAT" if item.is_all_day else "DATETIME_FORMAT"),
        place=venue.text,
        lat=item.lat,
        long=item.long,
        is_running=begins <= now,
        lang=said.html_lang,
    )


def _there(rows: ItemQuerySet, where: Where, limit: int) -> list[Item]:
    if where.office:
        return list(rows.filter(office=where.office)[:limit])
    if where.street:
        return list(rows.filter(street=where.street)[:limit])
    if where.district:
        within = _streets_of(where.district)
        return list(rows.filter(Q(district=where.district) | Q(district__isnull=True, street__in=within))[:limit])
    if where.radius and where.lat is not None and where.long is not None:
        middle = Point(where.lat, where.long)
        box = Box(middle.long, middle.lat, middle.long, middle.lat).grown(where.radius)
        inside = rows.filter(lat__range=(box.south, box.north), long__range=(box.west, box.east))
        near = (each for each in inside if distance_m(middle, Point(each.lat or 0, each.long or 0)) <= where.radius)
        return list(near)[:limit]
    return list(rows[:limit])


def _streets_of(district: int) -> list[int]:
    """The streets that touch a district, from the picture held in memory."""
    picture = memory.current()
    if district not in picture.districts.ids:
        return []
    form = picture.districts.shapes[picture.districts.ids.index(district)]
    return [picture.streets.ids[at] for at in picture.streets.tree.query(form, predicate="intersects")]


@people.exports("portal")
def export(person: Person) -> dict[str, Any]:
    """Of what a person hears, and to which events they come, with the account or with its address."""
    return {
        "follows": [
            {"what": wish.about, "where": wishes.label(wish), "since": wish.asked_at.isoformat()}
            for reader in _readers(person)
            for wish in wishes.of(reader)
        ],
        "events": [
            {
                "event": row.item.slug,
                "state": row.state,
                "name": row.name,
                "organisation": row.organisation,
                "people": row.people,
                "needs": row.needs,
                "since": row.made_at.isoformat(),
            }
            for row in _registrations(person).select_related("item").order_by("pk")
        ],
    }


@people.erases("portal")
def forget(person: Person, now: datetime) -> None:
    """Tell of nothing any more, neither the account nor its address; who comes to events without them is not kept."""
    for reader in _readers(person):
        following.end_all(reader, by=None, now=now)
    _registrations(person).delete()


def _readers(person: Person) -> list[Reader]:
    return list(Reader.objects.filter(Q(person=person) | Q(email=person.email.lower())).order_by("pk"))


def _registrations(person: Person) -> QuerySet[Registration]:
    return Registration.objects.filter(Q(person=person) | Q(email__iexact=person.email))
