"""Announcing works and outages, saying how they go on, and giving the all-clear."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import shapely
from django.db import connection, transaction
from django.utils.translation import gettext as _
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from korzo.capabilities.portal import events, permissions
from korzo.capabilities.portal.models import Notice, NoticeUpdate
from korzo.capabilities.portal.operations.refusals import Conflict, NotAllowed, Refused
from korzo.capabilities.portal.rules import notices as rules
from korzo.kernel import search, trail
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.places import geometry
from korzo.kernel.places import queries as places
from korzo.kernel.places.models import District, Street
from korzo.kernel.text.multilingual import Text, everything

What = NoticeUpdate.What
WRITTEN = frozenset({"kind", "severity", "title", "text", "reason", "is_planned", "begins_at", "ends_at", "area",
                     "is_everywhere", "related", "sender", "identifier"})  # fmt: skip
MOST_POINTS = 5000
YEARS = range(2000, 2100)


@transaction.atomic
def announce(
    operator: Organisation,
    values: Mapping[str, Any],
    *,
    streets: Iterable[Street] = (),
    districts: Iterable[District] = (),
    by: Person,
    now: datetime,
) -> Notice:
    """Announce works or an outage; streets and districts that a drawn area touches are added.

    Raises NotAllowed, Refused, ValidationError.
    """
    if not permissions.can_announce_for(by, operator):
        raise NotAllowed
    made = Notice(operator=operator, made_by=by, made_at=now)
    _write(made, values)
    made.code = _next_code(now)
    _placed(made, set(streets), set(districts), now)
    at = made.begins_at.isoformat(), made.ends_at.isoformat() if made.ends_at else ""
    trail.record(events.NoticeAnnounced(made.ref, made.kind, operator.code, *at), by=by, now=now)
    return made


@transaction.atomic
def correct(
    notice: Notice,
    values: Mapping[str, Any],
    *,
    streets: Iterable[Street],
    districts: Iterable[District],
    version: int,
    by: Person,
    now: datetime,
) -> Notice:
    """Put right what was announced; other streets or times are told. Raises as `announce`, and Conflict."""
    held = _held(notice, by)
    if held.version != version:
        raise Conflict("", _("Somebody else changed this notice meanwhile. Look at it again before you save."))
    before = held.begins_at, held.ends_at, _ground(held)
    _write(held, values)
    _placed(held, set(streets), set(districts), now)
    if (held.begins_at, held.ends_at) != before[:2]:
        _tell(held, What.MOVED, Text(), by, now)
    if _ground(held) - before[2]:
        _tell(held, What.WIDENED, Text(), by, now)
    return held


@transaction.atomic
def tell(
    notice: Notice, text: Mapping[str, str], *, ends_at: datetime | None = None, by: Person, now: datetime
) -> NoticeUpdate:
    """Say how it goes on, and perhaps that it takes until another hour. Raises NotAllowed, Refused."""
    held = _held(notice, by)
    _check_years(None, ends_at)
    if ends_at is not None and ends_at != held.ends_at:
        if ends_at <= max(held.begins_at, now):
            raise Refused("ends_at", _("That is past already. If it is over, give the all-clear."))
        held.ends_at = ends_at
        return _tell(held, What.MOVED, Text(text), by, now)
    if not any(said.strip() for said in text.values()):
        raise Refused("text", _("Write what is new."))
    return _tell(held, What.TOLD, Text(text), by, now)


@transaction.atomic
def end(notice: Notice, text: Mapping[str, str], *, by: Person, now: datetime) -> NoticeUpdate:
    """Give the all-clear. Raises NotAllowed, Refused."""
    held = _held(notice, by)
    if held.begins_at > now:
        raise Refused("", _("It has not begun yet. Cancel it instead."))
    held.ended_at = now
    return _tell(held, What.ENDED, Text(text), by, now)


@transaction.atomic
def cancel(notice: Notice, text: Mapping[str, str], *, by: Person, now: datetime) -> NoticeUpdate:
    """Say that it does not take place. Raises NotAllowed, Refused."""
    held = _held(notice, by)
    held.is_cancelled = True
    return _tell(held, What.CANCELLED, Text(text), by, now)


def ground(notice: Notice) -> BaseGeometry | None:
    """Where it is, in degrees: the drawn area, its streets and its districts together; None for everywhere."""
    shapes = [shape(notice.area)] if notice.area else []
    shapes += [street.shape for street in notice.streets.all()]
    if not shapes:
        shapes = [district.shape for district in notice.districts.all()]
    return shapely.union_all(shapes) if shapes and not notice.is_everywhere else None


def index(notice: Notice, now: datetime) -> None:
    """Have search find a notice by its words and its streets."""
    where = [street.name for street in notice.streets.all()] + [everything(row.name) for row in notice.districts.all()]
    body = " ".join([everything(notice.text), everything(notice.reason), *where])
    search.index(
        ref=notice.ref, kind="notice", title=f"{notice.code} {everything(notice.title)}", body=body,
        audience="public", at=now,
    )  # fmt: skip


def _ground(notice: Notice) -> set[tuple[str, int]]:
    streets, districts = notice.streets.values_list("pk", flat=True), notice.districts.values_list("pk", flat=True)
    everywhere = {("everywhere", 0)} if notice.is_everywhere else set()
    return {*(("street", pk) for pk in streets), *(("district", pk) for pk in districts)} | everywhere


def _held(notice: Notice, by: Person) -> Notice:
    held = Notice.objects.select_for_update(of=("self",)).select_related("operator").get(pk=notice.pk)
    if not permissions.can_update(by, held):
        raise NotAllowed
    if held.is_cancelled or held.ended_at is not None:
        raise Refused("", _("This notice is over. Announce a new one."))
    return held


def _write(notice: Notice, values: Mapping[str, Any]) -> None:
    if strange := set(values) - WRITTEN:
        raise TypeError(min(strange))
    for name, value in values.items():
        setattr(notice, name, value)
    _check_years(notice.begins_at, notice.ends_at)
    try:
        rules.check(notice.begins_at, notice.ends_at)
    except rules.BadTimes as error:
        raise Refused("ends_at", _("It would end before it begins.")) from error
    notice.area = _area(notice.area)


def _check_years(*moments: datetime | None) -> None:
    """See that a moment is one that calendars can hold. Raises Refused."""
    for moment, field in zip(moments, ("begins_at", "ends_at"), strict=False):
        if moment is not None and moment.year not in YEARS:
            raise Refused(field, _("Choose a day of this century."))


def _area(given: Any) -> Any:
    """Read a drawn area: mended where its edges cross. Raises Refused."""
    if not given:
        return None
    try:
        drawn = shape(given)
        west, south, east, north = drawn.bounds
        corners = geometry.Point(south, west), geometry.Point(north, east)
        if all(map(geometry.EARTH.holds, corners)) and shapely.get_num_coordinates(drawn) <= MOST_POINTS:
            return given if drawn.is_valid else mapping(shapely.make_valid(drawn))
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, shapely.GEOSException):
        pass  # told below
    raise Refused("area", _("This is no area on the map. Draw it again, or choose streets."))


def _placed(notice: Notice, streets: set[Street], districts: set[District], now: datetime) -> None:
    """Save it with all that it touches, and the box around that. Raises Refused when it is nowhere."""
    if notice.area:
        touched = places.touching(shape(notice.area))
        streets |= set(Street.objects.filter(pk__in=touched.streets))
        districts |= set(District.objects.filter(pk__in=touched.districts))
    elif streets:
        whole = shapely.union_all([street.shape for street in streets])
        districts |= set(District.objects.filter(pk__in=places.touching(whole).districts))
    if not (streets or districts or notice.area or notice.is_everywhere):
        raise Refused(
            "streets", _("Say where: choose streets or districts, draw an area, or say that it is the whole city.")
        )
    notice.changed_at = now
    notice.version = notice.version + 1 if notice.pk else 1
    notice.full_clean(exclude=["operator", "made_by"])
    notice.save()
    notice.streets.set(streets)
    notice.districts.set(districts)
    found = ground(notice)
    box = found.bounds if found is not None else (None,) * 4
    notice.west, notice.south, notice.east, notice.north = box
    notice.save(update_fields=["west", "south", "east", "north"])
    index(notice, now)


def _tell(held: Notice, what: str, text: Text, by: Person, now: datetime) -> NoticeUpdate:
    held.version, held.changed_at = held.version + 1, now
    held.full_clean(exclude=["operator", "made_by"])
    held.save()
    made = NoticeUpdate(
        notice=held, what=what, text=text, begins_at=held.begins_at, ends_at=held.ends_at, by=by, at=now
    )
    made.full_clean(exclude=["notice"])
    made.save(force_insert=True)
    trail.record(events.NoticeUpdated(held.ref, made.pk, what), by=by, now=now)
    return made


def _next_code(when: datetime) -> str:
    """Give the next number of the year; two at once never get the same."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO portal_noticeyear (year, last) VALUES (%s, 1) "
            "ON CONFLICT (year) DO UPDATE SET last = portal_noticeyear.last + 1 RETURNING last",
            [when.year],
        )
        return f"N-{when.year}-{cursor.fetchone()[0]:05d}"
