"""Requests read and answers written: which form is wanted, which parameters are known, links of every answer."""

import json
from collections.abc import Callable, Collection, Mapping
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from korzo.capabilities.catalog.rules import negotiation
from korzo.capabilities.catalog.rules.filtering import Wrong
from korzo.kernel.publishing import store

JSON, HTML, GEOJSON = "application/json", "text/html", "application/geo+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
SCHEMA = "application/schema+json"
View = Callable[..., HttpResponseBase]
Link = dict[str, str]


class Bad(ValueError):
    """The request is not understood: which parameter, and why."""


def standard(view: View) -> View:
    """Answer GET to pages of any site, and say what was wrong as RFC 9457 has it."""

    @csrf_exempt
    @wraps(view)
    def answered(request: HttpRequest, **parts: str) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            made: HttpResponseBase = HttpResponse(status=405, headers={"Allow": "GET, HEAD, OPTIONS"})
        elif request.method == "OPTIONS":
            made = HttpResponse(status=204, headers={"Allow": "GET, HEAD, OPTIONS"})
        else:
            made = _tried(view, request, parts)
        made["Access-Control-Allow-Origin"] = "*"
        made["Access-Control-Expose-Headers"] = "Content-Crs, Link"
        patch_vary_headers(made, ("Accept",))
        return made

    return answered


def _tried(view: View, request: HttpRequest, parts: Mapping[str, str]) -> HttpResponseBase:
    try:
        return view(request, **parts)
    except Bad as error:
        return problem(400, str(error))
    except Wrong as error:
        return problem(400, f"{error.field}: {error.problem}: {error.what}"[:300])
    except (store.Broken, store.TooSlow, store.TooLarge) as error:
        is_broken = isinstance(error, store.Broken)
        return problem(503, "not possible just now" if is_broken else "this takes too long; ask for less")
    except Http404:
        if HTML in request.headers.get("Accept", ""):
            raise
        return problem(404, "there is nothing here")
    except (store.Missing, store.Wrong):
        return problem(404, "there is no such table now")


def problem(status: int, detail: str) -> HttpResponse:
    """What went wrong."""
    told = {"type": "about:blank", "status": status, "detail": detail}
    return HttpResponse(json.dumps(told), status=status, content_type="application/problem+json")


def known(request: HttpRequest, *names: str) -> None:
    """Refuse parameters that nobody knows, and those that are given twice."""
    for name in request.GET:
        if name not in (*names, "f"):
            raise Bad(f"{name[:60]}: there is no such parameter")
        if len(request.GET.getlist(name)) > 1:
            raise Bad(f"{name[:60]}: is given twice")


def wants_html(request: HttpRequest) -> bool:
    """Whether a person reads; raises Bad for a form that is not made."""
    asked = request.GET.get("f", "")
    if asked not in ("", "json", "geojson", "html"):
        raise Bad("f: json or html")
    offered = {"json": JSON, "geo": GEOJSON, "html": HTML}
    return asked == "html" or (not asked and negotiation.best(request.headers.get("Accept", ""), offered) == "html")


def address(path: str = "", **query: Any) -> str:
    """An address below the landing page."""
    asked = urlencode({name: value for name, value in query.items() if value is not None})
    return f"{settings.KORZO.base_url}/ogc/{path}{'?' if asked else ''}{asked}"


def link(rel: str, href: str, type_: str = JSON, title: str = "") -> Link:
    """A link."""
    return {"rel": rel, "href": href, "type": type_} | ({"title": title} if title else {})


def own(request: HttpRequest, type_: str = JSON) -> list[Link]:
    """Links to this answer and to its other form."""
    here = f"{settings.KORZO.base_url}{request.path}"
    kept = [(name, value) for name, value in request.GET.items() if name != "f"]
    as_json, as_html = (f"{here}?{urlencode([*kept, ('f', form)])}" for form in ("json", "html"))
    return [link("self", as_json, type_), link("alternate", as_html, HTML)]


def answer(
    request: HttpRequest, made: Mapping[str, Any], *, type_: str = JSON, title: str = "", rows: Collection[Any] = ()
) -> HttpResponse:
    """Write an answer as JSON, or for people as a page of its links."""
    if wants_html(request):
        about = {"title": title, "text": made.get("description", ""), "links": made.get("links", ()), "rows": rows}
        return render(request, "catalog/ogc.html", about)
    return HttpResponse(json.dumps(made, ensure_ascii=False), content_type=type_)
