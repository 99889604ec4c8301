"""Who may come in: administrators, and nobody else."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.kernel.people.models import Person
from korzo.kernel.people.roles import Role

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
Staffed = Callable[Concatenate[HttpRequest, Person, P], HttpResponse]


def may_enter(person: object) -> bool:
    """Say whether somebody is an administrator."""
    return isinstance(person, Person) and person.has_role(Role.ADMINISTRATOR)


def _guarded(view: Staffed[P]) -> View[P]:
    @wraps(view)
    def enter(request: HttpRequest, /, *args: P.args, **more: P.kwargs) -> HttpResponse:
        if not (isinstance(request.user, Person) and may_enter(request.user)):
            raise PermissionDenied(_("These pages are for administrators."))
        return view(request, request.user, *args, **more)

    guarded: View[P] = login_required(never_cache(enter))
    return guarded


def shows(view: Staffed[P]) -> View[P]:
    """Let administrators look; the view gets them as its second argument."""
    return require_safe(_guarded(view))


def edits(view: Staffed[P]) -> View[P]:
    """Let administrators look and send a form."""
    return require_http_methods(["GET", "HEAD", "POST"])(_guarded(view))


def does(view: Staffed[P]) -> View[P]:
    """Let administrators do something by a button."""
    return require_POST(_guarded(view))


def does_surely(view: Staffed[P]) -> View[P]:
    """Let administrators do something by a button, after they have shown in the last minutes that it is they."""
    sure: Any = reauthentication_required(require_POST(_guarded(view)))
    return login_required(sure)  # type: ignore[no-any-return]
