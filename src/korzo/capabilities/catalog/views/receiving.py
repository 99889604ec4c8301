"""Stewards bring files, say how columns are to be read, and go back to older versions."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.capabilities.catalog.models import Dataset, Distribution, Version
from korzo.capabilities.catalog.operations import NotAllowed, Refused, databases, fetching, live, tables
from korzo.capabilities.catalog.rules.reading import encodings
from korzo.capabilities.catalog.views import inside, words
from korzo.kernel.people.models import Person
from korzo.ui import doors

State = Version.State


def _asked(request: HttpRequest, name: str, key: str) -> tuple[Person, Dataset, Distribution]:
    found, person = inside.kept(request, name), doors.reader(request)
    if person is None:
        raise PermissionDenied
    return person, found, inside.distribution(found, key)


def _version(distribution: Distribution, number: int) -> Version:
    found = distribution.versions.filter(number=number).first()
    if found is None:
        raise Http404
    return found


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """Take a new file, and show how far reading it is."""
    person, dataset, distribution = _asked(request, name, key)
    problem = ""
    if request.method == "POST":
        sent = request.FILES.get("file")
        if sent is None:
            problem = _("Choose a file.")
        else:
            try:
                tables.receive(
                    distribution,
                    sent.chunks(),
                    sent.name or "file",
                    note=request.POST.get("note", ""),
                    confirm="always" if request.POST.get("look") else "unsure",
                    by=person,
                    now=timezone.now(),
                )
                return _taken(request, dataset, distribution)
            except NotAllowed as error:
                raise PermissionDenied from error
            except Refused as error:
                problem = str(error)
    if problem and _is_script(request):
        return JsonResponse({"problem": problem}, status=422)
    versions = list(distribution.versions.all()[:20])
    newest = versions[0] if versions else None
    busy = bool(newest and newest.state in (State.RECEIVED, State.READING))
    if _is_script(request):
        return JsonResponse({"busy": busy, "progress": newest.report.get("progress", 0.0) if newest else 0.0})
    context = {
        "dataset": dataset,
        "distribution": distribution,
        "versions": versions,
        "newest": newest,
        "busy": busy,
        "is_link": dataset.origin == Dataset.Origin.EDITED and distribution.source == Distribution.Source.LINK,
        "hours": fetching.kept(distribution).get("hours", ""),
        "writes": dataset.origin == Dataset.Origin.EDITED and distribution.source != Distribution.Source.LINK,
        "is_upload": dataset.origin == Dataset.Origin.EDITED and distribution.source == Distribution.Source.UPLOAD,
        "live": live.of(distribution),
        "databases": databases.allowed(),
        "megabytes": settings.KORZO.table_megabytes,
        "problem": problem,
    }
    return render(request, "catalog/desk/receive.html", context, status=422 if problem else 200)


def _is_script(request: HttpRequest) -> bool:
    """Whether the page's own script asks, which tells people how far it is."""
    return request.headers.get("Accept") == "application/json"


def _taken(request: HttpRequest, dataset: Dataset, distribution: Distribution) -> HttpResponse:
    to = redirect("catalog:receive", dataset.name, distribution.pk)
    return JsonResponse({"url": to.url}, status=201) if _is_script(request) else to


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, name: str, key: str, number: int) -> HttpResponse:
    """Show what the columns seem to hold, and let a steward correct it."""
    person, dataset, distribution = _asked(request, name, key)
    version = _version(distribution, number)
    guesses = version.report.get("guesses") or []
    if not guesses:
        raise Http404
    problem = ""
    if request.method == "POST":
        kinds = {each["name"]: request.POST.get(f"kind-{at}", each["kind"]) for at, each in enumerate(guesses)}
        typed = {field: request.POST.get(field, "") for field in ("encoding", "delimiter", "sheet", "skip", "heading")}
        used = version.reading.get("used") or {}
        try:
            tables.confirm(
                version,
                kinds=kinds,
                keep_good=request.POST.get("bad") != "stop",
                given=_given(typed, used),
                by=person,
                now=timezone.now(),
            )
            return redirect("catalog:receive", dataset.name, distribution.pk)
        except NotAllowed as error:
            raise PermissionDenied from error
        except (Refused, ValueError) as error:
            problem = str(error) if isinstance(error, Refused) else _("Write numbers of rows as digits.")
    context: dict[str, Any] = {
        "dataset": dataset,
        "distribution": distribution,
        "version": version,
        "guesses": guesses,
        "kinds": words.KINDS,
        "used": version.reading.get("used") or {},
        "given": version.reading.get("given") or {},
        "encodings": encodings.ENCODINGS,
        "delimiters": [("", _("As found")), (",", ","), (";", ";"), ("\t", _("Tab")), ("|", "|")],
        "problem": problem,
    }
    return render(request, "catalog/desk/check.html", context, status=422 if problem else 200)


def _given(typed: dict[str, str], used: dict[str, Any]) -> dict[str, Any]:
    """What differs from what was found; raises ValueError for rows that are no number."""
    said: dict[str, Any] = {field: value for field, value in typed.items() if value}
    for field in ("skip", "heading"):
        if field in said:
            said[field] = min(max(int(said[field]), 0), 50)
    if said.get("sheet") == used.get("sheet"):
        said.pop("sheet", None)
    return said


@login_required
@never_cache
@require_safe
def rejected(request: HttpRequest, name: str, key: str, number: int) -> HttpResponseBase:
    """Hand out the list of values that did not fit."""
    _person, dataset, distribution = _asked(request, name, key)
    path = tables.rejects_path(_version(distribution, number))
    if not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{dataset.name}-{number}-rejected.csv")


@login_required
@require_POST
def fetch(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """Have a link fetched every so many hours, or no longer."""
    person, dataset, distribution = _asked(request, name, key)
    typed = request.POST.get("hours", "").strip() or "0"
    try:
        fetching.schedule(distribution, int(typed) if typed.isdecimal() else -1, by=person)
        messages.success(request, _("Saved."))
    except NotAllowed as error:
        raise PermissionDenied from error
    except Refused as error:
        messages.error(request, str(error))
    return redirect("catalog:receive", dataset.name, distribution.pk)


@login_required
@require_POST
def serve_again(request: HttpRequest, name: str, key: str, number: int) -> HttpResponse:
    """Show an older version again."""
    person, dataset, distribution = _asked(request, name, key)
    try:
        tables.roll_back(_version(distribution, number), by=person, now=timezone.now())
        messages.success(request, _("The older version is being read again."))
    except NotAllowed as error:
        raise PermissionDenied from error
    except Refused as error:
        messages.error(request, str(error))
    return redirect("catalog:receive", dataset.name, distribution.pk)


@login_required
@never_cache
@require_POST
def view(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """Fill a distribution from a view of a database, look at it now, or no longer."""
    person, dataset, distribution = _asked(request, name, key)
    typed = {field: request.POST.get(field, "") for field in ("address", "view", "password")}
    hours = int(told) if (told := request.POST.get("hours", "")).isdecimal() and len(told) < 6 else 0  # noqa: PLR2004
    try:
        if "stop" in request.POST:
            live.give_up(distribution, by=person, now=timezone.now())
            messages.success(request, _("The database is no longer read. What was read stays."))
        else:
            named = live.name(distribution, hours=hours, **typed, by=person, now=timezone.now())
            live.look_later.enqueue(key=named.pk)
            messages.success(request, _("Saved. The view is being read; load this page again in a moment."))
    except NotAllowed as error:
        raise PermissionDenied from error
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("catalog:receive", dataset.name, distribution.pk)
