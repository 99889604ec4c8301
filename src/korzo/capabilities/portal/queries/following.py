"""What people want to hear of: read from what they chose, said in words, found for a notice or an item."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import numpy as np
import shapely
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from korzo.capabilities.portal.models import Category, Item, Notice, Reader, Wish
from korzo.capabilities.portal.queries import notices
from korzo.kernel.people.models import Person
from korzo.kernel.places import geometry, memory
from korzo.kernel.places import queries as places
from korzo.kernel.places.models import District, Street

RADII = (200, 500, 1000, 2000)
"""Metres around a point that can be asked for."""
USUAL_RADIUS = 500
SURE = 0.7
OF_KIND = {
    Item.Kind.NEWS.value: Wish.About.NEWS,
    Item.Kind.EVENT.value: Wish.About.EVENTS,
    Item.Kind.BROCHURE.value: Wish.About.PUBLICATIONS,
}
"""What wishes items of a kind meet."""


class Unknown(ValueError):
    """Nobody knows the place that somebody wrote."""


@dataclass(frozen=True)
class Chosen:
    """A wish with the rows that it names; of places the smallest counts: around a point, a street, a district."""

    about: str
    kind: str = ""
    category: Category | None = None
    street: Street | None = None
    district: District | None = None
    point: geometry.Point | None = None
    radius: int = USUAL_RADIUS

    @property
    def values(self) -> dict[str, Any]:
        """The same as a wish keeps it."""
        at = self.point
        return {
            "about": self.about,
            "kind": self.kind,
            "category": self.category,
            "street": self.street,
            "district": self.district,
            "lat": at.lat if at else None,
            "long": at.long if at else None,
            "radius": self.radius if at else None,
        }

    @property
    def mark(self) -> str:
        """The same wish has the same mark."""
        return f"{self.about}?{self.query}"

    @property
    def query(self) -> str:
        """The place and kind as a query string, from which `read` makes the same."""
        given = {"kind": self.kind, "category": self.category.code if self.category else ""}
        if self.point:
            given |= {"near": f"{self.point.lat},{self.point.long}", "within": str(self.radius)}
        elif self.street:
            given["street"] = self.street.code
        elif self.district:
            given["district"] = self.district.code
        return urlencode({name: value for name, value in given.items() if value})


def read(given: Mapping[str, Any]) -> Chosen:
    """Take a wish from a query string or a form; `place` is a street or an address. Raises Unknown."""
    about = given.get("about") or Wish.About.NOTICES
    if about != Wish.About.NOTICES:
        return Chosen(about, category=Category.objects.filter(code=given.get("category") or "").first())
    kind = given.get("kind") or ""
    begun = Chosen(about, kind if kind in Notice.Kind.values else "", radius=_radius(given.get("within")))
    if point := _point(given.get("near") or ""):
        return replace(begun, point=point)
    if typed := (given.get("place") or "").strip():
        return _typed(begun, typed)
    street = Street.objects.defer("geometry").filter(code=given.get("street") or "").first()
    district = District.objects.defer("geometry").filter(code=given.get("district") or "").first()
    return replace(begun, street=street, district=None if street else district)


def _typed(begun: Chosen, typed: str) -> Chosen:
    """Find the place that somebody wrote: a street, a district, or so far around a house."""
    street = Street.objects.defer("geometry").filter(code=typed).first()
    if street:
        return replace(begun, street=street)
    hit = next(iter(places.find(typed, limit=1)), None)
    if hit is None or hit.score < SURE:
        raise Unknown(typed)
    if hit.kind == "street":
        return replace(begun, street=Street.objects.defer("geometry").get(code=hit.code))
    if hit.kind == "district":
        return replace(begun, district=District.objects.defer("geometry").get(code=hit.code))
    return replace(begun, point=geometry.Point(round(hit.lat, 5), round(hit.long, 5)))


def _radius(given: Any) -> int:
    return int(given) if str(given).isdecimal() and int(given) in RADII else USUAL_RADIUS


def _point(given: str) -> geometry.Point | None:
    try:
        lat, long = (round(float(part), 5) for part in given.split(","))
    except ValueError:
        return None
    point = geometry.Point(lat, long)
    return point if geometry.EARTH.holds(point) else None


def label(wish: Wish | Chosen) -> str:
    """Say a wish in the reader's language: what, and where."""
    about = str(Wish.About(wish.about).label)
    kind = str(Notice.Kind(wish.kind).label) if wish.kind else str(wish.category.name) if wish.category else ""
    return " · ".join(filter(None, [about, kind, _place(wish)]))


def _place(wish: Wish | Chosen) -> str:
    at = wish.point if isinstance(wish, Chosen) else _kept_point(wish)
    if at:
        near = places.name_near(at.lat, at.long) or "…"
        return _("within %(metres)d m of %(place)s") % {"metres": wish.radius, "place": near}
    place = wish.street or wish.district
    if place:
        return str(place.name)
    return _("the whole city") if wish.about == Wish.About.NOTICES else ""


def _kept_point(wish: Wish) -> geometry.Point | None:
    return geometry.Point(wish.lat, wish.long) if wish.lat is not None and wish.long is not None else None


def of(reader: Reader) -> list[Wish]:
    """All that a reader wished for."""
    rows = reader.wishes.select_related("district", "street", "category", "reader__person")
    return list(rows.defer("district__geometry", "street__geometry"))


def of_person(person: Person | None) -> Reader | None:
    """A person as a reader; None while they wished for nothing."""
    return Reader.objects.filter(person=person).first() if person else None


def concerned(notice: Notice) -> set[int]:
    """The readers (their keys) who want to hear of a notice: by index for streets, measured for circles."""
    wishes = Wish.objects.filter(about=Wish.About.NOTICES, kind__in=("", notice.kind), confirmed_at__isnull=False)
    if notice.is_everywhere:
        return set(wishes.values_list("reader", flat=True))
    streets = {each.pk for each in notice.streets.all()}
    districts = {each.pk for each in notice.districts.all()}
    if not streets and not notice.area:
        streets = _streets_in(districts)
    anywhere = Q(street__isnull=True, district__isnull=True, radius__isnull=True)
    found = set(
        wishes.filter(anywhere | Q(street__in=streets) | Q(district__in=districts)).values_list("reader", flat=True)
    )
    return found | _in_circles(wishes.filter(radius__isnull=False), notice)


def _streets_in(districts: set[int]) -> set[int]:
    picture = memory.current()
    forms = [form for pk, form in zip(picture.districts.ids, picture.districts.shapes, strict=True) if pk in districts]
    met = [at for form in forms for at in picture.streets.tree.query(form, predicate="intersects")]
    return {picture.streets.ids[at] for at in met}


def _in_circles(wishes: QuerySet[Wish], notice: Notice) -> set[int]:
    ground = notices.where_is(notice)
    rows = list(wishes.values_list("reader", "lat", "long", "radius"))
    if ground is None or not rows:
        return set()
    plane = memory.current().plane
    spots: Any = shapely.points([plane.xy(geometry.Point(lat or 0, long or 0)) for _pk, lat, long, _metres in rows])
    far = shapely.distance(spots, plane.flat(ground))
    near = far <= np.array([metres for *_rest, metres in rows], float) + notices.CLOSE_M
    return {row[0] for row, is_near in zip(rows, near, strict=True) if is_near}


def waiting_for(item: Item) -> set[int]:
    """The readers (their keys) who want to hear of a new item."""
    about = OF_KIND.get(item.kind)
    if about is None:
        return set()
    wishes = Wish.objects.filter(about=about, confirmed_at__isnull=False)
    meant = Q(category__isnull=True) | Q(category__in=item.categories.all())
    return set(wishes.filter(meant).values_list("reader", flat=True))


def token(reader: Reader) -> str:
    """The secret that opens a reader's list: made from the installation's key, so the database gives none away."""
    secret = f"portal-reader:{settings.SECRET_KEY}".encode()
    return hmac.new(secret, f"{reader.pk}:{reader.nonce}".encode(), "sha256").hexdigest()[:40]


def find(number: int, given: str) -> Reader | None:
    """The reader that a link in a letter belongs to; None when it is wrong, or they left."""
    found = Reader.objects.select_related("person").filter(pk=number).first()
    return found if found and hmac.compare_digest(token(found).encode(), given.encode()) else None
