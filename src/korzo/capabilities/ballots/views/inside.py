"""Who may come in, and the way to a page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from korzo.capabilities.ballots import permissions
from korzo.capabilities.ballots.models import Vote
from korzo.capabilities.ballots.operations.refusals import NotAllowed, Refused
from korzo.capabilities.ballots.queries import lists
from korzo.kernel.people.models import Person
from korzo.ui import doors
from korzo.ui.doors import Guarded, P, View

REFUSALS = (Refused, NotAllowed)
_WHY = gettext_lazy("These pages are for the people who prepare votes.")


def residents(view: View[P]) -> Guarded[P]:
    """Let in everybody with an account; the view gets them as its second argument."""
    return doors.guard(permissions.can_take_part, _WHY, view)


def workers(view: View[P]) -> Guarded[P]:
    """Let in who prepares or moderates votes."""
    return doors.guard(permissions.can_work, _WHY, view)


def organisers(view: View[P]) -> Guarded[P]:
    """Let in who makes consultations."""
    return doors.guard(permissions.can_begin, _WHY, view)


def moderators(view: View[P]) -> Guarded[P]:
    """Let in who checks what residents propose."""
    return doors.guard(permissions.can_moderate, _WHY, view)


def registrars(view: View[P]) -> Guarded[P]:
    """Let in who reads rolls of voters."""
    return doors.guard(permissions.can_run_secret, _WHY, view)


def vote(request: HttpRequest, code: str) -> Vote:
    """The vote with this code, when the reader may see it; raises Http404."""
    found = lists.by_code(code)
    if found is None or not permissions.can_see(doors.reader(request), found):
        raise Http404
    return found


def organised(person: Person, code: str) -> Vote:
    """A vote that this person prepares; raises Http404."""
    found = lists.by_code(code)
    if found is None or not permissions.can_organise(person, found):
        raise Http404
    return found


def too_many(request: HttpRequest) -> HttpResponse:
    """Say that this was too often."""
    return render(request, "429.html", status=429)


def crumbs(vote: Vote | None = None) -> list[tuple[str, str]]:
    """The way to a page about voting, or about one vote."""
    way = [(_("Voting"), reverse("ballots:votes"))]
    return [*way, (str(vote.title), reverse("ballots:vote", args=[vote.code]))] if vote else way
