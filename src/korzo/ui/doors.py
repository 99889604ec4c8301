"""Doors of pages: who may come in, and how a refusal is told.

A capability names its doors in `views/inside.py`, each a decorator of views that get the person as second argument:

    def editors(view: View[P]) -> Guarded[P]:
        return doors.guard(permissions.can_edit, gettext_lazy("These pages are for …"), view)
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.views.decorators.cache import never_cache

from korzo.kernel.people.models import Person

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Person, P], HttpResponse]
Guarded = Callable[Concatenate[HttpRequest, P], HttpResponse]
READS_AND_WRITES = ["GET", "HEAD", "POST"]


def reader(request: HttpRequest) -> Person | None:
    """Who is signed in."""
    return request.user if isinstance(request.user, Person) else None


def guard(allowed: Callable[[Person | None], bool], why: str | Promise, view: View[P]) -> Guarded[P]:
    """Let in only who is allowed; others sign in first, or are told `why` they cannot come in (PermissionDenied)."""

    @wraps(view)
    def enter(request: HttpRequest, /, *args: P.args, **more: P.kwargs) -> HttpResponse:
        person = reader(request)
        if person is None or not allowed(person):
            raise PermissionDenied(str(why))
        return view(request, person, *args, **more)

    guarded: Guarded[P] = login_required(never_cache(enter))
    return guarded


def tell(request: HttpRequest, refusal: Exception, form: BaseForm | None = None) -> None:
    """Tell why something was not done: at its question (`field`, or those of a ValidationError), or above the page."""
    told = _told(refusal)
    if form is None or not form.is_bound:
        messages.error(request, " ".join(each for problems in told.values() for each in problems))
        return
    for field, problems in told.items():
        for each in problems:
            form.add_error(field if field in form.fields else None, each)


def _told(refusal: Exception) -> dict[str, list[str]]:
    """What is wrong, by question."""
    if not isinstance(refusal, ValidationError):
        return {getattr(refusal, "field", ""): [str(refusal)]}
    return refusal.message_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.messages}
