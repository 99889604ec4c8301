"""What an assessment finds: on one page for who has two minutes, and ratio by ratio for who asks why."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from korzo.capabilities.assessments import permissions
from korzo.capabilities.assessments.models import Action
from korzo.capabilities.assessments.queries import dating, snapshots, terms
from korzo.capabilities.assessments.queries.audiences import PUBLISHABLE, Audience
from korzo.capabilities.assessments.queries.explaining import MOST_CITIES, Explained
from korzo.capabilities.assessments.queries.overview import Overview
from korzo.capabilities.assessments.views import inside
from korzo.kernel.people.models import Person
from korzo.ui import doors


@require_safe
def results(request: HttpRequest, code: str) -> HttpResponse:
    """Show how the city stands: what the house sees, or what is published."""
    found = inside.shown(request, code)
    person: Person | None = doors.reader(request)
    audience = inside.audience(request, found)
    preview = "preview" in request.GET and permissions.can_lead(person, found)
    if preview:  # as a stranger would see it, were these parts published
        person, audience = None, Audience(tuple(each for each in PUBLISHABLE if each in request.GET.getlist("part")))
    overview = Overview(found, audience, terms.chosen(found, request.GET))
    done = [each for each in overview.actions if each.state == Action.State.DONE]
    under_way = [each for each in overview.actions if each.state in (Action.State.APPROVED, Action.State.IN_PROGRESS)]
    context = {
        "assessment": found,
        "preview": preview,
        "seen": audience.parts,
        "overview": overview,
        "inside": audience.is_house,
        "dated": dating.told(found, overview.group),
        "leads": permissions.can_lead(person, found),
        "plans": permissions.can_plan(person, found),
        "terms": overview.terms,
        "published_sha256": snapshots.fingerprint(found),
        "done": len(done),
        "under_way": len(under_way),
    }
    return render(request, "assessments/results/results.html", context)


@require_safe
def ratio(request: HttpRequest, code: str, pack: str, ratio: str) -> HttpResponse:
    """Show one ratio: what it says, how it is made, its years, and the cities around."""
    found = inside.shown(request, code, "ratios")
    overview = Overview(found, inside.audience(request, found), terms.chosen(found, request.GET))
    told = overview.one(pack, ratio)
    if told is None:
        raise Http404
    person, explained = doors.reader(request), Explained(overview, told)
    chosen = request.GET.getlist("city")
    context = {
        "assessment": found,
        "told": told,
        "terms": overview.terms,
        "explained": explained,
        "chart": explained.chart(),
        "chosen": chosen,
        "most": MOST_CITIES,
        "multiples": explained.beside(chosen),
        "inside": overview.audience.is_house,
        "dated": dating.told(found, overview.group),
        "plans": permissions.can_plan(person, found),
    }
    return render(request, "assessments/results/ratio.html", context)
