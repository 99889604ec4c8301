"""Following what changes: the button, one's list, and the link in each letter."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from korzo.capabilities.catalog.models import Group, Publisher
from korzo.capabilities.catalog.operations import following
from korzo.capabilities.catalog.queries import links, readers
from korzo.capabilities.catalog.rules import vocabularies
from korzo.capabilities.catalog.views import inside
from korzo.kernel import limits
from korzo.kernel.limits import Limit
from korzo.kernel.people.models import Person
from korzo.ui.doors import READS_AND_WRITES

TAPS = Limit.parse("200/h")


@require_POST
@inside.residents
def follow(request: HttpRequest, person: Person) -> HttpResponse:
    """Follow what `what` names (`dataset:name`, `publisher:…`, `group:…`, `theme:CODE`), or no longer."""
    what, now = _what(request), timezone.now()
    if not limits.allow("data-follow", person.ref, TAPS, now=now):
        return render(request, "429.html", status=429)
    if "yes" in request.POST:
        if inside.tried(request, lambda: following.follow(what, by=person, now=now)):
            messages.success(request, _("You hear of it once a day at most, when there is something new."))
    else:
        following.unfollow(what, by=person)
    there = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    return redirect(there if safe and there.startswith("/") else "catalog:follows")


@require_http_methods(READS_AND_WRITES)
@inside.residents
def mine(request: HttpRequest, person: Person) -> HttpResponse:
    """List what one follows, and end it."""
    return _list(request, person)


@never_cache
@csrf_exempt  # the secret in the address is the proof: mail programs end it by one click (RFC 8058), without a form
@require_http_methods(READS_AND_WRITES)
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same from a letter, without signing in; looking alone does nothing."""
    person = links.reader_of(token)
    if person is None:
        raise Http404
    if "List-Unsubscribe" in request.POST:
        following.unfollow_all(by=person)
    return _list(request, person)


def _list(request: HttpRequest, person: Person) -> HttpResponse:
    if request.method == "POST":
        if "all" in request.POST:
            following.unfollow_all(by=person)
        elif (key := request.POST.get("follow", "")).isdecimal():
            readers.followed_by(person).filter(pk=key).delete()
        messages.success(request, _("Saved."))
        return redirect(request.path)
    return render(request, "catalog/following.html", {"follows": readers.followed_by(person)})


def _what(request: HttpRequest) -> readers.Followed:
    kind, _colon, name = request.POST.get("what", "").partition(":")
    if kind == "dataset":
        return inside.dataset(request, name)
    if kind == "theme" and name in vocabularies.THEMES:
        return name
    models: dict[str, Any] = {"publisher": Publisher, "group": Group}
    found = models[kind].objects.filter(name=name, is_deleted=False).first() if kind in models else None
    if found is None:
        raise Http404
    return found  # type: ignore[no-any-return]
