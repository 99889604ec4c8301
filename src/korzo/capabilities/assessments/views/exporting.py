"""An assessment to take away: workbook, JSON, CSV and data package; of published parts for everybody."""

import io

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from korzo.capabilities.assessments import permissions
from korzo.capabilities.assessments.models import Assessment
from korzo.capabilities.assessments.queries import exporting
from korzo.capabilities.assessments.views import inside
from korzo.capabilities.assessments.views.importing import XLSX
from korzo.ui import doors


@require_safe
def workbook(request: HttpRequest, code: str) -> HttpResponse:
    """Give tables and ratios with live formulas."""
    found = inside.shown(request, code, "tables")
    kept = io.BytesIO()
    exporting.workbook(kept, found, inside.seen(doors.reader(request), found), whole_house=_house(request, found))
    return _answer(kept.getvalue(), XLSX, f"{found.code}.xlsx")


@require_safe
def content(request: HttpRequest, code: str) -> HttpResponse:
    """Give all of it as JSON: of what is signed, the very file that was signed."""
    found = inside.shown(request, code)
    parts = inside.seen(doors.reader(request), found)
    if not {"tables", "ratios", "questions"} & set(parts):
        raise Http404
    told = exporting.content(found, parts, whole_house=_house(request, found))
    return _answer(told.encode(), "application/json", f"{found.code}.json")


@require_safe
def tidy(request: HttpRequest, code: str) -> HttpResponse:
    """Give every figure that counts, one a row."""
    found = inside.shown(request, code, "tables")
    return _answer(exporting.tidy(found).encode(), "text/csv; charset=utf-8", f"{found.code}.csv")


@require_safe
def package(request: HttpRequest, code: str) -> HttpResponse:
    """Give revenue and expenditure as a Fiscal Data Package."""
    found = inside.shown(request, code, "tables")
    return _answer(exporting.package(found), "application/zip", f"{found.code}.zip")


def _house(request: HttpRequest, found: Assessment) -> bool:
    return permissions.can_read(doors.reader(request), found)


def _answer(told: bytes, media_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(told, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
