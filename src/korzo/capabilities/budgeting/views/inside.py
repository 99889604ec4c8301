"""Who may come in, and how a refusal is told."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from korzo.capabilities.budgeting import operations, permissions
from korzo.capabilities.budgeting.models import Cycle, Idea
from korzo.capabilities.budgeting.queries import lists
from korzo.capabilities.budgeting.rules import states
from korzo.kernel.people.models import Person

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Person, P], HttpResponse]
Guarded = Callable[Concatenate[HttpRequest, P], HttpResponse]
READS_AND_WRITES = ["GET", "HEAD", "POST"]
REFUSALS = (operations.Refused, operations.NotAllowed, operations.IdeaChanged, states.NotPossible)


def reader(request: HttpRequest) -> Person | None:
    """Who is signed in."""
    return request.user if isinstance(request.user, Person) else None


def _only(allowed: Callable[[Person | None], bool], view: View[P]) -> Guarded[P]:
    @wraps(view)
    def enter(request: HttpRequest, /, *args: P.args, **more: P.kwargs) -> HttpResponse:
        person = reader(request)
        if person is None or not allowed(person):
            raise PermissionDenied(_("These pages are for the people who prepare the residents’ budget."))
        return view(request, person, *args, **more)

    guarded: Guarded[P] = login_required(never_cache(enter))
    return guarded


def residents(view: View[P]) -> Guarded[P]:
    """Let in everybody with an account; the view gets them as its second argument."""
    return _only(permissions.can_take_part, view)


def workers(view: View[P]) -> Guarded[P]:
    """Let in who checks, plans or moderates."""
    return _only(permissions.can_work, view)


def planners(view: View[P]) -> Guarded[P]:
    """Let in who plans."""
    return _only(permissions.can_plan, view)


def moderators(view: View[P]) -> Guarded[P]:
    """Let in who moderates."""
    return _only(permissions.can_moderate, view)


def deciders(view: View[P]) -> Guarded[P]:
    """Let in who records what the council decided."""
    return _only(permissions.can_decide, view)


def reporters(view: View[P]) -> Guarded[P]:
    """Let in who tells how the building goes on."""
    return _only(permissions.can_report, view)


def administrators(view: View[P]) -> Guarded[P]:
    """Let in who sets the city up."""
    return _only(permissions.can_set_up, view)


def cycle(request: HttpRequest, code: str) -> Cycle:
    """The cycle with this code, when the reader may see it; raises Http404."""
    found = Cycle.objects.filter(code=code).first()
    if found is None or not (found.is_published or permissions.can_plan(reader(request))):
        raise Http404
    return found


def idea(request: HttpRequest, code: str) -> Idea:
    """The idea with this number, when the reader may see it; raises Http404."""
    found = lists.by_code(code)
    if found is None or not permissions.can_see(reader(request), found):
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
    text = said(refusal)
    field = getattr(refusal, "field", "")
    if form is None or not form.is_bound:
        messages.error(request, text)
    else:
        form.add_error(field if field in form.fields else None, text)


def said(refusal: Exception) -> str:
    """A refusal in words."""
    if isinstance(refusal, states.NotPossible):
        return _("This is not possible as the idea stands now.")
    return str(refusal)
