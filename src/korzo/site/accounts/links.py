"""Signing in by a link from the mail: ask, look, press the button. Nobody learns here who has an account."""

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from korzo.kernel import limits
from korzo.kernel.limits import Limit
from korzo.kernel.messages import rendering, sending
from korzo.kernel.messages.models import Message
from korzo.kernel.people import links
from korzo.site.accounts import forms, operations

FROM_ONE_PLACE = Limit.parse("20/10m")
TO_ONE_ADDRESS = Limit.parse("3/15m")
OPENED_FROM_ONE_PLACE = Limit.parse("60/10m")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Take an address and send a link to it; the answer is the same whoever it belongs to."""
    given = {"email": request.POST.get("email") or request.POST.get("login", "")} if request.method == "POST" else None
    form = forms.Link(given)
    goes_to = _safe(request, request.POST.get("next") or request.GET.get("next", ""))
    if given is None or not form.is_valid():
        status = 422 if given is not None else 200
        return render(request, "account/link.html", {"form": form, "next": goes_to}, status=status)
    now, email = timezone.now(), form.cleaned_data["email"].lower()
    if not limits.allow("sign-in-link", limits.client_address(request), FROM_ONE_PLACE, now=now):
        return render(request, "429.html", status=429)
    if limits.allow("sign-in-link-to", email, TO_ONE_ADDRESS, now=now):
        wish = links.ask(email, goes_to=goes_to, now=now)
        sending.send(
            to=sending.Recipient(email=email, language=translation.get_language() or ""),
            template="account/link", context={"wish": wish.pk}, ref="", key=f"link:{wish.pk}", now=now,
        )  # fmt: skip
    return redirect("sign-in-link-sent")


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Say where to look now."""
    return render(request, "account/link_sent.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def use(request: HttpRequest, secret: str) -> HttpResponse:
    """Show a button; pressed, it uses the link up and signs in, with the second step where there is one."""
    now = timezone.now()
    if not limits.allow("sign-in-link-open", limits.client_address(request), OPENED_FROM_ONE_PLACE, now=now):
        return render(request, "429.html", status=429)
    wish = links.use(secret, now=now) if request.method == "POST" else links.find(secret, now=now)
    if wish is None:
        return _private(render(request, "account/link_over.html", status=410))
    if request.method != "POST":
        return _private(render(request, "account/link_use.html", {"email": wish.email}))
    person = operations.join(email=wish.email, now=now)
    record_authentication(request, person, "link")
    login = Login(user=person, email=wish.email, redirect_url=_safe(request, wish.goes_to) or None)
    answer: HttpResponse = perform_login(request, login)
    return answer


@rendering.fills("account/link")
def address(message: Message) -> dict[str, Any]:
    """Make the link in the moment its mail is written, so that it is kept nowhere."""
    secret = links.make(message.context["wish"], now=timezone.now())
    with translation.override(message.language):
        path = reverse("sign-in-link-use", args=[secret]) if secret else reverse("sign-in-link")
    return {"link": f"{settings.KORZO.base_url}{path}", "minutes": int(links.LIVES.total_seconds() // 60)}


def _safe(request: HttpRequest, url: str) -> str:
    """An address on this site, or nothing."""
    return (
        url
        if url and url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
        else ""
    )


def _private(answer: HttpResponse) -> HttpResponse:
    answer["Referrer-Policy"] = "no-referrer"
    return answer
