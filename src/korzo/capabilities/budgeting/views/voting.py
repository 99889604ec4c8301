"""What stands on the ballots, for everybody: to read, to plan one's vote with, and to print."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from korzo.capabilities.budgeting.models import Cycle, Track
from korzo.capabilities.budgeting.queries import ballots, calendar, voting
from korzo.capabilities.budgeting.rules.validity import Way, shuffled
from korzo.capabilities.budgeting.views import inside, printing
from korzo.capabilities.budgeting.views.public import seed
from korzo.ui import doors

INPUTS = {Way.APPROVAL: "checkbox", Way.KNAPSACK: "checkbox", Way.CHOOSE_ONE: "radio"}


def track_of(request: HttpRequest, code: str, track: str) -> Track:
    """A track whose ballot is made, in a cycle that the reader may see; raises Http404."""
    cycle = inside.cycle(request, code)
    rows = cycle.tracks.select_related("cycle", "district", "theme").defer("district__geometry")
    found = rows.filter(code=track, candidates__isnull=False).first()
    if found is None:
        raise Http404
    return found


def crumbs(cycle: Cycle, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to a page below a cycle's."""
    home = (_("Residents’ budget"), reverse("budgeting:cycles"))
    return [home, (str(cycle.name), reverse("budgeting:cycle", args=[cycle.code])), *more]


@require_safe
def overview(request: HttpRequest, code: str) -> HttpResponse:
    """List the ballots of a cycle, and say who votes on which."""
    cycle = inside.cycle(request, code)
    tracks = voting.tracks_with_ballots(cycle)
    context = {
        "cycle": cycle,
        "tracks": [(track, ballots.rules_in_words(track), track.candidates.count()) for track in tracks],
        "has_districts": any(track.district_id for track in tracks),
        "votes_now": calendar.may(cycle, "vote", now=timezone.now()),
        "crumbs": crumbs(cycle),
    }
    return render(request, "budgeting/ballot/overview.html", context)


@require_safe
def planner(request: HttpRequest, code: str, track: str) -> HttpResponse:
    """Show a ballot in an order that is random and stays the same for a reader, and let them try a choice."""
    found = track_of(request, code, track)
    form = voting.form_of(found)
    rows = {each.number: each for each in voting.candidates(found).prefetch_related("idea__photos__upload")}
    by_number = request.GET.get("order") == "number"
    order = sorted(rows) if by_number else shuffled(rows, seed(request, doors.reader(request)))
    context: dict[str, Any] = {
        "cycle": found.cycle,
        "track": found,
        "form": form,
        "rules": ballots.rules_in_words(found, form),
        "door": ballots.door_of(found),
        "candidates": [rows[number] for number in order],
        "by_number": by_number,
        "input": INPUTS.get(form.way, "number"),
        "votes_now": calendar.may(found.cycle, "vote", now=timezone.now()),
        "ballot_map": f"{reverse('budgeting:map', args=[code])}?bbox={{bbox}}&zoom={{zoom}}&track={track}&state=ballot",
        "crumbs": crumbs(found.cycle, (_("Ballots"), reverse("budgeting:ballots", args=[code]))),
    }
    return render(request, "budgeting/ballot/planner.html", context)


@require_safe
def paper(request: HttpRequest, code: str, track: str) -> HttpResponse:
    """Print the paper ballot of a track, two-sided A4, PDF/UA."""
    found = track_of(request, code, track)
    answer = HttpResponse(printing.ballot(found), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{found.cycle.code}-{found.code}-ballot.pdf"'
    return answer
