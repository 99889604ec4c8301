"""Who may come in: the people who work on cases, and the cases that they may see from inside."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from korzo.capabilities.cases import permissions
from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.queries import lists
from korzo.kernel.people.models import Person
from korzo.ui import doors


def staff(request: HttpRequest) -> Person:
    """Who works here; raises PermissionDenied."""
    person = doors.reader(request)
    if person is None or not permissions.can_use_queue(person):
        raise PermissionDenied(_("These pages are for the people who work on cases."))
    return person


def case(request: HttpRequest, code: str, *beside: str) -> Case:
    """The case with this number, and `beside` it what else is named; raises Http404, PermissionDenied."""
    found = lists.by_code(code, *beside)
    if found is None or not permissions.can_see_inside(staff(request), found):
        raise Http404
    return found
