"""The years to come: three scenarios, the fan, what the law lets the city borrow, and what is assumed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from korzo.capabilities.assessments import permissions
from korzo.capabilities.assessments.forms import projecting as forms
from korzo.capabilities.assessments.models import Scenario
from korzo.capabilities.assessments.operations import projecting
from korzo.capabilities.assessments.queries import dating
from korzo.capabilities.assessments.queries.audiences import Audience
from korzo.capabilities.assessments.queries.projecting import Projection
from korzo.capabilities.assessments.views import fairly, inside
from korzo.kernel.people.models import Person
from korzo.ui import doors
from korzo.ui.doors import READS_AND_WRITES


@require_safe
@fairly.view
def projections(request: HttpRequest, code: str) -> HttpResponse:
    """Show what comes next."""
    found = inside.shown(request, code, "projections")
    person = doors.reader(request)
    start = {"rate": 5, "periods": 15}
    look = forms.Look({**start, **request.GET.dict()})
    values = look.values()

    def ahead(audience: Audience) -> dict[str, Any]:
        projection = Projection(found, **values)
        return {
            "kinds": list(projection.kinds.values()),
            "limits": projection.limits,
            "charts": projection.charts(),
            "capacities": projection.capacities,
            "actions": projection.actions,
            "made_of": list(projection.made_of),
            "gaps": projection.left_out(audience),
            "dated": dating.told(found, projection.group, projection),
        }

    audience = inside.audience(request, found)
    context = {
        **fairly.once(request, found, ("projections", repr(sorted(values.items()))), ahead),
        "assessment": found,
        "look": look,
        "seen": audience.parts,
        "inside": audience.is_house,
        "leads": permissions.can_lead(person, found),
        "plans": permissions.can_plan(person, found),
    }
    return render(request, "assessments/results/projections.html", context)


@require_http_methods(READS_AND_WRITES)
@inside.workers
def assume(request: HttpRequest, person: Person, code: str, kind: str) -> HttpResponse:
    """Change what a scenario assumes."""
    found = inside.read(person, code)
    if kind not in forms.EDITED:
        raise Http404
    if not permissions.can_plan(person, found):
        raise PermissionDenied
    given = request.POST if request.method == "POST" else None
    form = forms.Assume(given, projection=Projection(found), kind=kind)
    if request.method == "POST" and form.is_valid():
        projecting.assume(found, kind, **form.values(), by=person, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("assessments:projections", found.code)
    context = {"assessment": found, "form": form, "kind": dict(Scenario.Kind.choices)[kind]}
    return render(request, "assessments/results/assume.html", context, status=422 if form.errors else 200)
