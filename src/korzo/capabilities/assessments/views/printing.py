"""The report on paper: PDF/UA-1 and PDF/A-2b in one, in the reader's language."""

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from korzo.capabilities.assessments.models import Assessment
from korzo.capabilities.assessments.queries import reporting, terms
from korzo.capabilities.assessments.queries.audiences import Audience
from korzo.capabilities.assessments.queries.terms import Terms
from korzo.capabilities.assessments.rules.reports import Report
from korzo.capabilities.assessments.views import fairly, inside
from korzo.ui import typesetting

_TEMPLATE = Path(__file__).parents[1] / "templates" / "assessments" / "print" / "report.typ"


@require_safe
@fairly.view
def report(request: HttpRequest, code: str) -> HttpResponse:
    """Give the report of what the reader may see."""
    found = inside.shown(request, code)
    chosen = terms.chosen(found, request.GET)

    def made(audience: Audience) -> bytes:
        return pdf(found, audience, chosen)

    answer = fairly.file(request, found, ("report", chosen.query), made, "application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{found.code}.pdf"'
    return answer


def pdf(assessment: Assessment, audience: Audience, chosen: Terms | None = None) -> bytes:
    """Set what this audience sees of an assessment, in the terms that it chose."""
    with typesetting.printable():
        return typeset(reporting.report(assessment, audience, chosen))


def typeset(made: Report) -> bytes:
    """Set a report, whoever made it."""
    return typesetting.document(_TEMPLATE, made.said(), also=("a-2b",))
