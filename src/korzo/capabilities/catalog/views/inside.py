"""Who may come in, which data set they asked for, and how a refusal is told."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy

from korzo.capabilities.catalog import permissions
from korzo.capabilities.catalog.models import Dataset, Distribution
from korzo.capabilities.catalog.operations.refusals import NotAllowed, Refused
from korzo.capabilities.catalog.queries import lists
from korzo.ui import doors
from korzo.ui.doors import Guarded, P, View

_WHY = gettext_lazy("These pages are for the stewards of the city’s data.")


def residents(view: View[P]) -> Guarded[P]:
    """Let in everybody with an account; the view gets them as its second argument."""
    return doors.guard(permissions.can_take_part, _WHY, view)


def stewards(view: View[P]) -> Guarded[P]:
    """Let in who keeps data."""
    return doors.guard(permissions.can_work, _WHY, view)


def administrators(view: View[P]) -> Guarded[P]:
    """Let in who sets the portal up."""
    return doors.guard(permissions.can_set_up, _WHY, view)


def dataset(request: HttpRequest, named: str) -> Dataset:
    """The data set with this name or id, when the reader may see it; raises Http404."""
    found = lists.find(named)
    if found is None or not permissions.can_see(doors.reader(request), found, timezone.now()):
        raise Http404
    return found


def kept(request: HttpRequest, named: str) -> Dataset:
    """A data set that the reader keeps; raises Http404, PermissionDenied."""
    found = dataset(request, named)
    if not permissions.can_edit(doors.reader(request), found):
        raise PermissionDenied
    return found


def distribution(of: Dataset, key: object) -> Distribution:
    """One of its distributions; raises Http404."""
    found = next((each for each in of.distributions.all() if str(each.pk) == str(key)), None)
    if found is None:
        raise Http404
    return found


def tried(request: HttpRequest, write: Callable[[], Any], form: BaseForm | None = None) -> Any:
    """Do it; a refusal is told at the form's fields, or above the page, and answers False. Raises PermissionDenied."""
    try:
        return write() or True
    except Refused as refusal:
        for field, told in refusal.problems.items():
            for message in told:
                if form is not None:
                    form.add_error(field if field in form.fields else None, message)
                else:
                    messages.error(request, message)
        return False
    except NotAllowed as error:
        raise PermissionDenied from error
