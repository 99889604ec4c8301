"""What makes the site an app that can be installed and may show notifications: worker, manifest, icon, at the root."""

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe


@require_safe
@cache_control(no_cache=True)
def service_worker(_request: HttpRequest) -> HttpResponseBase:
    """Serve the worker from the root: it may only look after what lies beside and below it."""
    return _file("ui/js/sw.js", "text/javascript; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=86_400)
def icon(_request: HttpRequest) -> HttpResponseBase:
    """Serve the icon under a name that never changes."""
    return _file("ui/icon.svg", "image/svg+xml")


@require_safe
@cache_control(public=True, max_age=3600)
def manifest(_request: HttpRequest) -> JsonResponse:
    """Describe the app to browsers."""
    body = {
        "name": settings.KORZO.city_name,
        "short_name": settings.KORZO.city_name,
        "id": "/",
        "start_url": reverse("home"),
        "scope": "/",
        "display": "standalone",
        "theme_color": "#0B4F7D",
        "background_color": "#ffffff",
        "icons": [{"src": static("ui/icon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(body, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


def _file(name: str, content_type: str) -> FileResponse:
    path = finders.find(name)
    if not isinstance(path, str):
        raise Http404
    return FileResponse(open(path, "rb"), content_type=content_type)  # noqa: PTH123 -- the answer closes it
