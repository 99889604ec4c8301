"""What people want to hear of: read from a query string, said in words, found for a case."""

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import cos, radians
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from korzo.capabilities.cases.models import Case, Category, Contact, Follower, Reader, Subscription, SubscriptionKey
from korzo.capabilities.cases.queries import whereabouts
from korzo.capabilities.cases.queries.lists import GROUP
from korzo.capabilities.cases.rules.watching import DEGREE_M, Spot, Wish
from korzo.kernel.people.models import Person
from korzo.kernel.places import queries as places
from korzo.kernel.places.models import District, Street

_SURE = 0.7


class Unknown(ValueError):
    """Nobody knows the place that somebody wrote."""


@dataclass(frozen=True)
class Chosen:
    """A wish with the rows that it names; the smallest place counts: around a point, a street, a district."""

    district: District | None = None
    street: Street | None = None
    circle: whereabouts.Circle | None = None
    category: Category | None = None
    group: str = ""

    @property
    def wish(self) -> Wish:
        """The same in numbers."""
        kind = Wish(category=self.category.pk if self.category else None, group=self.group)
        if self.circle:
            return replace(kind, lat=self.circle.lat, long=self.circle.long, radius=self.circle.radius)
        if self.street:
            return replace(kind, street=self.street.pk)
        return replace(kind, district=self.district.pk if self.district else None)

    @property
    def label(self) -> str:
        """Say it in the reader's language: a kind, a place, or both."""
        return " · ".join(filter(None, [self._kind(), self._place()])) or _("All reports")

    @property
    def query(self) -> str:
        """The query string of exactly this list, and of its feed."""
        given = {"category": self.category.code if self.category else f"{GROUP}{self.group}" if self.group else ""}
        if self.circle:
            given |= {"near": f"{self.circle.lat},{self.circle.long}", "within": str(self.circle.radius)}
        elif self.street:
            given["street"] = self.street.code
        elif self.district:
            given["district"] = self.district.code
        return urlencode({name: value for name, value in given.items() if value})

    def _kind(self) -> str:
        if self.category:
            return str(self.category.name)
        first = Category.objects.filter(group=self.group).first() if self.group else None
        return str(first.group_name) if first else ""

    def _place(self) -> str:
        if self.circle:
            near = places.name_near(self.circle.lat, self.circle.long)
            return _("within %(metres)d m of %(place)s") % {"metres": self.circle.radius, "place": near or "…"}
        place = self.street or self.district
        return str(place.name) if place else ""


def read(given: Mapping[str, Any]) -> Chosen:
    """Take a wish from a query string or a form; `place` is a street or an address. Raises Unknown."""
    district, street = None, None
    circle = whereabouts.Circle.read(given.get("near") or "", given.get("within") or "")
    if place := (given.get("place") or given.get("street") or "").strip():
        street = Street.objects.defer("geometry").filter(code=place).first()
        hit = next(iter(places.find(place, limit=1)), None) if not street and not circle else None
        if hit and hit.score >= _SURE and hit.kind == "street":
            street = Street.objects.defer("geometry").get(code=hit.code)
        elif hit and hit.score >= _SURE and hit.kind == "district":
            district = District.objects.defer("geometry").get(code=hit.code)
        elif hit and hit.score >= _SURE:
            circle = whereabouts.Circle.read(f"{hit.lat},{hit.long}", given.get("within") or "")
        if not (street or district or circle):
            raise Unknown(place)
    if code := given.get("district"):
        district = District.objects.defer("geometry").filter(code=code).first()
    kind = given.get("category") or ""
    group = kind.removeprefix(GROUP) if kind.startswith(GROUP) else ""
    return Chosen(
        district,
        street,
        circle,
        Category.objects.filter(code=kind, is_private=False).first() if kind and not group else None,
        group if group and Category.objects.filter(group=group).exists() else "",
    )


def label(given: Mapping[str, Any]) -> str:
    """Say in words what a query string is narrowed to that can be followed; empty when it is nothing."""
    try:
        found = read(given)
    except Unknown:
        return ""
    return "" if found.wish.is_everything else found.label


def chosen(row: Subscription) -> Chosen:
    """What a stored subscription is for."""
    circle = whereabouts.Circle(row.lat or 0, row.long or 0, row.radius) if row.radius else None
    return Chosen(row.district, row.street, circle, row.category, row.group)


def of(reader: Reader) -> list[Subscription]:
    """All that a reader subscribed to, each with `chosen`."""
    rows = reader.subscriptions.select_related("district", "street", "category")
    found = list(rows.defer("district__geometry", "street__geometry"))
    for row in found:
        row.chosen = chosen(row)  # type: ignore[attr-defined]
    return found


def concerned(case: Case) -> QuerySet[Subscription]:
    """Everybody's subscriptions that want to hear of a case: one look into the index of keys, circles measured too."""
    spot = Spot(case.category_id, case.category.group, case.district_id, case.street_id, case.lat, case.long)
    found = Subscription.objects.filter(
        pk__in=SubscriptionKey.objects.filter(key__in=spot.keys()).values("subscription"),
        confirmed_at__isnull=False,
        is_paused=False,
    ).order_by()
    if case.lat is None or case.long is None:
        return found
    north = (F("lat") - case.lat) * DEGREE_M
    east = (F("long") - case.long) * (DEGREE_M * cos(radians(case.lat)))
    inside = Q(apart__lte=F("radius") * 1.0 * F("radius"))  # in this order, or PostgreSQL's small integers overflow
    return found.alias(apart=north * north + east * east).filter(Q(radius__isnull=True) | inside)


def hears_otherwise(reader: Reader, cases: Iterable[int]) -> set[int]:
    """Those of the cases (keys) that a reader reported or follows: they hear of them anyway."""
    keys = list(cases)
    person = Q(person=reader.person_id) if reader.person_id else Q(pk__in=[])
    mine = person | Q(email=reader.address)
    reported = Contact.objects.filter(mine | Q(person__email=reader.address))
    followed = Follower.objects.filter(mine | Q(person__email=reader.address), confirmed_at__isnull=False)
    found: set[int] = set()
    for rows in (reported, followed):
        found |= set(rows.filter(case__in=keys).values_list("case", flat=True))
        found |= set(rows.filter(case__merge__root__in=keys).values_list("case__merge__root", flat=True))
    return found


def of_person(person: Person | None) -> Reader | None:
    """A person as a reader; None while they subscribed to nothing."""
    return Reader.objects.filter(person=person).first() if person else None


def token(reader: Reader) -> str:
    """The secret that opens a reader's list: made from the installation's key, so the database gives none away."""
    secret = f"reader:{settings.SECRET_KEY}".encode()
    return hmac.new(secret, f"{reader.pk}:{reader.nonce}".encode(), "sha256").hexdigest()[:40]


def find(number: int, given: str) -> Reader | None:
    """The reader that a link in a letter belongs to; None when it is wrong, or they left."""
    found = Reader.objects.select_related("person").filter(pk=number).first()
    return found if found and hmac.compare_digest(token(found).encode(), given.encode()) else None
