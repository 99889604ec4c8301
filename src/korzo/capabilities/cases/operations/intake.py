"""Reporting a problem: the one way in, for the web form, the call centre, Open311 and every other channel."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from korzo.capabilities.cases import events
from korzo.capabilities.cases.models import Case, Category, Contact, Photo
from korzo.capabilities.cases.models.case import TEXT_LIMIT
from korzo.capabilities.cases.operations import clocks, counting
from korzo.capabilities.cases.queries import deciding, following, whereabouts
from korzo.capabilities.cases.queries.lists import INSIDE
from korzo.capabilities.cases.rules import cells, numbers
from korzo.kernel import search, trail
from korzo.kernel.files import operations as files
from korzo.kernel.files.models import Upload
from korzo.kernel.people.models import Person
from korzo.kernel.places import queries as places
from korzo.kernel.places.models import Neighbour
from korzo.kernel.text import plain

MOST_PHOTOS = 5
OLDEST = timedelta(days=90)
SOON = timedelta(minutes=10)


class ReportRefused(ValueError):
    """The report cannot be taken; `field` names what to change and the message says how."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


class OutsideCity(ReportRefused):
    """The place belongs to somebody else; `neighbour` says to whom, when that is known."""

    def __init__(self, neighbour: Neighbour | None) -> None:
        self.neighbour = neighbour
        if neighbour is None:
            super().__init__("place", _("This place is outside our city, so we cannot act there."))
        else:
            contact = " · ".join(filter(None, [neighbour.authority, neighbour.phone, neighbour.email, neighbour.url]))
            super().__init__(
                "place", _("This place is outside our city. Please report it to: %(contact)s") % {"contact": contact}
            )


@dataclass(frozen=True)
class Report:
    """What somebody reports. A place is a point, an address, or both; everything about the person is optional.

    `is_unsorted`: kind and place are not known yet, because it came as a letter; it waits for somebody to sort it.
    """

    category: str
    description: str = ""
    lat: float | None = None
    long: float | None = None
    address: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)
    photos: tuple[Upload, ...] = ()
    name: str = ""
    email: str = ""
    phone: str = ""
    language: str = ""
    channel: str = "web"
    client_key: str | None = None
    reported_at: datetime | None = None
    is_unsorted: bool = False


@dataclass(frozen=True)
class Receipt:
    """The case, the secret with which its reporter follows it, and whether it is new (False: sent twice)."""

    case: Case
    follow: str
    is_new: bool


def report(what: Report, *, by: Person | None, now: datetime) -> Receipt:
    """Take a report: check it, place it, route it to one office, promise a date, number it.

    Everything is read and decided before the transaction begins, so that writers wait for one another as briefly as can
    be. The same `client_key` again returns the first case. Raises ReportRefused, OutsideCity, deciding.NoIntake.
    """
    if known := twin(what.client_key):
        return known
    case, contact = checked(what, by=by, now=now)
    try:
        return _stored(case, contact, what.photos, by=by, now=now)
    except IntegrityError:
        if known := twin(what.client_key):  # the same report was taken while this one was on its way
            return known
        raise


def _stored(case: Case, contact: Contact, photos: tuple[Upload, ...], *, by: Person | None, now: datetime) -> Receipt:
    """Number and keep a case; IntegrityError when its `client_key` is known."""
    with transaction.atomic():
        if known := twin(case.client_key):
            return known
        case.code = next_code(case.reported_at)
        case.save(force_insert=True)
        contact.case = case
        contact.save(force_insert=True)
        _attach(case, photos, now)
        counting.move(None, counting.Spot.of(case))
        index(case)
        promise = case.due_at.isoformat() if case.due_at else None
        happened = events.CaseReported(case.ref, case.category.code, case.office.code, case.channel, promise)
        trail.record(happened, by=by, now=now)
    return Receipt(case, following.token(contact), is_new=True)


def checked(what: Report, *, by: Person | None, now: datetime) -> tuple[Case, Contact]:
    """Check a report as if it were taken now, and store nothing. Raises like `report`."""
    return _decided(what, now), _contact(what, by)


def is_known(client_key: str) -> bool:
    """Say whether a report came under this key."""
    return Case.objects.filter(client_key=client_key).exists()


def twin(client_key: str | None) -> Receipt | None:
    """The receipt of the case that was made of this report before."""
    found = (
        Case.objects.select_related("category", "office", "contact").filter(client_key=client_key).first()
        if client_key
        else None
    )
    return Receipt(found, following.token(found.contact), is_new=False) if found else None


def _decided(what: Report, now: datetime) -> Case:
    """The case as it will be stored, but for its number."""
    category = deciding.unsorted() if what.is_unsorted else deciding.category(what.category)
    if category is None:
        raise ReportRefused("category", _("Choose what the problem is."))
    case = Case(category=category, channel=what.channel, client_key=what.client_key, updated_at=now)
    case.description = _tidy("description", what.description)
    case.language = what.language
    case.attributes = answers(category, what.attributes)
    case.reported_at = _plausible(what.reported_at or now, now)
    case.is_public = not category.is_private
    sent = deciding.office_for(category, place(case, what), case.reported_at)
    case.office, case.routed_by_id = sent.office, sent.rule
    clocks.start(case)
    _checked(case, exclude=["code", "category", "office", "district", "attributes"])
    return case


def next_code(when: datetime) -> str:
    """Give the next number of the year; two reports at once never get the same."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_year (year, last) VALUES (%s, 1) "
            "ON CONFLICT (year) DO UPDATE SET last = cases_year.last + 1 RETURNING last",
            [when.year],
        )
        return numbers.code(when.year, cursor.fetchone()[0])


def index(case: Case) -> None:
    """Put the case into the search: for everybody with what everybody may read, for staff with every word."""
    title = case.category.name.get("en") or case.category.code
    names = " ".join(case.category.name.values())
    outcome = case.outcome if case.outcome_is_public else ""
    shown = f"{case.description} {outcome}" if case.text_is_public else ""
    row = search.Row(
        ref=case.ref,
        kind="case",
        title=f"{case.code} {title}",
        body=f"{names} {whereabouts.public(case)} {shown}",
        audience="public" if case.is_public else "staff",
        at=case.reported_at,
    )
    inside = f"{names} {case.address} {case.description} {case.outcome}"
    search.index_many([row, row._replace(ref=f"{case.ref}:inside", kind=INSIDE, body=inside, audience="staff")])


def once(key: str) -> str:
    """A `client_key` for whatever a client calls its own report: of fixed length, and nobody else's."""
    return hashlib.sha256(key.encode()).hexdigest()


def hashed(text: str) -> str:
    """What the trail keeps of a text: enough to prove it, nothing to read."""
    return hashlib.sha256(text.encode()).hexdigest()


def _plausible(reported_at: datetime, now: datetime) -> datetime:
    if reported_at > now + SOON:
        raise ReportRefused("reported_at", _("The time of the report lies in the future."))
    if reported_at < now - OLDEST:
        raise ReportRefused("reported_at", _("The time of the report lies more than 90 days back."))
    return reported_at


def place(case: Case, what: Report) -> str | None:
    """Settle point and address, and return the district's code; raises ReportRefused, OutsideCity."""
    address = plain.clean(what.address, lines=False)[:200]
    lat, long = what.lat, what.long
    if (lat is None) != (long is None) or (lat is not None and not (abs(lat) <= 90 and abs(long or 0) <= 180)):  # noqa: PLR2004
        raise ReportRefused("place", _("The position is not on the map. Show the place again."))
    if lat is None and address:
        hits = places.find(address, limit=1)
        if hits and hits[0].kind == "address":
            lat, long = hits[0].lat, hits[0].long
    if lat is None or long is None:
        if not address and not what.is_unsorted:
            raise ReportRefused("place", _("Tell us where it is: an address, or a point on the map."))
        case.address = address
        return None
    located = places.locate(lat, long)
    if not located.inside:
        raise OutsideCity(located.responsible_neighbour)
    near = located.nearest_address or located.nearest_street
    case.lat, case.long, case.tile = lat, long, cells.tile(lat, long)
    case.address = address or (near.name if near else "")
    case.district_id = located.district.pk if located.district else None
    case.street_id = located.nearest_street.pk if located.nearest_street else None
    return located.district.code if located.district else None


def answers(category: Category, given: dict[str, Any]) -> dict[str, Any]:
    """Keep the answers to the category's questions; others are dropped, as the standard's clients expect."""
    kept: dict[str, Any] = {}
    for question in deciding.questions(category):
        value = given.get(question.code)
        if value in (None, "", []):
            if question.is_required:
                raise ReportRefused(
                    question.code, _("%(code)s: a required attribute is missing") % {"code": question.code}
                )
            continue
        code = question.code
        kept[code] = [_tidy(code, str(each)) for each in value] if isinstance(value, list) else _tidy(code, str(value))
    return kept


def _tidy(field: str, text: str) -> str:
    """Clean what somebody wrote; raises ReportRefused when it is too long to keep whole."""
    try:
        return plain.clean(text, limit=TEXT_LIMIT)
    except plain.TooLong as error:
        raise ReportRefused(
            field, _("This text is too long: at most %(most)d characters.") % {"most": TEXT_LIMIT}
        ) from error


def _checked(row: Case | Contact, *, exclude: list[str]) -> None:
    """Check a row's fields; the constraints are checked by the database. Raises ReportRefused."""
    try:
        row.full_clean(exclude=exclude, validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        field, problems = next(iter(error.message_dict.items()))
        raise ReportRefused(field, problems[0]) from error


def _contact(what: Report, by: Person | None) -> Contact:
    """Who reported it; an account is remembered only when it reports for itself."""
    contact = Contact(
        person=by if by and what.channel in ("web", "api") and not by.roles else None,
        name=plain.clean(what.name, lines=False)[:120],
        email=what.email.strip().lower(),
        phone=what.phone.strip(),
        language=what.language,
        follow_nonce=secrets.token_hex(16),
    )
    _checked(contact, exclude=["case", "person"])
    return contact


def _attach(case: Case, photos: tuple[Upload, ...], now: datetime) -> None:
    if len(photos) > MOST_PHOTOS:
        raise ReportRefused("photos", _("At most %(most)d photos can be sent.") % {"most": MOST_PHOTOS})
    if photos:
        files.adopt(list(photos), owner=case.ref)
        Photo.objects.bulk_create(Photo(case=case, upload=upload, added_at=now) for upload in photos)
