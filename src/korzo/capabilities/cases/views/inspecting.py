"""Inspections: what is due, setting them up, answering them on the spot."""

import csv
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from korzo.capabilities.cases import operations, permissions
from korzo.capabilities.cases.forms import inspecting as forms
from korzo.capabilities.cases.models import Check, Inspection
from korzo.capabilities.cases.operations import inspecting
from korzo.capabilities.cases.queries import inspecting as reading
from korzo.capabilities.cases.views import inside
from korzo.kernel.people.roles import Role
from korzo.kernel.publishing import lake
from korzo.ui.doors import READS_AND_WRITES

COLUMNS = ("inspection", "office", "place", "due_on", "state", "done_at", "case", "question", "answer", "note")


@login_required
@never_cache
@require_safe
def inspections(request: HttpRequest) -> HttpResponse:
    """Show what is due and late, what was found, and what goes on; `format=csv` gives all that was done as a file."""
    person, now = inside.staff(request), timezone.now()
    if request.GET.get("format") == "csv":
        return _file(list(reading.done(person, reading.MOST_EXPORTED)))
    context = {
        "checks": reading.due(person, now=now),
        "done": [(check, reading.answers(check)) for check in reading.done(person)],
        "rows": reading.seen(person),
        "sets_up": person.has_role(Role.OFFICER, Role.ADMINISTRATOR),
    }
    return render(request, "cases/inspecting/list.html", context)


def _file(found: list[Check]) -> HttpResponse:
    """A line for each answer."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="inspections.csv"'
    rows = csv.writer(answer)
    rows.writerow(COLUMNS)
    for check in found:
        row = check.inspection
        words = [lake.harmless(text) for text in (row.name, row.office.code, row.address)]
        done_at = timezone.localtime(check.done_at).isoformat() if check.done_at else ""
        about = [*words, check.due_on, check.state, done_at, check.case.code if check.case else ""]
        for question, said in reading.answers(check) or [("", "")]:
            heard = {True: "yes", False: "no"}[said] if isinstance(said, bool) else said
            rows.writerow([*about, lake.harmless(question), lake.harmless(str(heard)), lake.harmless(check.note)])
    return answer


@require_http_methods(READS_AND_WRITES)
@login_required
@never_cache
def inspection(request: HttpRequest, key: int = 0) -> HttpResponse:
    """Set an inspection up, or change it."""
    person = inside.staff(request)
    row = reading.seen(person).filter(pk=key).first() if key else None
    if key and row is None:
        raise Http404
    if not (permissions.can_answer_for(person, row.office_id) if row else person.has_role(*_SET_UP)):
        raise PermissionDenied(_("Only the office that does it can set up an inspection."))
    form = forms.InspectionForm(request.POST or None, instance=row, person=person)
    if request.method == "POST" and form.is_valid():
        inspecting.keep(form.save(commit=False), by=person, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("cases:inspections")
    context = {"form": form, "row": row}
    return render(request, "cases/inspecting/inspection.html", context, status=422 if form.errors else 200)


_SET_UP = (Role.OFFICER, Role.ADMINISTRATOR)


@require_http_methods(READS_AND_WRITES)
@login_required
@never_cache
def check(request: HttpRequest, key: int) -> HttpResponse:
    """Answer an inspection on the spot."""
    person = inside.staff(request)
    found = Check.objects.select_related("inspection__office").filter(pk=key, inspection__in=_own(person)).first()
    if found is None:
        raise Http404
    form = forms.Answers(request.POST or None, questions=found.inspection.questions)
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = {name: form.cleaned_data[name] for name in ("state", "note")}
        try:
            done = inspecting.do_check(found, **given, answers=form.answers, by=person, now=timezone.now())
        except operations.ReportRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            if done.case:
                messages.success(request, _("Saved. %(code)s was opened for it.") % {"code": done.case.code})
            else:
                messages.success(request, _("Saved."))
            return redirect("cases:inspections")
    context = {"form": form, "check": found, "row": found.inspection}
    return render(request, "cases/inspecting/check.html", context, status=422 if form.errors else 200)


def _own(person: Any) -> list[Inspection]:
    return [row for row in reading.seen(person) if permissions.can_answer_for(person, row.office_id)]
