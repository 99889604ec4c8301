"""Who may come in: administrators, and nobody else."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.kernel.people.models import Person
from korzo.kernel.people.roles import Role
from korzo.ui.doors import Guarded, P, View, guard


def may_enter(person: object) -> bool:
    """Say whether somebody is an administrator."""
    return isinstance(person, Person) and person.has_role(Role.ADMINISTRATOR)


def _guarded(view: View[P]) -> Guarded[P]:
    return guard(may_enter, gettext_lazy("These pages are for administrators."), view)


def shows(view: View[P]) -> Guarded[P]:
    """Let administrators look; the view gets them as its second argument."""
    return require_safe(_guarded(view))


def edits(view: View[P]) -> Guarded[P]:
    """Let administrators look and send a form."""
    return require_http_methods(["GET", "HEAD", "POST"])(_guarded(view))


def does(view: View[P]) -> Guarded[P]:
    """Let administrators do something by a button."""
    return require_POST(_guarded(view))


def does_surely(view: View[P]) -> Guarded[P]:
    """Let administrators do something by a button, after they have shown in the last minutes that it is they."""
    sure: Any = reauthentication_required(require_POST(_guarded(view)))
    return login_required(sure)  # type: ignore[no-any-return]
