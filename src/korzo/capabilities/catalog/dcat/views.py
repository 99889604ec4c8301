"""Feeds for harvesters; an IRI leads people to a page and programs to a description."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import date
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from korzo.capabilities.catalog import permissions
from korzo.capabilities.catalog.models import DataService, Dataset, Publisher, Series
from korzo.capabilities.catalog.queries import describing, feeds, gone, lists
from korzo.capabilities.catalog.queries.feeds import Asked
from korzo.capabilities.catalog.queries.index import Unreadable
from korzo.capabilities.catalog.rules import negotiation, schemaorg
from korzo.capabilities.catalog.rules.dcat.writing import MEDIA_TYPES
from korzo.kernel import limits
from korzo.ui import doors

View = Callable[..., HttpResponseBase]
_PROFILES = {"dcat_ap", "dcat_ap_3", "dcat_ap_hvd", "euro_dcat_ap", "euro_dcat_ap_2", "euro_dcat_ap_3", "hvd"}
_SCHEMA = {"schema", "schemaorg", "croissant"}
PAGES = limits.Limit.parse("600/10m")
"""How many pages strangers may have; of a hundred data sets each."""


def open_to_all(view: View) -> View:
    """Let pages of other sites read."""

    @wraps(view)
    def answered(request: HttpRequest, **parts: str) -> HttpResponseBase:
        made = view(request, **parts)
        made["Access-Control-Allow-Origin"] = "*"
        return made

    return answered


def of_dataset(view: View) -> View:
    """Give a view the data set that is `named`, or say that there is none: 410 for what is deleted or purged."""

    @open_to_all
    @require_safe
    @wraps(view)
    def answered(request: HttpRequest, named: str, **parts: str) -> HttpResponseBase:
        found, now = lists.find(str(named)), timezone.now()
        if found and permissions.can_see(doors.reader(request), found, now):
            return view(request, found, **parts)
        was_shown = found is not None and found.step == Dataset.Step.DELETED and found.issued_at is not None
        return HttpResponse(status=410 if was_shown or (found is None and gone.dataset(str(named))) else 404)

    return answered


@open_to_all
@require_safe
def catalogue(request: HttpRequest, syntax: str) -> HttpResponseBase:
    """The whole catalogue in one file; a page of it where `page` is asked for, or only a part of it is."""
    now, given = timezone.now(), request.GET
    try:
        asked = Asked(given.get("q", "").strip(), given.get("fq", "").strip(), _day(given.get("modified_since", "")))
        number = int(given.get("page", not asked.is_everything))
        _profiles(request)
    except ValueError as error:
        return _bad(str(error))
    if number < ("page" in given):
        return _bad("page: a number from 1 on")
    etag = f'"{hashlib.sha256(f"{feeds.version(now)} {request.get_full_path()}".encode()).hexdigest()[:24]}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    who = limits.client_address(request)
    if number and doors.reader(request) is None and not limits.allow("catalog.feed", who, PAGES, now=now):
        return _bad("too many pages from your address; the whole catalogue is one file without q, fq and page", 429)
    try:
        made = _feed(request, asked, number, syntax)
    except Unreadable as error:
        return _bad(str(error))
    except LookupError:
        raise Http404 from None
    made["ETag"] = etag
    patch_cache_control(made, public=True, max_age=60)
    return made


def _feed(request: HttpRequest, asked: Asked, number: int, syntax: str) -> HttpResponseBase:
    now = timezone.now()
    if number:
        return _text(feeds.page(asked, number, _address(request), syntax, now), syntax)
    return FileResponse(feeds.whole(syntax, now).open("rb"), content_type=f"{MEDIA_TYPES[syntax]}; charset=utf-8")


def _address(request: HttpRequest) -> str:
    """The address of this feed with `{page}` for the number."""
    others = urlencode([(name, value) for name, value in request.GET.items() if name != "page"])
    return f"{settings.KORZO.base_url}{request.path}?{others}{'&' if others else ''}page={{page}}"


@of_dataset
def dataset(request: HttpRequest, found: Dataset) -> HttpResponseBase:
    """Lead from the IRI of a data set to its page or its description, as the asker accepts."""
    return _led(request, found)


@of_dataset
def distribution(request: HttpRequest, found: Dataset, form: str) -> HttpResponseBase:
    """Lead from the IRI of a distribution to that of its data set, which describes it."""
    if not any(str(each.pk) == str(form) for each in found.distributions.all()):
        return HttpResponse(status=404)
    return _led(request, found)


def _led(request: HttpRequest, found: Dataset) -> HttpResponseBase:
    syntax = negotiation.best(request.headers.get("Accept", ""), {"html": "text/html", **_SHORT})
    where = f"/dataset/{found.pk}.{syntax}" if syntax != "html" else reverse("catalog:dataset", args=[found.name])
    answer = HttpResponse(status=303, headers={"Location": where})
    patch_vary_headers(answer, ("Accept", "Accept-Language"))
    return answer


_SHORT = {name: kind for name, kind in MEDIA_TYPES.items() if name != "rdf"}


@of_dataset
def dataset_as(request: HttpRequest, found: Dataset, syntax: str) -> HttpResponseBase:
    """Describe one data set."""
    try:
        profiles = _profiles(request)
    except ValueError as error:
        return _bad(str(error))
    if profiles & _SCHEMA:
        if syntax != "jsonld":
            return _bad("profiles: schema.org is written as JSON-LD only")
        language = request.GET.get("language", settings.LANGUAGE_CODE)
        text = schemaorg.text(describing.view(found), describing.portal(), language)
        return HttpResponse(text, content_type="application/ld+json")
    return _text(feeds.one(found, syntax), syntax)


@require_safe
def publisher(_request: HttpRequest, key: str) -> HttpResponse:
    """Lead from the IRI of a publisher to what it publishes."""
    found = Publisher.objects.filter(pk=key, is_deleted=False).first()
    if found is None:
        raise Http404
    return HttpResponse(status=303, headers={"Location": f"{reverse('catalog:datasets')}?organization={found.name}"})


@require_safe
def series(_request: HttpRequest, key: str) -> HttpResponse:
    """Lead from the IRI of a series to its page."""
    found = Series.objects.filter(pk=key).first()
    if found is None:
        raise Http404
    return HttpResponse(status=303, headers={"Location": reverse("catalog:series", args=[found.name])})


@require_safe
def service(_request: HttpRequest, key: str) -> HttpResponse:
    """Lead from the IRI of an interface of others to what it says of itself."""
    found = DataService.objects.filter(pk=key).first()
    if found is None:
        raise Http404
    return HttpResponse(status=303, headers={"Location": found.documentation or found.endpoint_url})


def _profiles(request: HttpRequest) -> set[str]:
    written = request.GET.get("profiles") or request.GET.get("profile") or ""
    asked = set(filter(None, written.replace(",", " ").split()))
    if unknown := asked - _PROFILES - _SCHEMA:
        raise ValueError(f"profiles: {min(unknown)} is not spoken here")
    return asked


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        raise ValueError("modified_since: a day such as 2026-01-31") from None


def _text(pieces: Iterable[str], syntax: str) -> StreamingHttpResponse:
    encoded = (piece.encode("utf-8", "replace") for piece in pieces)
    return StreamingHttpResponse(encoded, content_type=f"{MEDIA_TYPES[syntax]}; charset=utf-8")


def _bad(why: str, status: int = 400) -> HttpResponse:
    return HttpResponse(f"{why}\n", status=status, content_type="text/plain; charset=utf-8")
