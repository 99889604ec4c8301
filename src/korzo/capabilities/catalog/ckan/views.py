"""Where actions are called."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from korzo.capabilities.catalog import operations
from korzo.capabilities.catalog.ckan import (  # noqa: F401 -- each brings its actions
    actions,
    activities,
    bulk,
    datasets,
    datastore,
    finding,
    followers,
    members,
    publishers,
    resources,
    site,
    tokens,
    wire,
)
from korzo.capabilities.catalog.ckan.wire import Bad, Call, Denied, Problem
from korzo.capabilities.catalog.permissions import Who
from korzo.capabilities.catalog.queries.index import Unreadable
from korzo.kernel import limits
from korzo.kernel.people import keys
from korzo.kernel.publishing import store

log = structlog.get_logger()
View = Callable[..., HttpResponseBase]
REFUSED = (Problem, operations.NotAllowed, operations.Refused, Unreadable, store.Missing)
UNREADABLE = (
    TooManyFieldsSent, TooManyFilesSent, RequestDataTooBig, MultiPartParserError, SuspiciousOperation, RecursionError,
)  # fmt: skip


def caller(request: HttpRequest) -> Who:
    """For whom the token of a request acts; a wrong one is a stranger's. There is no scheme word, but one is taken."""
    token = request.headers.get("Authorization") or request.headers.get("X-CKAN-API-Key") or ""
    token = token.removeprefix("Bearer ").strip()
    return keys.holder(token, now=timezone.now()) if token else None


def open_to_all(view: View) -> View:
    """Let pages of other sites read, and say so before they ask; answer what cannot even be read."""

    @csrf_exempt  # a token is the permission; cookies are not looked at
    @wraps(view)
    def answered(request: HttpRequest, **parts: str) -> HttpResponseBase:
        try:
            made = HttpResponse(status=204) if request.method == "OPTIONS" else view(request, **parts)
        except Bad as bad:
            made = wire.bare(str(bad))
        except UNREADABLE:
            made = wire.bare("Bad request: too large or not well formed")
        except (OperationalError, InterfaceError, InternalError, store.Broken):
            log.exception("database unavailable")
            made = wire.refuse(parts.get("name", ""), _Later("Not possible just now. Try again later."))
            made["Retry-After"] = "30"
        made["Access-Control-Allow-Origin"] = "*"
        if request.method == "OPTIONS":
            made["Access-Control-Allow-Methods"] = "GET, HEAD, POST, OPTIONS"
            made["Access-Control-Allow-Headers"] = "Authorization, X-CKAN-API-Key, Content-Type"
        return made

    return answered


@open_to_all
def action(request: HttpRequest, name: str) -> HttpResponseBase:
    """Call an action."""
    callback = request.GET.get("callback", "") if request.method == "GET" else ""
    work = _found(request, name)
    try:
        by = None if callback else caller(request)
        if by is None and not work.for_strangers:
            raise Denied
        return wire.answer(name, work.work(_call(request, by)), callback)
    except REFUSED as error:
        return wire.refuse(name, _problem(error), callback)


def _found(request: HttpRequest, name: str) -> actions.Action:
    found = actions.known.get(name)
    if found is None:
        raise Bad(f"Bad request: Action name not known: {name}")
    if request.method not in ("GET", "HEAD", "POST"):
        raise Bad("Bad request: use GET or POST")
    if request.method != "POST" and not found.reads:
        raise Bad(f"Bad request: {name} changes something: use POST")
    return found


def _call(request: HttpRequest, by: Who) -> Call:
    data = wire.read(request, wire.MOST_BYTES if by else wire.MOST_OF_STRANGERS)
    files: dict[str, Any] = request.FILES.dict() if request.content_type == "multipart/form-data" else {}
    data = {name: value for name, value in data.items() if name not in files and name != "callback"}
    return Call(data, by, timezone.now(), files, limits.client_address(request))


def _problem(error: Exception) -> Problem:
    match error:
        case Problem():
            return error
        case operations.NotAllowed():
            return Denied()
        case operations.Refused():
            return _invalid(error)
        case store.Missing():
            return wire.Missing()
    return wire.Unsearchable(f"Search Error: {error}")


_NAMES = {"licence": "license_id", "landing_page": "url", "media_type": "mimetype", "step": "state", "keywords": "tags"}


def _invalid(refused: operations.Refused) -> wire.Invalid:
    """Problems under the names that CKAN gives the fields; those of resources in their places."""
    told: dict[str, Any] = {}
    forms: dict[int, dict[str, list[str]]] = {}
    for field, messages in refused.problems.items():
        first, *rest = field.split(".")
        if first == "distributions" and len(rest) > 1:
            forms.setdefault(int(rest[0]), {})[_NAMES.get(rest[1], rest[1])] = messages
        else:
            told[_NAMES.get(field, field) or "message"] = messages
    if forms:
        told["resources"] = [forms.get(place, {}) for place in range(max(forms) + 1)]
    return wire.Invalid(told)


class _Later(Problem):
    status, type_ = 503, "Service Unavailable"


@open_to_all
def version(_request: HttpRequest) -> HttpResponse:
    """Say which version of the interface this is."""
    return wire.plain({"version": 3})


@open_to_all
def suggest(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Suggest what goes on as typed, in the shape of CKAN's forms."""
    by, given = caller(request), wire.read(request)
    kind = "package" if kind == "dataset" else kind
    call = Call({"limit": 10, **given}, by, timezone.now(), {}, limits.client_address(request))
    try:
        found = actions.known[f"{kind}_autocomplete"].work(call)
    except REFUSED as error:
        return wire.refuse(f"{kind}_autocomplete", _problem(error))
    return wire.plain({"ResultSet": {"Result": found}})
