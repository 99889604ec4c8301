"""The asset register for people: on a page, on paper, as a file."""

import csv
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from korzo.capabilities.catalog.models import Dataset
from korzo.capabilities.catalog.queries import register
from korzo.kernel.publishing import lake


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the register by publisher."""
    found = register.whole(timezone.now())
    counts = [(Dataset.Access(code).label, count) for code, count in found.counts.items()]
    return render(request, "catalog/register.html", {"register": found, "counts": counts})


@require_safe
def export(_request: HttpRequest) -> HttpResponse:
    """Hand the register out as CSV."""
    rows = list(register.rows(timezone.now()))
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="register.csv"'
    writer = csv.DictWriter(answer, rows[0] if rows else ["name"])
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return answer


def _cell(value: Any) -> Any:
    return lake.harmless(value) if isinstance(value, str) else value
