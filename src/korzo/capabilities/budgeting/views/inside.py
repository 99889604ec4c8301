"""Who may come in, and how a refusal is told."""

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from korzo.capabilities.budgeting import operations, permissions
from korzo.capabilities.budgeting.models import Cycle, Idea
from korzo.capabilities.budgeting.queries import lists
from korzo.capabilities.budgeting.rules import states
from korzo.kernel.people.models import Person
from korzo.ui import doors
from korzo.ui.doors import Guarded, P, View

REFUSALS = (operations.Refused, operations.NotAllowed, operations.IdeaChanged, states.NotPossible, ValidationError)
_WHY = gettext_lazy("These pages are for the people who prepare the residents’ budget.")


def residents(view: View[P]) -> Guarded[P]:
    """Let in everybody with an account; the view gets them as its second argument."""
    return doors.guard(permissions.can_take_part, _WHY, view)


def workers(view: View[P]) -> Guarded[P]:
    """Let in who checks, plans or moderates."""
    return doors.guard(permissions.can_work, _WHY, view)


def planners(view: View[P]) -> Guarded[P]:
    """Let in who plans."""
    return doors.guard(permissions.can_plan, _WHY, view)


def moderators(view: View[P]) -> Guarded[P]:
    """Let in who moderates."""
    return doors.guard(permissions.can_moderate, _WHY, view)


def deciders(view: View[P]) -> Guarded[P]:
    """Let in who records what the council decided."""
    return doors.guard(permissions.can_decide, _WHY, view)


def reporters(view: View[P]) -> Guarded[P]:
    """Let in who tells how the building goes on."""
    return doors.guard(permissions.can_report, _WHY, view)


def administrators(view: View[P]) -> Guarded[P]:
    """Let in who sets the city up."""
    return doors.guard(permissions.can_set_up, _WHY, view)


def cycle(request: HttpRequest, code: str) -> Cycle:
    """The cycle with this code, when the reader may see it; raises Http404."""
    found = Cycle.objects.filter(code=code).first()
    if found is None or not (found.is_published or permissions.can_plan(doors.reader(request))):
        raise Http404
    return found


def idea(request: HttpRequest, code: str) -> Idea:
    """The idea with this number, when the reader may see it; raises Http404."""
    found = lists.by_code(code)
    if found is None or not permissions.can_see(doors.reader(request), found):
        raise Http404
    return found


def own(person: Person, code: str) -> Idea:
    """An idea of one's own; raises Http404."""
    found = lists.by_code(code)
    if found is None or not permissions.is_author(person, found):
        raise Http404
    return found


def tell(request: HttpRequest, refusal: Exception, form: BaseForm | None = None) -> None:
    """Tell why something was not done: at the question, or above the page."""
    if isinstance(refusal, states.NotPossible):
        refusal = operations.Refused("", _("This is not possible as the idea stands now."))
    doors.tell(request, refusal, form)
