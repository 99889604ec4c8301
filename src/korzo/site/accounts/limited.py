"""The sign-in library's own pages, counted in the database for all processes before the library sees them."""

from collections.abc import Callable
from functools import wraps

from allauth.account import views
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from korzo.kernel import limits
from korzo.kernel.limits import Limit
from korzo.kernel.people.models import Person

View = Callable[..., HttpResponseBase]


def _limited(view: View, what: str, limit: Limit) -> View:
    """Let a person, or a stranger's place, send the form so often and no more."""

    @wraps(view)
    def counted(request: HttpRequest, *args: object, **more: object) -> HttpResponseBase:
        who = request.user.ref if isinstance(request.user, Person) else limits.client_address(request)
        if request.method == "POST" and not limits.allow(what, who, limit, now=timezone.now()):
            return render(request, "429.html", status=429)
        return view(request, *args, **more)

    return counted


sign_up = _limited(views.signup, "sign-up", Limit.parse("20/10m"))
reset_password = _limited(views.password_reset, "reset-password", Limit.parse("20/10m"))
new_password = _limited(views.password_reset_from_key, "new-password", Limit.parse("20/10m"))
change_password = _limited(views.password_change, "change-password", Limit.parse("10/10m"))
confirm_email = _limited(views.email_verification_sent, "confirm-email", Limit.parse("20/10m"))
