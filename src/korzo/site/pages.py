"""Pages and files that belong to the whole house."""

import re
import sys
import uuid
from pathlib import Path

import structlog
from django.conf import settings
from django.db import InterfaceError, InternalError, OperationalError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template import loader
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language
from django.views import defaults
from django.views.decorators.http import condition, require_safe

from korzo.kernel import capability, files
from korzo.kernel.files import links
from korzo.kernel.files.models import THUMBNAIL, WHOLE, Upload
from korzo.kernel.people.models import Person
from korzo.kernel.places import queries as places
from korzo.kernel.publishing import store
from korzo.ui import shelf

_PUBLISHED = re.compile(r"[a-z][a-z0-9-]*(\.(csv|geojson|csv-metadata\.json)|/([0-9-]+\.parquet|schema\.json))")
_METADATA = "-metadata.json"
"""What follows the name of a file that tells what its columns mean (CSV on the Web)."""
_OPEN_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".geojson": "application/geo+json",
    ".parquet": "application/vnd.apache.parquet",
    ".json": "application/json",
}

UNAVAILABLE = (OperationalError, InterfaceError, InternalError, store.Broken)
"""What databases raise when they are full, read-only, locked or gone, and tables whose file is damaged."""
RETRY_SECONDS = "30"
DOORS = 6
"""How many things the front page offers to begin with."""
log = structlog.get_logger()


@require_safe
@shelf.same_for_strangers
def home(request: HttpRequest) -> HttpResponse:
    """Show the front page, put together from what the capabilities bring; one of them may make it its own."""
    brought = capability.switched_on()
    panels = sorted(
        (panel for each in brought for panel in each.panels if panel.where == "home"), key=lambda panel: panel.order
    )
    doors = sorted((door for each in brought for door in each.doors), key=lambda door: door.order)[:DOORS]
    context = {
        "doors": [{"label": each.label, "icon": each.icon, "url": each.url()} for each in doors],
        "panels": [{"template": panel.template, **panel.context(request)} for panel in panels],
    }
    template = next((each.front for each in brought if each.front), "site/home.html")
    return render(request, template, context)


@require_safe
def about(request: HttpRequest, page: str) -> HttpResponse:
    """Show one of the pages that stand in every footer."""
    return render(
        request,
        f"site/{page}.html",
        {"contact": settings.KORZO.mail_from, "shows_numbers": settings.KORZO.public_addresses == "address"},
    )


@require_safe
def open_data(_request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve a published file: a whole data set as CSV or GeoJSON, one of its parts as Parquet, or its description."""
    if not _PUBLISHED.fullmatch(path):
        raise Http404
    file = Path(settings.KORZO.root) / "open" / path
    if not file.is_file():
        raise Http404
    answer = FileResponse(file.open("rb"), content_type=_OPEN_TYPES[file.suffix])
    answer["Access-Control-Allow-Origin"] = "*"
    if file.with_name(f"{file.name}{_METADATA}").is_file():
        answer["Link"] = f'<{file.name}{_METADATA}>; rel="describedby"; type="application/csvm+json"'
    return answer


@require_safe
@condition(etag_func=lambda _request: f'"{places.background(get_language() or "en").version}"')
def city_map(_request: HttpRequest) -> HttpResponse:
    """The city's own geometry, with names in the reader's language: what maps draw when there is no base map."""
    answer = HttpResponse(places.background(get_language() or "en").body, content_type="application/geo+json")
    answer["Cache-Control"] = "public, max-age=300"
    return answer


@require_safe
def file(request: HttpRequest, upload_id: uuid.UUID, size: str) -> HttpResponseBase:
    """Serve an upload to who may see it; to everybody else it does not exist."""
    upload = Upload.objects.filter(pk=upload_id).first()
    person = request.user if isinstance(request.user, Person) else None
    if upload is None or size not in (WHOLE, THUMBNAIL):
        raise Http404
    everybody = files.may_see(None, upload)
    if not (everybody or files.may_see(person, upload) or links.is_signed(upload, request.GET.get("s", ""))):
        raise Http404
    path = upload.path(size)
    if not path.is_file():
        raise Http404
    if not everybody:
        answer = _picture(path, upload)
        patch_cache_control(answer, private=True, no_store=True)
        return answer
    etag = f'"{upload.pk.hex}-{size}"'  # an upload never changes, but it can be hidden: browsers ask each time
    kept = get_conditional_response(request, etag=etag)
    answer = _picture(path, upload) if kept is None else kept
    answer["ETag"] = etag
    patch_cache_control(answer, private=True, no_cache=True)
    return answer


def _picture(path: Path, upload: Upload) -> HttpResponseBase:
    answer = FileResponse(path.open("rb"), content_type=upload.media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer when nothing is at an address: somebody may know where it leads now."""
    if request.method in ("GET", "HEAD"):
        for brought in capability.switched_on():
            if (elsewhere := brought.lost(request)) is not None:
                return elsewhere
    return defaults.page_not_found(request, exception)


def broken(_request: HttpRequest) -> HttpResponse:
    """Answer when something failed: with 503 when the database cannot be reached or written to now, else with 500."""
    if isinstance(sys.exc_info()[1], UNAVAILABLE):
        answer = HttpResponse(loader.get_template("503.html").render(), status=503)
        answer["Retry-After"] = RETRY_SECONDS
        return answer
    try:
        page = loader.get_template("500.html").render()
    except Exception:  # whatever is broken may break this page too, and must not hide what broke first
        log.exception("page for errors")
        page = "500"
    return HttpResponse(page, status=500)
