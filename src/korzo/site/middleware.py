"""What happens around every request: measuring, security headers, choice of language."""

import time
import uuid
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from korzo.kernel.text import languages
from korzo.site import metrics
from korzo.ui import csp

log = structlog.get_logger()
Answer = Callable[[HttpRequest], HttpResponseBase]
SLOW_SECONDS = 1.0
QUIET = {"health", "ready", "metrics"}


def observe(answer: Answer) -> Answer:
    """Give each request an id, count it, and log it without saying who asked."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=uuid.uuid4().hex[:12])
        started = time.perf_counter()
        response = answer(request)
        seconds = time.perf_counter() - started
        route = request.resolver_match.view_name if request.resolver_match else "unknown"
        metrics.observe(
            route=route or "unnamed", method=request.method or "", status=response.status_code, seconds=seconds
        )
        if route not in QUIET and (response.status_code >= 500 or seconds > SLOW_SECONDS):  # noqa: PLR2004 -- HTTP
            log.warning("request", route=route, status=response.status_code, ms=round(seconds * 1000))
        return response

    return middleware


def _origin(url: str) -> str:
    return "/".join(url.split("/", 3)[:3])


def security(answer: Answer) -> Answer:
    """Set the headers that browsers enforce."""
    base_map = settings.KORZO.map_style_url
    origins, issuers = [[_origin(url)] if url.startswith("http") else [] for url in (base_map, settings.KORZO.oidc_url)]

    def middleware(request: HttpRequest) -> HttpResponseBase:
        # No text of ours holds a zero byte, and PostgreSQL refuses to look for one.
        request.path, request.path_info = request.path.replace("\x00", ""), request.path_info.replace("\x00", "")
        request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace("%00", "")
        response = answer(request)
        response.headers.setdefault("Content-Security-Policy", csp.header(map_origins=origins, form_origins=issuers))
        response.headers.setdefault(
            "Permissions-Policy", "geolocation=(self), camera=(self), microphone=(), payment=()"
        )
        return response

    return middleware


def choose_language(answer: Answer) -> Answer:
    """Translate what browsers of the region say (`sr-ME`, `sh`, `sr-Latn-RS`) into a language that is offered."""
    offered = [code for code, _name in settings.LANGUAGES]

    def middleware(request: HttpRequest) -> HttpResponseBase:
        wanted = languages.best(request.META.get("HTTP_ACCEPT_LANGUAGE", ""), offered)
        request.META["HTTP_ACCEPT_LANGUAGE"] = wanted or settings.LANGUAGE_CODE
        return answer(request)

    return middleware
