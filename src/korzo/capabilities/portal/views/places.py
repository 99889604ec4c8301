"""A place and everything that goes on there, whoever knows of it; and offices with theirs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from korzo.capabilities.portal.models import Item
from korzo.capabilities.portal.queries.following import RADII, USUAL_RADIUS
from korzo.kernel.people.models import Organisation
from korzo.kernel.places import around, geometry
from korzo.kernel.places import queries as places
from korzo.kernel.places.models import District, Street

OF_A_KIND = 8
ON_MAP = 60
FOUND = 12
SUGGESTED = 8
SHOWN = (Organisation.Kind.CITY, Organisation.Kind.DEPARTMENT, Organisation.Kind.UTILITY, Organisation.Kind.AUTHORITY)


@dataclass(frozen=True)
class Place:
    """Somewhere: its name, what is asked about it, where its map begins, and how it is followed."""

    name: str
    where: around.Where
    follow: dict[str, str]
    zoom: int = 15
    at: geometry.Point | None = None
    crumbs: Sequence[tuple[str, str]] = field(default=())

    @property
    def query(self) -> str:
        """The same place in an address."""
        return urlencode(self.follow)


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Find a street, a district or an address; without words list the districts."""
    words = request.GET.get("q", "").strip()[:120]
    found = [{"label": each.label, "kind": _KINDS.get(each.kind, ""), "url": _leads(each)} for each in _hits(words)]
    context = {
        "words": words,
        "found": found,
        "districts": sorted(District.objects.only("code", "name"), key=lambda each: str(each.name)),
    }
    return render(request, "portal/places/find.html", context)


@require_safe
@cache_control(public=True, max_age=300)
def suggest(request: HttpRequest) -> HttpResponse:
    """Propose places for what is typed so far."""
    typed = (request.GET.get("place") or request.GET.get("street") or request.GET.get("q") or "").strip()[:120]
    found = dict.fromkeys(each.label for each in _hits(typed)) if len(typed) > 1 else {}
    return render(request, "portal/places/suggested.html", {"found": list(found)[:SUGGESTED]})


@require_safe
def street(request: HttpRequest, code: str) -> HttpResponse:
    """Show what goes on in a street."""
    return _page(request, _street(code))


@require_safe
def district(request: HttpRequest, code: str) -> HttpResponse:
    """Show what goes on in a district."""
    return _page(request, _district(code))


@require_safe
def near(request: HttpRequest) -> HttpResponse:
    """Show what goes on within some metres of a point."""
    return _page(request, _near(request.GET.get("lat", ""), request.GET.get("long", ""), request.GET.get("radius", "")))


@require_safe
def features(request: HttpRequest) -> JsonResponse:
    """Answer what goes on somewhere as points for a map, as GeoJSON."""
    given = request.GET
    if code := given.get("street"):
        place = _street(code)
    elif code := given.get("district"):
        place = _district(code)
    else:
        lat, _comma, long = given.get("near", "").partition(",")
        place = _near(lat, long, given.get("within", ""))
    told = around.going_on(place.where, now=timezone.now(), limit=ON_MAP)
    drawn = [_feature(group, each) for group in told for each in group.happenings if each.lat is not None]
    answer = JsonResponse({"type": "FeatureCollection", "features": drawn}, content_type="application/geo+json")
    answer["Cache-Control"] = "public, max-age=30"
    return answer


@require_safe
def offices(request: HttpRequest) -> HttpResponse:
    """List the city's offices."""
    rows = Organisation.objects.filter(is_active=True, kind__in=SHOWN)
    groups = [
        (kind.label, sorted((each for each in rows if each.kind == kind), key=lambda each: str(each.name)))
        for kind in SHOWN
    ]
    return render(request, "portal/places/offices.html", {"groups": [group for group in groups if group[1]]})


@require_safe
def office(request: HttpRequest, code: str) -> HttpResponse:
    """Show an office: how to reach it, what it offers, what it works on."""
    found = get_object_or_404(Organisation.objects.select_related("parent"), code=code, is_active=True, kind__in=SHOWN)
    now = timezone.now()
    items = Item.objects.shown(now).filter(office=found).light()
    context = {
        "office": found,
        "parts": sorted(found.parts.filter(is_active=True), key=lambda each: str(each.name)),
        "crumbs": [(_("Offices"), reverse("portal:offices"))],
        "services": items.filter(kind=Item.Kind.SERVICE).order_by("order", "pk")[:ON_MAP],
        "items": items.exclude(kind__in=(Item.Kind.SERVICE, Item.Kind.EVENT)).order_by("-publish_at")[:OF_A_KIND],
        "told": around.going_on(around.Where(office=found.pk), now=now, limit=OF_A_KIND),
    }
    return render(request, "portal/places/office.html", context)


def _page(request: HttpRequest, place: Place) -> HttpResponse:
    told = around.going_on(place.where, now=timezone.now(), limit=OF_A_KIND)
    return render(request, "portal/places/place.html", {"place": place, "told": told, "radii": RADII})


_KINDS = {"street": gettext_lazy("Street"), "district": gettext_lazy("District"), "address": gettext_lazy("Address")}


def _hits(words: str) -> list[places.Found]:
    return places.find(words, limit=FOUND) if words else []


def _leads(found: places.Found) -> str:
    """Where what was found is shown."""
    if found.kind in ("street", "district"):
        return reverse(f"portal:{found.kind}", args=[found.code])
    where = {"lat": f"{found.lat:.5f}", "long": f"{found.long:.5f}", "radius": str(USUAL_RADIUS)}
    return f"{reverse('portal:near')}?{urlencode(where)}"


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Places"), reverse("portal:places"))]


def _street(code: str) -> Place:
    row = get_object_or_404(Street, code=code)
    box = geometry.Box(row.west, row.south, row.east, row.north)
    where = around.Where(street=row.pk, box=box)
    return Place(row.name, where, {"street": code}, 16, geometry.middle_of(row.shape), _crumbs())


def _district(code: str) -> Place:
    row = get_object_or_404(District, code=code)
    box = geometry.Box(row.west, row.south, row.east, row.north)
    where = around.Where(district=row.pk, box=box)
    return Place(str(row.name), where, {"district": code}, 14, geometry.middle_of(row.shape), _crumbs())


def _near(lat: str, long: str, radius: str) -> Place:
    """Read a circle; raises Http404 when it is none."""
    try:
        point = geometry.Point(round(float(lat), 5), round(float(long), 5))
    except ValueError as error:
        raise Http404 from error
    if not geometry.EARTH.holds(point):
        raise Http404
    metres = int(radius) if radius.isdecimal() and int(radius) in RADII else USUAL_RADIUS
    box = geometry.Box(point.long, point.lat, point.long, point.lat).grown(metres)
    where = around.Where(lat=point.lat, long=point.long, radius=metres, box=box)
    near = places.nearest_address(point)
    label = near.name if near else places.name_near(*point) or f"{point.lat}, {point.long}"
    name = _("%(metres)d m around %(place)s") % {"metres": metres, "place": label}
    follow = {"near": f"{point.lat},{point.long}", "within": str(metres)}
    return Place(name, where, follow, 15, point, _crumbs())


def _feature(group: around.Told, each: around.Happening) -> dict[str, Any]:
    about = {"ref": each.ref, "url": each.path, "title": each.title, "state": str(group.title)}
    if each.is_running and group.kind == "notice":
        about["color"] = "danger"
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [each.long, each.lat]}, "properties": about}
