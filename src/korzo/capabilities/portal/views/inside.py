"""Who may come in, which item they asked for, and how a refusal is told."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy

from korzo.capabilities.portal import permissions
from korzo.capabilities.portal.models import Item
from korzo.capabilities.portal.operations.refusals import NotAllowed, Refused
from korzo.kernel.people.models import Person
from korzo.ui import doors
from korzo.ui.doors import Guarded, P, View


def writers(view: View[P]) -> Guarded[P]:
    """Let in who writes for the city; the view gets them as its second argument."""
    return doors.guard(permissions.can_write, gettext_lazy("These pages are for those who write for the city."), view)


def editors(view: View[P]) -> Guarded[P]:
    """Let in who arranges what everybody sees."""
    return doors.guard(permissions.can_arrange, gettext_lazy("These pages are for the city’s editors."), view)


def item(person: Person, key: int) -> Item:
    """An item that the person may look at; raises Http404."""
    rows = Item.objects.select_related("cover", "office", "street", "district")
    found = rows.prefetch_related("categories", "photos__upload", "documents").filter(pk=key).first()
    if found is None or not permissions.can_see(person, found):
        raise Http404
    return found


def kept(person: Person, key: int) -> Item:
    """An item that the person may change; raises Http404, PermissionDenied."""
    found = item(person, key)
    if not permissions.can_edit(person, found):
        raise PermissionDenied(str(gettext_lazy("It is published. Editors change it now: write to them.")))
    return found


def tried(request: HttpRequest, write: Callable[[], Any], form: BaseForm | None = None) -> Any:
    """Do it; a refusal is told at the form's question or above the page, and answers False. Raises PermissionDenied."""
    try:
        return write() or True
    except (Refused, ValidationError) as refusal:
        doors.tell(request, refusal, form)
        return False
    except NotAllowed as error:
        raise PermissionDenied from error
