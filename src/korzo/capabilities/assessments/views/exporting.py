"""An assessment to take away: workbook, JSON, CSV and data package; of published parts for everybody."""

import io
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from korzo.capabilities.assessments.models import Assessment
from korzo.capabilities.assessments.queries import exporting, terms
from korzo.capabilities.assessments.queries.audiences import Audience
from korzo.capabilities.assessments.views import fairly, inside
from korzo.capabilities.assessments.views.importing import XLSX


@require_safe
@fairly.view
def workbook(request: HttpRequest, code: str) -> HttpResponse:
    """Give tables and ratios with live formulas."""
    found = inside.shown(request, code, "tables")

    def made(audience: Audience) -> bytes:
        kept = io.BytesIO()
        exporting.workbook(kept, found, audience)
        return kept.getvalue()

    return _file(request, found, "xlsx", made, XLSX)


@require_safe
@fairly.view
def content(request: HttpRequest, code: str) -> HttpResponse:
    """Give all of it as JSON: of what is signed, the very file that was signed."""
    found = inside.shown(request, code)
    if not {"tables", "ratios", "questions"} & set(inside.audience(request, found).parts):
        raise Http404
    return _file(request, found, "json", lambda who: exporting.content(found, who).encode(), "application/json")


@require_safe
@fairly.view
def tidy(request: HttpRequest, code: str) -> HttpResponse:
    """Give every figure that counts, one a row."""
    found = inside.shown(request, code, "tables")
    chosen = terms.chosen(found, request.GET)

    def made(audience: Audience) -> bytes:
        return exporting.tidy(found, audience, chosen).encode()

    return _file(request, found, "csv", made, "text/csv; charset=utf-8", chosen.currency)


@require_safe
@fairly.view
def package(request: HttpRequest, code: str) -> HttpResponse:
    """Give revenue and expenditure as a Fiscal Data Package."""
    found = inside.shown(request, code, "tables")
    return _file(request, found, "zip", lambda _who: exporting.package(found), "application/zip")


def _file(
    request: HttpRequest, found: Assessment, ending: str, make: Callable[[Audience], bytes], media_type: str, *more: str
) -> HttpResponse:
    answer = fairly.file(request, found, (ending, *more), make, media_type)
    answer["Content-Disposition"] = f'attachment; filename="{found.code}.{ending}"'
    return answer
