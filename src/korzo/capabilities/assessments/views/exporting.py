"""An assessment to take away: workbook, JSON, CSV and data package; of published parts for everybody."""

import io

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from korzo.capabilities.assessments.queries import exporting
from korzo.capabilities.assessments.views import inside
from korzo.capabilities.assessments.views.importing import XLSX


@require_safe
def workbook(request: HttpRequest, code: str) -> HttpResponse:
    """Give tables and ratios with live formulas."""
    found = inside.shown(request, code, "tables")
    kept = io.BytesIO()
    exporting.workbook(kept, found, inside.audience(request, found))
    return _answer(kept.getvalue(), XLSX, f"{found.code}.xlsx")


@require_safe
def content(request: HttpRequest, code: str) -> HttpResponse:
    """Give all of it as JSON: of what is signed, the very file that was signed."""
    found = inside.shown(request, code)
    audience = inside.audience(request, found)
    if not {"tables", "ratios", "questions"} & set(audience.parts):
        raise Http404
    told = exporting.content(found, audience)
    return _answer(told.encode(), "application/json", f"{found.code}.json")


@require_safe
def tidy(request: HttpRequest, code: str) -> HttpResponse:
    """Give every figure that counts, one a row."""
    found = inside.shown(request, code, "tables")
    told = exporting.tidy(found, inside.audience(request, found))
    return _answer(told.encode(), "text/csv; charset=utf-8", f"{found.code}.csv")


@require_safe
def package(request: HttpRequest, code: str) -> HttpResponse:
    """Give revenue and expenditure as a Fiscal Data Package."""
    found = inside.shown(request, code, "tables")
    return _answer(exporting.package(found), "application/zip", f"{found.code}.zip")


def _answer(told: bytes, media_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(told, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
