"""Following what somebody else reported: the button on its page, and the link in each letter."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.forms import merging as forms
from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.queries import following, lists, similar
from korzo.capabilities.cases.views import report
from korzo.kernel import limits
from korzo.kernel.people.models import Person
from korzo.ui import doors

TO_ONE_ADDRESS = limits.Limit.parse("5/d")


def shown(found: Case, reader: Person | None) -> dict[str, Any]:
    """What the page of a case says about those who follow it, and about the case that it repeats."""
    root = similar.root(found)
    return {
        "root": root if root.pk != found.pk and root.is_public else None,
        "followers": following.count(found),
        "follows": following.of_person(reader, root) is not None,
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow_case(request: HttpRequest, code: str) -> HttpResponse:
    """Follow a case: with an account by one button, with an address after a letter; instead of reporting it again."""
    found = lists.by_code(code)
    if found is None or not found.is_public:
        raise Http404
    person = doors.reader(request)
    if request.method == "POST" and person:
        return _by_account(request, found, person)
    form = forms.Follow(request.POST if request.method == "POST" else None)
    context = {"case": found, "form": form, "instead": "instead" in request.GET, "person": person}
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["website"]:
            return redirect("home")
        email = form.cleaned_data["email"].lower()
        if _allowed(request):
            if limits.allow("follow-to", email, TO_ONE_ADDRESS, now=timezone.now()):
                operations.follow(found, by=None, email=email, language=get_language() or "", now=timezone.now())
            begun = "instead" in request.POST and report.is_begun(request)
            return render(request, "cases/following/asked.html", {**context, "email": email, "begun": begun})
        form.add_error(None, _("Many letters were asked for from your connection. Please wait an hour and try again."))
    return render(request, "cases/following/follow.html", context, status=422 if form.errors else 200)


@never_cache
@csrf_exempt  # the secret in the address is the proof: mail programs end it by one click (RFC 8058), without a form
@require_http_methods(["GET", "HEAD", "POST"])
def follower(request: HttpRequest, number: int, token: str) -> HttpResponse:
    """Let the owner of an address confirm that they want to hear of a case, or end it; looking alone does nothing."""
    found = following.find_follower(number, token)
    if found is None:
        return render(request, "cases/following/unknown.html", status=404)
    case, now = found.case, timezone.now()
    if "stop" in request.POST or "List-Unsubscribe" in request.POST:
        operations.unfollow(found, by=None, now=now)
        return render(request, "cases/following/stopped.html", {"case": case})
    if "confirm" in request.POST:
        operations.confirm(found, now=now)
        messages.success(request, _("You follow this report now."))
        return redirect(request.path)
    return render(request, "cases/following/follower.html", {"case": case, "follower": found})


def _by_account(request: HttpRequest, found: Case, person: Person) -> HttpResponse:
    now = timezone.now()
    if "stop" in request.POST:
        if mine := following.of_person(person, similar.root(found)):
            operations.unfollow(mine, by=person, now=now)
        messages.success(request, _("You hear no more of this report."))
    else:
        operations.follow(found, by=person, language=get_language() or "", now=now)
        if "instead" in request.POST and report.is_begun(request):
            return render(request, "cases/following/asked.html", {"case": found, "begun": True})
        messages.success(request, _("You follow this report now."))
    return redirect("cases:case", found.code)


def _allowed(request: HttpRequest) -> bool:
    limit = limits.Limit.parse(settings.KORZO.follow_limit)
    return limits.allow("follow", limits.client_address(request), limit, now=timezone.now())
