"""What makes the site an app that can be installed, works without a network and may show notifications.

Its worker, manifest and icon stand at the root; the worker keeps one page on the device, with what that page needs.
"""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from korzo.kernel import capability

ASSETS = (
    *("ui/vendor/korzo.css", "ui/vendor/htmx/htmx.js", "ui/icon.svg"),
    *(f"ui/vendor/inter/{letters}.woff2" for letters in ("latin", "latin-ext", "cyrillic")),
    *(
        f"ui/js/{name}.js"
        for name in ("exif", "offline", "outbox", "page", "photo", "photo-edit", "round", "theme", "wizard")
    ),
)


@require_safe
@cache_control(no_cache=True)
def service_worker(_request: HttpRequest) -> HttpResponseBase:
    """Serve the worker from the root: it may only look after what lies beside and below it."""
    shell = {
        "version": _version() if settings.DEBUG else _kept_version(),
        "pages": _in_each_language(_offline_route()),
        "own": [each for brought in capability.switched_on() for each in _in_each_language(brought.carried)],
        "assets": [static(name) for name in ASSETS],
        "signOut": _in_each_language("account_logout"),
    }
    script = f"const SHELL = {json.dumps(shell)};\n{_path('ui/js/sw.js').read_text()}"
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=86_400)
def icon(_request: HttpRequest) -> HttpResponseBase:
    """Serve the icon under a name that never changes."""
    return FileResponse(_path("ui/icon.svg").open("rb"), content_type="image/svg+xml")


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


def context(_request: HttpRequest) -> dict[str, Any]:
    """Tell every page which page is kept on devices."""
    route = _offline_route()
    return {"offline_url": reverse(route) if route else ""}


def _offline_route() -> str:
    return next((brought.offline for brought in capability.switched_on() if brought.offline), "")


def _in_each_language(route: str) -> list[str]:
    found = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.append(reverse(route) if route else "")
    return list(filter(None, found))


def _version() -> str:
    """A name for exactly these files."""
    digest = hashlib.sha256()
    for name in ASSETS:
        digest.update(static(name).encode() + _path(name).read_bytes())
    return digest.hexdigest()[:16]


_kept_version = cache(_version)


def _path(name: str) -> Path:
    path = finders.find(name)
    if not isinstance(path, str):
        raise Http404
    return Path(path)
