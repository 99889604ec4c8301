"""Following a street, a district, what is around an address, or news; and one's list of it, by account or by link."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from korzo.capabilities.portal.forms.following import Follow
from korzo.capabilities.portal.models import Reader, Wish
from korzo.capabilities.portal.operations import following as operations
from korzo.capabilities.portal.operations.refusals import Refused
from korzo.capabilities.portal.queries import following
from korzo.kernel import limits
from korzo.kernel.people.models import Person
from korzo.kernel.places import queries as places
from korzo.kernel.places.models import Street
from korzo.ui import doors

TO_ONE_ADDRESS = limits.Limit.parse("5/d")
page = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@page
def follow(request: HttpRequest) -> HttpResponse:
    """Follow something: with an account at once, with an address after a letter."""
    person = doors.reader(request)
    begun = {"about": Wish.About.NOTICES, "within": str(following.USUAL_RADIUS), **request.GET.dict()}
    begun.setdefault("place", _street(request.GET.get("street", "")))
    form = Follow(request.POST or None, initial=begun, has_account=person is not None)
    near = following.read({"near": form["near"].value() or ""}).point
    context = {"form": form, "person": person, "near": places.name_near(near.lat, near.long) if near else ""}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if given["website"]:
            return redirect("home")
        try:
            _begun(request, given, person)
        except Refused as refusal:
            doors.tell(request, refusal, form)
        else:
            if not person:
                return render(request, "portal/following/asked.html", {"email": given["email"]})
            messages.success(request, _("You follow now: %(what)s") % {"what": following.label(given["chosen"])})
            return redirect("portal:following")
    return render(request, "portal/following/follow.html", context, status=422 if form.errors else 200)


def _begun(request: HttpRequest, given: dict[str, Any], person: Person | None) -> None:
    """Keep the wish, within the limits for strangers; that an address was asked often today is told to nobody."""
    email, now = given.get("email", "").lower(), timezone.now()
    if not person:
        limit = limits.Limit.parse(settings.KORZO.follow_limit)
        if not limits.allow("follow", limits.client_address(request), limit, now=now):
            raise Refused("", _("Many letters were asked for from your connection. Please wait an hour and try again."))
        if not limits.allow("follow-to", email, TO_ONE_ADDRESS, now=now):
            return
    operations.follow(given["chosen"], by=person, email=email, language=get_language() or "", now=now)


@login_required
@never_cache
@page
def mine(request: HttpRequest) -> HttpResponse:
    """Let somebody with an account see and end all that they follow."""
    reader = following.of_person(doors.reader(request))
    if request.method == "POST":
        if reader:
            _changed(request, reader)
        return redirect("portal:following")
    return _list(request, reader)


@never_cache
@csrf_exempt  # the secret in the address is the proof: mail programs end it by one click (RFC 8058), without a form
@page
def by_link(request: HttpRequest, number: int, token: str) -> HttpResponse:
    """The same for the owner of an address, who confirms here too; looking alone does nothing."""
    reader, now = following.find(number, token), timezone.now()
    if "List-Unsubscribe" in request.POST or (reader and "stop" in request.POST):
        if reader:
            operations.end_all(reader, by=None, now=now)
        return render(request, "portal/following/stopped.html")
    if reader is None:
        return render(request, "portal/following/unknown.html", status=404)
    if request.method == "POST":
        _changed(request, reader)
        if not Wish.objects.filter(reader=number).exists():
            return render(request, "portal/following/stopped.html")
        return redirect(request.path)
    return _list(request, reader, by_link=True)


def _list(request: HttpRequest, reader: Reader | None, *, by_link: bool = False) -> HttpResponse:
    context = {"rows": following.of(reader) if reader else [], "by_link": by_link}
    return render(request, "portal/following/list.html", context)


def _changed(request: HttpRequest, reader: Reader) -> None:
    """Do what a button of the list says."""
    key, now = request.POST.get("wish", ""), timezone.now()
    wish = reader.wishes.select_related("reader__person").filter(pk=key).first() if key.isdecimal() else None
    if wish is None:
        return
    if "confirm" in request.POST:
        operations.confirm(wish, now=now)
        messages.success(request, _("You follow now: %(what)s") % {"what": following.label(wish)})
    elif "end" in request.POST:
        operations.end(wish, by=reader.person, now=now)
        messages.success(request, _("You follow it no more."))


def _street(code: str) -> str:
    return Street.objects.filter(code=code).values_list("name", flat=True).first() or "" if code else ""
