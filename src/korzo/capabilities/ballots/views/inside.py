"""Who may come in, and how a refusal is told."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from korzo.capabilities.ballots import permissions
from korzo.capabilities.ballots.models import Vote
from korzo.capabilities.ballots.operations.refusals import NotAllowed, Refused
from korzo.capabilities.ballots.queries import lists
from korzo.kernel.people.models import Person

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Person, P], HttpResponse]
Guarded = Callable[Concatenate[HttpRequest, P], HttpResponse]
READS_AND_WRITES = ["GET", "HEAD", "POST"]
REFUSALS = (Refused, NotAllowed)


def reader(request: HttpRequest) -> Person | None:
    """Who is signed in."""
    return request.user if isinstance(request.user, Person) else None


def _only(allowed: Callable[[Person | None], bool], view: View[P]) -> Guarded[P]:
    @wraps(view)
    def enter(request: HttpRequest, /, *args: P.args, **more: P.kwargs) -> HttpResponse:
        person = reader(request)
        if person is None or not allowed(person):
            raise PermissionDenied(_("These pages are for the people who prepare votes."))
        return view(request, person, *args, **more)

    guarded: Guarded[P] = login_required(never_cache(enter))
    return guarded


def residents(view: View[P]) -> Guarded[P]:
    """Let in everybody with an account; the view gets them as its second argument."""
    return _only(permissions.can_take_part, view)


def workers(view: View[P]) -> Guarded[P]:
    """Let in who prepares or moderates votes."""
    return _only(permissions.can_work, view)


def organisers(view: View[P]) -> Guarded[P]:
    """Let in who makes consultations."""
    return _only(permissions.can_begin, view)


def moderators(view: View[P]) -> Guarded[P]:
    """Let in who checks what residents propose."""
    return _only(permissions.can_moderate, view)


def registrars(view: View[P]) -> Guarded[P]:
    """Let in who reads rolls of voters."""
    return _only(permissions.can_run_secret, view)


def vote(request: HttpRequest, code: str) -> Vote:
    """The vote with this code, when the reader may see it; raises Http404."""
    found = lists.by_code(code)
    if found is None or not permissions.can_see(reader(request), found):
        raise Http404
    return found


def organised(person: Person, code: str) -> Vote:
    """A vote that this person prepares; raises Http404."""
    found = lists.by_code(code)
    if found is None or not permissions.can_organise(person, found):
        raise Http404
    return found


def tell(request: HttpRequest, refusal: Exception, form: BaseForm | None = None) -> None:
    """Tell why something was not done: at the question, or above the page."""
    field = getattr(refusal, "field", "")
    if form is None or not form.is_bound:
        messages.error(request, str(refusal))
    else:
        form.add_error(field if field in form.fields else None, str(refusal))


def too_many(request: HttpRequest) -> HttpResponse:
    """Say that this was too often."""
    return render(request, "429.html", status=429)


def crumbs(vote: Vote | None = None) -> list[tuple[str, str]]:
    """The way to a page about voting, or about one vote."""
    way = [(_("Voting"), reverse("ballots:votes"))]
    return [*way, (str(vote.title), reverse("ballots:vote", args=[vote.code]))] if vote else way
