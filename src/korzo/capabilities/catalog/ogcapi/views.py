"""What the interface answers."""

import json
from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.capabilities.catalog.ogcapi import describing, wire
from korzo.capabilities.catalog.ogcapi.wire import GEOJSON, HTML, Bad, address, answer, known, link, own, standard
from korzo.capabilities.catalog.queries import features
from korzo.capabilities.catalog.queries.features import Asked, Collection
from korzo.capabilities.catalog.rules import cql, grids, lying

Given = dict[str, Any]


@standard
def landing(request: HttpRequest) -> HttpResponse:
    """Say what there is."""
    known(request)
    links = [
        *own(request),
        link("service-desc", address("api"), wire.OPENAPI),
        link("conformance", address("conformance")),
        link("data", address("collections")),
        link("service-doc", address(f="html"), HTML),
    ]
    title = _("Features on the map")
    words = _("Tables whose rows have a place, for maps and GIS programs (OGC API Features).")
    return answer(request, {"title": title, "description": words, "links": links}, title=title)


@standard
def conformance(request: HttpRequest) -> HttpResponse:
    """Say which parts of the standard are kept."""
    known(request)
    return answer(request, {"conformsTo": describing.CONFORMS, "links": own(request)}, title="conformsTo",
                  rows=describing.CONFORMS)  # fmt: skip


@standard
def api(request: HttpRequest) -> HttpResponse:
    """Describe the interface for programs."""
    known(request)
    document = describing.openapi(features.collections(timezone.now()))
    return HttpResponse(json.dumps(document, ensure_ascii=False), content_type=wire.OPENAPI)


@standard
def collections(request: HttpRequest) -> HttpResponse:
    """List what strangers may see."""
    known(request)
    found = [describing.described(each) for each in features.collections(timezone.now())]
    made: Given = {"links": own(request), "collections": found, "crs": list(describing.crss())}
    pages = [link("item", address(f"collections/{each['id']}", f="html"), HTML, each["title"]) for each in found]
    if wire.wants_html(request):
        made["links"] = [*made["links"], *pages]
    return answer(request, made, title=_("Features on the map"))


@standard
def collection(request: HttpRequest, named: str) -> HttpResponse:
    """Describe one."""
    known(request)
    made = describing.described(_found(named))
    return answer(request, made, title=made["title"])


@standard
def queryables(request: HttpRequest, named: str) -> HttpResponse:
    """Say by what features can be filtered."""
    known(request)
    found = _found(named)
    made = describing.queryables(found, features.columns(found))
    return answer(request, made, type_=wire.SCHEMA, title=named, rows=list(made["properties"]))


@standard
def items(request: HttpRequest, named: str) -> HttpResponseBase:
    """A page of features."""
    found = _found(named)
    columns = [each.name for each in features.columns(found)]
    known(request, *describing.PARAMETERS, *columns)
    crs, asked = _crs(request, "crs"), _asked(request, columns)
    if wire.wants_html(request):
        return _page(found)
    page = features.find(found, asked)
    at = f"collections/{found.id}/items"
    links = own(request, GEOJSON)
    if page.next is not None:
        more = {name: value for name, value in request.GET.items() if name != "after"}
        links.append(link("next", address(at, **more, after=page.next), GEOJSON))
    made = {
        "type": "FeatureCollection",
        "timeStamp": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "numberMatched": page.matched,
        "numberReturned": len(page.features),
        "links": [*links, link("collection", address(f"collections/{found.id}"))],
        "features": [_projected(each, crs) for each in page.features],
    }
    return _with_crs(answer(request, made, type_=GEOJSON), crs)


@standard
def item(request: HttpRequest, named: str, number: str) -> HttpResponseBase:
    """One feature."""
    known(request, "crs")
    found, crs = _found(named), _crs(request, "crs")
    if wire.wants_html(request):
        return _page(found)
    feature = features.one(found, int(number)) if int(number) < 2**63 else None
    if feature is None:
        raise Http404
    links = [*own(request, GEOJSON), link("collection", address(f"collections/{found.id}"))]
    return _with_crs(answer(request, {**_projected(feature, crs), "links": links}, type_=GEOJSON), crs)


def _found(named: str) -> Collection:
    found = features.collection(named, timezone.now())
    if found is None:
        raise Http404
    return found


def _page(of: Collection) -> HttpResponse:
    """People look at rows on the page of the table, with its map."""
    where = reverse("catalog:table", args=[of.dataset.name, of.distribution.pk])
    return HttpResponse(status=303, headers={"Location": where})


def _asked(request: HttpRequest, columns: list[str]) -> Asked:
    given = request.GET
    language = given.get("filter-lang", cql.LANGUAGES[0])
    if language not in cql.LANGUAGES:
        raise Bad(f"filter-lang: one of {', '.join(cql.LANGUAGES)}")
    if given.get("filter-crs", grids.CRS84) != grids.CRS84:
        raise Bad(f"filter-crs: only {grids.CRS84}")
    return Asked(
        limit=min(_whole(request, "limit", 10, least=1), features.MOST),
        after=_whole(request, "after", 0, least=0),
        box=_box(request),
        span=_read(request, "datetime", lying.span),
        filters={name: given[name] for name in columns if name in given and name not in describing.PARAMETERS},
        cql=given.get("filter", ""),
        language=language,
    )


def _whole(request: HttpRequest, name: str, default: int, *, least: int) -> int:
    text = request.GET.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit()) or not least <= int(text[:19]) < 2**63:
        raise Bad(f"{name}: a whole number from {least} on")
    return int(text)


def _box(request: HttpRequest) -> Any:
    crs, box = _crs(request, "bbox-crs"), _read(request, "bbox", lying.numbers)
    if box is None:
        return None
    west, _south, east, _north = box
    try:
        return box if crs == grids.CRS84 and west > east else grids.unprojected(box, crs)
    except ArithmeticError:
        raise Bad("bbox: lies outside of its system") from None


def _read(request: HttpRequest, name: str, read: Any) -> Any:
    if name not in request.GET:
        return None
    try:
        return read(request.GET[name])
    except (ValueError, OverflowError):
        raise Bad(f"{name}: cannot be read") from None


def _crs(request: HttpRequest, name: str) -> str:
    asked = request.GET.get(name, grids.CRS84)
    if asked not in describing.crss():
        raise Bad(f"{name}: is not offered")
    return asked


def _projected(feature: Given, crs: str) -> Given:
    return {**feature, "geometry": grids.projected(feature["geometry"], crs)}


def _with_crs(made: HttpResponse, crs: str) -> HttpResponse:
    made["Content-Crs"] = f"<{crs}>"
    return made
