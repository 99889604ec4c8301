"""What the work in the street took, and the list of materials."""

import csv
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from korzo.capabilities.cases.forms import rounds as forms
from korzo.capabilities.cases.models import Material
from korzo.capabilities.cases.operations import rounds
from korzo.capabilities.cases.queries import rounds as reading
from korzo.capabilities.cases.rules import scores
from korzo.capabilities.cases.views import inside
from korzo.capabilities.cases.views.setting_up import administrators
from korzo.kernel.people.models import Person
from korzo.kernel.publishing import lake
from korzo.ui.doors import READS_AND_WRITES

COLUMNS = ("month", "case", "category", "office", "reports", "hours", "material", "quantity", "unit")


@login_required
@never_cache
@require_safe
def costs(request: HttpRequest) -> HttpResponse:
    """Show what a month's work took, case by case; `format=csv` gives the same as a file."""
    person = inside.staff(request)
    if not reading.may_see_costs(person):
        raise PermissionDenied(_("These pages are for the people who work on cases."))
    month = scores.first_of(request.GET.get("month", ""), otherwise=timezone.localdate().replace(day=1))
    office = request.GET.get("office", "")
    found = reading.costs(person, month=month, office=office)
    if request.GET.get("format") == "csv":
        return _file(found, month)
    context = {
        "month": month,
        "before": scores.before(month),
        "after": scores.after(month),
        "office": office,
        "offices": sorted(reading.offices(person), key=lambda each: str(each.name)),
        "lines": found,
        "whole": reading.total(person, month=month, office=office),
    }
    return render(request, "cases/round/costs.html", context)


def _file(found: list[reading.Cost], month: date) -> HttpResponse:
    """A line for each case and material, and one for a case without material."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="costs-{month:%Y-%m}.csv"'
    rows = csv.writer(answer)
    rows.writerow(COLUMNS)
    for line in found:
        about = [f"{month:%Y-%m}", line.of.code, line.of.category.code, line.of.office.code]
        first = [line.works, line.hours]
        used = [
            (lake.harmless(str(row.name)), str(quantity), lake.harmless(row.unit)) for row, quantity in line.materials
        ]
        for each in used or [("", "", "")]:
            rows.writerow([*about, *first, *each])
            first = ["", ""]  # time is counted once
    return answer


@require_safe
@administrators
def materials(request: HttpRequest, _by: Person) -> HttpResponse:
    """List what crews can choose."""
    return render(request, "cases/round/materials.html", {"rows": Material.objects.all(), "here": "materials"})


@require_http_methods(READS_AND_WRITES)
@administrators
def material(request: HttpRequest, by: Person, key: int = 0) -> HttpResponse:
    """Add a material, or change it."""
    row = get_object_or_404(Material, pk=key) if key else None
    form = forms.MaterialForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        rounds.keep_material(form.save(commit=False), by=by, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("cases:materials")
    context = {"form": form, "row": row}
    return render(request, "cases/round/material.html", context, status=422 if form.errors else 200)
