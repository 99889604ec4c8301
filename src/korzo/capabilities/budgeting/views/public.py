"""What everybody can look at: cycles, their ideas as a list and on the map, and one idea."""

import math
import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from korzo.capabilities.budgeting import forms, permissions
from korzo.capabilities.budgeting.models import Cycle, Idea
from korzo.capabilities.budgeting.queries import calendar, checking, committee, lists, people, story
from korzo.capabilities.budgeting.rules import states
from korzo.capabilities.budgeting.views import inside
from korzo.kernel import refs
from korzo.kernel.people.models import Person
from korzo.kernel.places.geometry import Box
from korzo.ui import doors

SEED = "budgeting.order"
NEWEST = 6


@require_safe
def cycles(request: HttpRequest) -> HttpResponse:
    """List the cycles, running ones first."""
    now = timezone.now()
    plans = permissions.can_plan(doors.reader(request))
    rows = [
        {"cycle": row, "stage": calendar.current(row, now=now), "money": checking.money(row)}
        for row in Cycle.objects.all()
        if row.is_published or plans
    ]
    return render(request, "budgeting/cycles.html", {"rows": rows, "plans": plans})


@require_safe
def cycle(request: HttpRequest, code: str) -> HttpResponse:
    """Show a cycle: what can be done now, its calendar, its envelopes, some ideas."""
    found, now = inside.cycle(request, code), timezone.now()
    person = doors.reader(request)
    ideas = Idea.objects.public().filter(cycle=found)
    context = {
        "cycle": found,
        "money": checking.money(found),
        "stages": (stages := calendar.stages(found, now=now)),
        "stage": next((each for each in stages if each.state == "now"), None),
        "coming": next((each for each in stages if each.state == "next"), None),
        "tracks": found.tracks.select_related("theme", "district").defer("district__geometry"),
        "count": ideas.count(),
        "ideas": lists.Shuffled(ideas, order="shuffled", seed=seed(request, person)).page(1)[:NEWEST],
        "can": {name: calendar.may(found, name, now=now) for name in ("propose", "support", "volunteer")},
        "draw": getattr(found, "draw", None),
        "plans": permissions.can_plan(person),
        "sets_up": permissions.can_set_up(person),
        "crumbs": [(_("Residents’ budget"), reverse("budgeting:cycles"))],
    }
    return render(request, "budgeting/cycle.html", context)


@require_safe
def ideas(request: HttpRequest, code: str) -> HttpResponse:
    """List the ideas of a cycle beside the map."""
    found, person = inside.cycle(request, code), doors.reader(request)
    filters = lists.Filters.read(request.GET.dict())
    pages = lists.Shuffled(lists.public(found, filters), order=filters.order, seed=seed(request, person))
    page = pages.get_page(request.GET.get("page"))
    context = {
        "cycle": found,
        "page": page,
        "filters": filters,
        "form": forms.Filter(found, filters),
        "supported": people.supports(person, list(page)),
        "can_propose": calendar.may(found, "propose", now=timezone.now()),
        "query": request.GET.urlencode(),
        "crumbs": _crumbs(found),
    }
    return render(request, "budgeting/ideas.html", context)


@require_safe
def map_features(request: HttpRequest, code: str) -> JsonResponse:
    """Answer what the map shows in a box at a zoom, as GeoJSON."""
    found = inside.cycle(request, code)
    try:
        west, south, east, north, zoom = (
            _finite(part) for part in (*request.GET.get("bbox", "").split(","), request.GET.get("zoom", "12"))
        )
    except ValueError:
        return JsonResponse({"error": "bbox=west,south,east,north in degrees and zoom are needed"}, status=400)
    shown = lists.public(found, lists.Filters.read(request.GET.dict()))
    url = reverse("budgeting:idea", args=["CODE"])
    answer = JsonResponse(
        lists.features(shown, box=Box(west, south, east, north), zoom=min(max(zoom, 0.0), 22.0), url=url),
        content_type="application/geo+json",
    )
    answer["Cache-Control"] = "public, max-age=30"
    return answer


@require_safe
def idea(request: HttpRequest, code: str) -> HttpResponse:
    """Show one idea."""
    found = inside.idea(request, code)
    if found.code != code:
        return redirect("budgeting:idea", found.code)
    return render(request, "budgeting/idea.html", shown(request, found))


def shown(request: HttpRequest, found: Idea, **more: Any) -> dict[str, Any]:
    """Everything that an idea's page needs; `more` are forms that have to be shown again."""
    person, now = doors.reader(request), timezone.now()
    reviews = checking.public_reviews(found)
    comments = found.comments.select_related("person")
    return {
        "idea": found,
        "authors": people.authors(found),
        "is_author": permissions.is_author(person, found),
        "is_first": permissions.can_withdraw(person, found),
        "can_change": _can_change(found, person),
        "can_support": found.step in states.BEFORE_SHORTLIST and calendar.may(found.cycle, "support", now=now),
        "can_comment": found.state != states.State.DRAFT and calendar.may(found.cycle, "comment", now=now),
        "supports": bool(people.supports(person, [found])),
        "invitation": people.invitation(found, person),
        "complained": people.has_complained(found, person),
        "comments": [each for each in comments if permissions.can_read_comment(person, each)],
        "comment_form": forms.Comment(),
        "invite_form": forms.Invitation(),
        "improve_form": forms.Improve(),
        "reviews": reviews,
        "visits": found.visits.all(),
        "steps": story.steps(found, reviews),
        "origin": story.origin(found),
        "goes_on": refs.describe(found.merged_into.ref) if found.merged_into else None,
        "merged": found.merged.filter(is_hidden=False),
        "plans": permissions.can_work(person),
        "crumbs": [*_crumbs(found.cycle), (_("Ideas"), reverse("budgeting:ideas", args=[found.cycle.code]))],
        **more,
    }


@require_safe
def protocol(request: HttpRequest, code: str) -> HttpResponse:
    """Show how the committee was drawn, so that anybody can draw again."""
    found = inside.cycle(request, code)
    draw = getattr(found, "draw", None)
    context = {
        "cycle": found,
        "draw": draw,
        "places": committee.drawn(draw) if draw else [],
        "seats": draw.places.filter(is_substitute=False).select_related("person") if draw else [],
        "volunteers": found.volunteers.count(),
        "crumbs": _crumbs(found),
    }
    return render(request, "budgeting/committee/protocol.html", context)


@require_safe
def protocol_json(request: HttpRequest, code: str) -> HttpResponse:
    """Give everything that is needed to draw again."""
    draw = getattr(inside.cycle(request, code), "draw", None)
    if draw is None:
        return JsonResponse({"detail": "The list is not closed yet."}, status=404)
    return JsonResponse(committee.protocol(draw), json_dumps_params={"indent": 1})


def _can_change(idea: Idea, person: Person | None) -> bool:
    if not permissions.is_author(person, idea) or idea.step not in states.IMPROVABLE:
        return False
    ability = "propose" if idea.state == states.State.DRAFT else "improve"
    return calendar.may(idea.cycle, ability, now=timezone.now())


def _finite(text: str) -> float:
    if not math.isfinite(number := float(text)):
        raise ValueError(text)
    return number


def _crumbs(cycle: Cycle) -> list[tuple[str, str]]:
    return [
        (_("Residents’ budget"), reverse("budgeting:cycles")),
        (str(cycle.name), reverse("budgeting:cycle", args=[cycle.code])),
    ]


def seed(request: HttpRequest, person: Person | None) -> str:
    """What an order is shuffled with: the same for a person always, for a stranger as long as their session lasts."""
    if person is not None:
        return person.ref
    if SEED not in request.session:
        request.session[SEED] = secrets.token_hex(4)
    return str(request.session[SEED])
