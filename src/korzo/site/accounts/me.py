"""A person's own page: details, keys, data, leaving."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.kernel import capability
from korzo.kernel.messages import inbox
from korzo.kernel.messages.models import Channel
from korzo.kernel.people.models import Person
from korzo.site.accounts import forms, operations
from korzo.site.accounts.adapter import in_own_language

page = require_http_methods(["GET", "HEAD", "POST"])


def person_of(request: HttpRequest) -> Person:
    """Who is signed in; the decorators have seen to it that somebody is."""
    if not isinstance(request.user, Person):
        raise Http404
    return request.user


@login_required
@never_cache
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Show what a person has here, put together from what the capabilities bring."""
    person = person_of(request)
    panels = sorted(
        (panel for brought in capability.switched_on() for panel in brought.panels if panel.where == "me"),
        key=lambda panel: panel.order,
    )
    shown = [{"template": panel.template, **panel.context(request)} for panel in panels]
    context = {
        "person": person,
        "channel": Channel(person.channel).label,
        "panels": shown,
        "letters": [inbox.letter(message) for message in inbox.of(person)[:3]],
        "unread": inbox.unread(person),
        "keys": person.api_keys.filter(is_active=True).count(),
    }
    return render(request, "site/me/me.html", context)


@login_required
@never_cache
@page
def details(request: HttpRequest) -> HttpResponse:
    """Change who somebody is and how they are reached; a new language is spoken at once."""
    person = person_of(request)
    form = forms.Details(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        with translation.override(person.language or translation.get_language()):
            messages.success(request, _("Saved."))
        wants_push = person.channel == Channel.PUSH and not person.push_subscriptions.exists()
        return in_own_language(redirect("push" if wants_push else "me"), person)
    person.refresh_from_db()  # the header must not show what was not saved
    return render(request, "site/me/details.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@never_cache
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
@page
def keys(request: HttpRequest) -> HttpResponse:
    """List a person's keys for programs, and make one; it is shown once."""
    person, made = person_of(request), ""
    form = forms.Key(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = operations.make_key(person=person, label=form.cleaned_data["label"], now=timezone.now())
        form = forms.Key()
    context = {"form": form, "made": made, "keys": person.api_keys.order_by("-is_active", "-pk")}
    return render(request, "site/me/keys.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def withdraw_key(request: HttpRequest, key: int) -> HttpResponse:
    """Let one of one's own keys work no more."""
    person = person_of(request)
    found = person.api_keys.filter(pk=key, is_active=True).first()
    if found is None:
        raise Http404
    operations.withdraw_key(key=found, by=person, now=timezone.now())
    messages.success(request, _("The key no longer works."))
    return redirect("keys")


@login_required
@never_cache
@reauthentication_required  # type: ignore[untyped-decorator]
@require_POST
def data(request: HttpRequest) -> HttpResponse:
    """Hand over everything that is kept about the person, as a file."""
    taken = operations.take_data(person=person_of(request), now=timezone.now())
    answer = JsonResponse(taken, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


@login_required
@never_cache
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
@page
def leave(request: HttpRequest) -> HttpResponse:
    """Ask whether somebody means it, then delete their account."""
    form = forms.Leave(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = person_of(request)
        try:
            operations.erase(person=person, by=person, now=timezone.now())
        except operations.NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            logout(request)
            return redirect("left")
    return render(request, "site/me/leave.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """Say goodbye."""
    return render(request, "site/me/left.html")


@login_required
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End all sessions but this one."""
    person = person_of(request)
    operations.sign_out_everywhere(person=person, now=timezone.now())
    update_session_auth_hash(request, person)
    messages.success(request, _("You are signed out everywhere else."))
    return redirect(reverse("mfa_index"))
