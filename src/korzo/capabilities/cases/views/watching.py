"""Following a district, a street, what is around a point, or a kind; and one's list of it, by account or by link."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from korzo.capabilities.cases.forms import watching as forms
from korzo.capabilities.cases.models import Reader, Subscription
from korzo.capabilities.cases.operations import ReportRefused
from korzo.capabilities.cases.operations import watching as operations
from korzo.capabilities.cases.queries import watching, whereabouts
from korzo.capabilities.cases.views.following import TO_ONE_ADDRESS
from korzo.kernel import limits
from korzo.kernel.people.models import Person
from korzo.kernel.places import queries as places
from korzo.ui import doors

page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@cache_control(public=True, max_age=300)
def streets(request: HttpRequest) -> HttpResponse:
    """Propose streets for what is typed so far."""
    typed = request.GET.get("street") or request.GET.get("place") or ""
    return render(request, "cases/watching/streets.html", {"streets": whereabouts.streets(typed[:120])})


@never_cache
@page
def watch(request: HttpRequest) -> HttpResponse:
    """Follow what a list is narrowed to: with an account at once, with an address after a letter."""
    person = doors.reader(request)
    begun = {"solved": True, "within": "500", "pace": Subscription.Pace.DAILY, **request.GET.dict()}
    begun.setdefault("place", _street(request.GET.get("street", "")))
    form = forms.Watch(request.POST or None, initial=begun, has_account=person is not None)
    near = whereabouts.Circle.read(str(form["near"].value() or ""), "")
    context = {"form": form, "person": person, "near": places.name_near(near.lat, near.long) if near else ""}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if given["website"]:
            return redirect("home")
        try:
            _subscribed(request, given, person)
        except ReportRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            if not person:
                return render(request, "cases/watching/asked.html", {**context, "email": given["email"]})
            messages.success(request, _("You follow now: %(what)s") % {"what": given["chosen"].label})
            return redirect("cases:watching")
    return render(request, "cases/watching/watch.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
@page
def mine(request: HttpRequest) -> HttpResponse:
    """Let somebody with an account see and change all that they follow."""
    if not isinstance(request.user, Person):
        raise Http404
    reader = watching.of_person(request.user)
    if request.method == "POST" and reader and _changed(request, reader):
        return redirect("cases:watching")
    return _list(request, reader)


@never_cache
@csrf_exempt  # the secret in the address is the proof: mail programs end it by one click (RFC 8058), without a form
@page
def by_link(request: HttpRequest, number: int, token: str) -> HttpResponse:
    """The same for the owner of an address, who confirms here too; looking alone does nothing."""
    reader = watching.find(number, token)
    if reader is None:
        return render(request, "cases/following/unknown.html", status=404)
    if "stop" in request.POST or "List-Unsubscribe" in request.POST:
        operations.end_all(reader, by=None, now=timezone.now())
        return render(request, "cases/watching/stopped.html")
    if request.method == "POST" and _changed(request, reader):
        return (
            redirect(request.path) if reader.subscriptions.exists() else render(request, "cases/watching/stopped.html")
        )
    return _list(request, reader, by_link=True)


def _list(request: HttpRequest, reader: Reader | None, *, by_link: bool = False) -> HttpResponse:
    rows = watching.of(reader) if reader else []
    context = {"rows": rows, "by_link": by_link, "paces": Subscription.Pace.choices}
    return render(request, "cases/watching/list.html", context)


def _changed(request: HttpRequest, reader: Reader) -> bool:
    """Do what a button of the list says; False when there is no such subscription of theirs."""
    given, now = request.POST, timezone.now()
    key = given.get("subscription", "")
    row = reader.subscriptions.select_related("reader__person").filter(pk=key).first() if key.isdecimal() else None
    if row is None:
        return False
    match given.get("do", ""):
        case "confirm":
            operations.confirm_subscription(row, now=now)
        case "end":
            operations.end(row, by=reader.person, now=now)
        case "pause" | "go-on" as wanted:
            operations.change(row, paused=wanted == "pause", now=now)
        case _:
            operations.change(row, pace=given.get("pace"), solved="solved" in given, now=now)
    messages.success(request, _("Saved."))
    return True


def _subscribed(request: HttpRequest, given: dict[str, Any], person: Person | None) -> None:
    """Keep the wish, within the limits for strangers; that an address was asked often today is told to nobody."""
    email, now = given.get("email", "").lower(), timezone.now()
    if not person:
        limit = limits.Limit.parse(settings.KORZO.follow_limit)
        if not limits.allow("follow", limits.client_address(request), limit, now=now):
            raise ReportRefused(
                "", _("Many letters were asked for from your connection. Please wait an hour and try again.")
            )
        if not limits.allow("follow-to", email, TO_ONE_ADDRESS, now=now):
            return
    about = {"pace": given["pace"], "solved": given["solved"], "language": get_language() or "", "now": now}
    operations.subscribe(given["chosen"], by=person, email=email, **about)


def _street(code: str) -> str:
    found = whereabouts.street(code) if code else None
    return found.name if found else ""
