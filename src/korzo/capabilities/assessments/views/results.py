"""What an assessment finds."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from korzo.capabilities.assessments.queries import findings
from korzo.capabilities.assessments.views import inside


@require_safe
def results(request: HttpRequest, code: str) -> HttpResponse:
    """Show the ratios of the last closed year."""
    found = inside.shown(request, code)
    return render(request, "assessments/results.html", {"assessment": found, "packs": findings.computed(found)})
