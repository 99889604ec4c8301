"""The scoreboard: what the city promised and kept, month by month, for everybody."""

import csv

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from korzo.capabilities.cases.queries import scoreboard
from korzo.capabilities.cases.rules import scores
from korzo.kernel.publishing import lake

COLUMNS = (
    "month",
    "code",
    "name",
    "closed",
    "on_time_percent",
    "median_hours",
    "reopened_percent",
    "satisfied_percent",
)


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Show a month by office or by kind of problem; `format=csv` gives the same as a file."""
    latest = scores.before(timezone.localdate().replace(day=1))
    by = "category" if request.GET.get("by") == "category" else "office"
    found = scoreboard.board(scores.first_of(request.GET.get("month", ""), otherwise=latest), by=by)
    if request.GET.get("format") == "csv":
        return _file(found, by)
    context = {
        "board": found,
        "by": by,
        "least": scores.LEAST,
        "views": [("office", _("By office")), ("category", _("By kind of problem"))],
        "crumbs": [(_("Reported problems"), reverse("cases:list"))],
    }
    return render(request, "cases/scoreboard.html", context)


def _file(found: scoreboard.Board, by: str) -> HttpResponse:
    """The lines as CSV; those of few cases have empty cells."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="scoreboard-{found.month:%Y-%m}-{by}.csv"'
    rows = csv.writer(answer)
    rows.writerow(COLUMNS)
    for line in found.lines:
        figures = (line.closed, line.on_time, line.median_hours, line.reopened, line.satisfied)
        rows.writerow([f"{found.month:%Y-%m}", line.of.code, lake.harmless(str(line.of.name)), *figures])
    return answer
