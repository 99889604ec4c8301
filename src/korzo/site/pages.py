"""Pages and files that belong to the whole house."""

import uuid

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import condition, require_safe

from korzo.kernel import capability, files
from korzo.kernel.files import links
from korzo.kernel.files.models import THUMBNAIL, WHOLE, Upload
from korzo.kernel.people.models import Person
from korzo.kernel.places import queries as places


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the front page, put together from what the capabilities bring."""
    panels = sorted(
        (panel for brought in capability.switched_on() for panel in brought.panels if panel.where == "home"),
        key=lambda panel: panel.order,
    )
    shown = [{"template": panel.template, **panel.context(request)} for panel in panels]
    return render(request, "site/home.html", {"panels": shown})


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
    answer = FileResponse(path.open("rb"), content_type=upload.media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    if everybody:
        patch_cache_control(answer, public=True, max_age=3600)
    else:
        patch_cache_control(answer, private=True, no_store=True)
    return answer
