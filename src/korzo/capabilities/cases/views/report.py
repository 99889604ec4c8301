"""Reporting a problem in three screens, without an account and without JavaScript."""

import json
import uuid
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.capabilities.cases import forms, operations
from korzo.capabilities.cases.forms import offline
from korzo.capabilities.cases.models import Case, Category, Unconfirmed
from korzo.capabilities.cases.models.case import TEXT_LIMIT
from korzo.capabilities.cases.queries import lists, similar, suggested
from korzo.capabilities.cases.views import confirming, devices
from korzo.capabilities.cases.views.photos import keep_photos
from korzo.kernel import limits
from korzo.kernel.files import operations as files
from korzo.kernel.files.models import Upload
from korzo.kernel.people.models import Person
from korzo.kernel.places import queries as places
from korzo.ui import doors

DRAFT = "cases.report"
ON_DEVICE = "korzo-kept"
RECEIPTS = "cases.receipts"
STEPS = 3
TWINS = 3


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def what(request: HttpRequest) -> HttpResponse:
    """Ask what is wrong."""
    draft = _draft(request)
    begun = request.method != "POST" and is_begun(request)
    for name in ("category", "latitude", "longitude"):
        if value := request.GET.get(name):
            draft[name] = value
    form = forms.What(request.POST or None, request.FILES or None, initial=draft)
    if request.method == "POST" and form.is_valid():
        draft |= {name: form.cleaned_data[name] for name in ("category", "description")}
        complete = keep_photos(form, draft)
        _keep(request, draft)
        if complete:
            return redirect("cases:report-where")
    context = {
        "form": form,
        "step": 1,
        "steps": STEPS,
        "uploads": _uploads(draft),
        "draft": "report",
        "begun": begun,
        "device": _device(draft),
        "key": draft["key"],
        "proposed": suggested.kinds(form.data.get("description", "")) if form.errors else [],
    }
    return render(request, "cases/report/what.html", context, status=422 if form.errors else 200)


@require_POST
def remove_photo(request: HttpRequest, upload: uuid.UUID) -> HttpResponse:
    """Take a photo out of the draft; what else was typed meanwhile stays."""
    draft = _draft(request)
    draft |= {name: request.POST[name][:TEXT_LIMIT] for name in ("category", "description") if name in request.POST}
    _keep(request, draft)
    if str(upload) in draft["uploads"]:
        draft["uploads"].remove(str(upload))
        for found in Upload.objects.filter(pk=upload, owner=f"{files.DRAFT}{draft['key']}"):
            files.delete(found)
    return redirect("cases:report")


@require_POST
def anew(request: HttpRequest) -> HttpResponse:
    """Forget the report that somebody began; with `done` they want to send none."""
    draft = request.session.pop(DRAFT, None)
    for upload in _uploads(draft) if draft else ():
        files.delete(upload)
    return redirect("cases:list" if "done" in request.POST else "cases:report")


def is_begun(request: HttpRequest) -> bool:
    """Say whether a report waits to be gone on with."""
    draft = _draft(request)
    return bool(draft.get("category") or draft.get("description") or draft["uploads"])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def where(request: HttpRequest) -> HttpResponse:
    """Ask where it is: on the map, by address, or here."""
    draft = _draft(request)
    if not draft.get("category"):
        return redirect("cases:report")
    photo = next((each for each in _uploads(draft) if each.lat is not None), None)
    from_photo = photo is not None and draft.get("latitude") is None
    if from_photo and photo is not None:
        draft |= {"latitude": photo.lat, "longitude": photo.long}
    form = forms.Where(_chosen(request) or request.POST or None, initial=draft)
    found: list[places.Found] = []
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if _is_stale(given, draft):
            given |= {"latitude": None, "longitude": None}
        if "find" in request.POST or (given["latitude"] is None and given["address"]):
            found = places.find(given["address"]) if given["address"] else []
        if "find" not in request.POST and not (found and _is_vague(found)):
            draft |= _settled(given, found)
            if problem := _outside(draft):
                form.add_error("address", problem)
            else:
                _keep(request, draft)
                return redirect("cases:report-send")
        elif "find" in request.POST and not found:
            form.add_error(
                "address", _("We do not know this address. Try the street alone, or show the place on the map.")
            )
    context = {
        "form": form,
        "found": found,
        "from_photo": from_photo,
        "step": 2,
        "steps": STEPS,
        "back": reverse("cases:report"),
        "draft": "report",
        "device": _device(draft),
    }
    return render(request, "cases/report/where.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Show everything once more, ask for an optional contact, and take the report."""
    draft = _draft(request)
    category = Category.objects.prefetch_related("attributes").filter(code=draft.get("category")).first()
    if category is None or not (draft.get("address") or draft.get("latitude")):
        return redirect("cases:report")
    person = doors.reader(request)
    known = {"name": person.name, "email": person.email, "phone": person.phone} if person else {}
    form = forms.Send(request.POST or None, questions=list(category.attributes.all()), initial=known)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["website"]:
            return redirect("home")
        if not allowed(request):
            form.add_error(None, too_many())
        elif answer := _send(request, draft, form, person):
            return answer
    context = {
        "form": form,
        "category": category,
        "report": draft,
        "uploads": _uploads(draft),
        "twins": _twins(draft, category),
        "step": 3,
        "steps": STEPS,
        "back": reverse("cases:report-where"),
        "draft": "report",
        "device": _device(draft, title=str(category.name)),
    }
    return render(request, "cases/report/send.html", context, status=422 if form.errors else 200)


def _send(request: HttpRequest, draft: dict[str, Any], form: forms.Send, person: Person | None) -> HttpResponse | None:
    """Take the report and go to its receipt; None, with the reason in the form, when it cannot be taken."""
    given = form.cleaned_data
    try:
        receipt = operations.hand_in(
            operations.Report(
                category=draft["category"],
                description=draft.get("description", ""),
                lat=_number(draft.get("latitude")),
                long=_number(draft.get("longitude")),
                address=draft.get("address", ""),
                attributes=form.answers,
                photos=tuple(_uploads(draft)),
                name=given["name"],
                email=given["email"],
                phone=given["phone"],
                language=get_language() or "",
                client_key=draft["key"],
            ),
            by=person,
            now=timezone.now(),
        )
    except operations.ReportRefused as refusal:
        field = next((name for name in (refusal.field, f"attribute_{refusal.field}") if name in form.fields), None)
        form.add_error(field, str(refusal))
        return None
    if not isinstance(receipt, operations.Receipt):
        request.session.pop(DRAFT, None)
        return confirming.asked(request, receipt)
    request.session[RECEIPTS] = {**request.session.get(RECEIPTS, {}), receipt.case.code: receipt.follow}
    request.session.pop(DRAFT, None)
    return redirect("cases:report-done", receipt.case.code)


@never_cache
@require_safe
def done(request: HttpRequest, code: str) -> HttpResponse:
    """Give the number, the secret link and the promised date; only the browser that reported sees this page."""
    follow = request.session.get(RECEIPTS, {}).get(code)
    if follow is None:
        return redirect("cases:case", code)
    case = lists.by_code(code)
    if case is None:
        raise Http404
    context = {"case": case, "follow": follow, "base_url": settings.KORZO.base_url, **devices.shown(case)}
    return render(request, "cases/report/done.html", context)


def _twins(draft: dict[str, Any], category: Category) -> list[similar.Twin]:
    """Open cases nearby that may be the same problem; none for what is private."""
    now = timezone.now()
    sight = similar.sight(
        category=(category.code, category.group),
        at=now,
        point=(_number(draft.get("latitude")), _number(draft.get("longitude"))),
        address=draft.get("address", ""),
        words=draft.get("description", ""),
    )
    sought = similar.Sought(sight, draft.get("address", ""))
    return [] if category.is_private else similar.found(sought, now=now, public=True)[:TWINS]


def _draft(request: HttpRequest) -> dict[str, Any]:
    """What was begun, unless it went on without us on the person's device, which leaves a cookie with its number."""
    draft: dict[str, Any] | None = request.session.get(DRAFT)
    if draft and draft["key"] != offline.key(request.COOKIES.get(ON_DEVICE, "")):
        return draft
    return {"key": _unused(request.POST.get("key", "")) or uuid.uuid4().hex, "uploads": []}


def _unused(number: str) -> str:
    """The number that the first screen gave a report, so that its device knows it; empty when it has been used."""
    key = offline.key(number)
    is_used = any(model.objects.filter(client_key=key).exists() for model in (Case, Unconfirmed)) if key else True
    return "" if is_used else key


def _device(draft: dict[str, Any], title: str = "") -> str:
    """The draft as a device keeps it when the line breaks."""
    fields = [
        (name, draft[name])
        for name in ("category", "description", "address", "latitude", "longitude")
        if draft.get(name)
    ]
    return json.dumps(
        {
            "id": str(uuid.UUID(draft["key"])),
            "title": title,
            "fields": fields,
            "uploads": draft["uploads"],
            "address": reverse("cases:report-take"),
            "page": reverse("cases:report-offline"),
        }
    )


def _keep(request: HttpRequest, draft: dict[str, Any]) -> None:
    request.session[DRAFT] = draft


def _uploads(draft: dict[str, Any]) -> list[Upload]:
    return list(
        Upload.objects.filter(pk__in=draft["uploads"], owner=f"{files.DRAFT}{draft['key']}").order_by("added_at")
    )


def allowed(request: HttpRequest) -> bool:
    """Count a report of a stranger's address."""
    limit = limits.Limit.parse(settings.KORZO.report_limit)
    return limits.allow("report", limits.client_address(request), limit, now=timezone.now())


def too_many() -> str:
    """What to tell when `allowed` says no."""
    return _("Many reports came from your connection. Please wait ten minutes and send again; nothing is lost.")


def _is_stale(given: dict[str, Any], draft: dict[str, Any]) -> bool:
    """Say whether the address was changed but the pin still stands where the old one was."""
    kept = (draft.get("address"), draft.get("latitude"), draft.get("longitude"))
    return bool(kept[0]) and given["address"] != kept[0] and (given["latitude"], given["longitude"]) == kept[1:]


def _is_vague(found: list[places.Found]) -> bool:
    """Say whether the address could mean several places, so that the person should choose."""
    return len(found) > 1 and (found[0].kind != "address" or found[0].score - found[1].score < 0.05)  # noqa: PLR2004 -- nearly the same


def _settled(given: dict[str, Any], found: list[places.Found]) -> dict[str, Any]:
    """The place as the draft keeps it: the pin, or where the address is, or the words alone."""
    lat, long = given["latitude"], given["longitude"]
    if lat is None and found:
        lat, long = found[0].lat, found[0].long
    return {"address": given["address"].strip(), "latitude": lat, "longitude": long}


def _outside(draft: dict[str, Any]) -> str:
    """Why a place is not ours; empty when it is."""
    lat, long = _number(draft.get("latitude")), _number(draft.get("longitude"))
    if lat is None or long is None:
        return ""
    located = places.locate(lat, long)
    return "" if located.inside else str(operations.OutsideCity(located.responsible_neighbour))


def _chosen(request: HttpRequest) -> dict[str, str] | None:
    """The answer “this one” among several addresses, as if it had been typed and shown on the map."""
    lat, _comma, rest = request.POST.get("choose", "").partition(",")
    long, _comma, label = rest.partition(",")
    return {"address": label, "latitude": lat, "longitude": long} if label else None


def _number(value: Any) -> float | None:
    try:
        return None if value in (None, "") else float(value)
    except ValueError:
        return None
