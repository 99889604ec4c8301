"""The improvement plan: all actions, one action, writing one straight from what is weak, and telling how it goes on."""

import csv
from io import BytesIO, StringIO

import xlsxwriter
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.capabilities.assessments import permissions
from korzo.capabilities.assessments.forms import planning as forms
from korzo.capabilities.assessments.models import Action, Assessment
from korzo.capabilities.assessments.operations import planning
from korzo.capabilities.assessments.queries import findings
from korzo.capabilities.assessments.queries.overview import Overview
from korzo.capabilities.assessments.queries.planning import Plan
from korzo.capabilities.assessments.views import inside
from korzo.kernel import refs
from korzo.kernel.people.models import Person
from korzo.kernel.publishing import lake
from korzo.kernel.text.multilingual import Text
from korzo.ui import doors
from korzo.ui.doors import READS_AND_WRITES

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """List the actions, what matters most and is easiest first."""
    found = inside.shown(request, code, "plan")
    person, audience = doors.reader(request), inside.audience(request, found)
    form = forms.Filter(request.GET, proposals=audience.is_house)
    chosen = form.cleaned_data if form.is_valid() else {}
    context = {
        "assessment": found,
        "plan": Plan(found, audience=audience, **chosen),
        "form": form,
        "seen": audience.parts,
        "inside": audience.is_house,
        "leads": permissions.can_lead(person, found),
        "plans": permissions.can_plan(person, found),
    }
    return render(request, "assessments/plan/plan.html", context)


@require_safe
def export(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Give the plan as a sheet."""
    found = inside.shown(request, code, "plan")
    sheet = Plan(found, audience=inside.audience(request, found)).sheet()
    if form == "csv":
        out = StringIO()
        csv.writer(out).writerows(
            [lake.harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in sheet
        )
        answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    elif form == "xlsx":
        answer = HttpResponse(_workbook(sheet), content_type=_XLSX)
    else:
        raise Http404
    answer["Content-Disposition"] = f'attachment; filename="plan-{found.code}.{form}"'
    return answer


def _workbook(sheet: list[list[str | int | float]]) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        page, bold = book.add_worksheet(), book.add_format({"bold": True, "text_wrap": True})
        page.write_row(0, 0, sheet[0], bold)
        for at, row in enumerate(sheet[1:], 1):
            page.write_row(at, 0, row)
        page.set_column(1, 1, 40)
        page.set_column(2, len(sheet[0]) - 1, 18)
        page.freeze_panes(1, 2)
        page.set_landscape()
        page.fit_to_pages(1, 0)
    return out.getvalue()


@require_safe
def action(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show an action: what it is to move, how far it is, and what followed from it."""
    row, person = get_object_or_404(_rows(), assessment__code=code, number=number), doors.reader(request)
    if not permissions.can_report(person, row):
        found = inside.shown(request, code, "plan")
        if not inside.audience(request, found).actions(found).filter(pk=row.pk).exists():
            raise Http404
    return _shown(request, row.assessment, row)


@require_http_methods(READS_AND_WRITES)
@inside.workers
def new(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    """Write an action, of a weak ratio or answer (`indicator`) or of nothing."""
    found = inside.read(person, code)
    if not permissions.can_plan(person, found):
        raise PermissionDenied
    key = request.GET.get("indicator", "")
    today = timezone.localdate()
    start = forms.begin(found, key, _weakness(found, key)) if key else {"target_year": found.last_year + 2}
    start |= {"starts_on": today, "ends_on": today.replace(year=today.year + 1, day=1), "impact": 3, "feasibility": 3}
    form = forms.Write(request.POST if request.method == "POST" else None, assessment=found, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            made = planning.plan(found, form.values(), by=person, now=timezone.now())
        except inside.REFUSALS as refusal:
            doors.tell(request, refusal, form)
        else:
            messages.success(request, _("The action stands in the plan."))
            return redirect("assessments:action", found.code, made.number)
    context = {"assessment": found, "form": form, "action": None}
    return render(request, "assessments/plan/write.html", context, status=422 if form.errors else 200)


@require_http_methods(READS_AND_WRITES)
@inside.workers
def change(request: HttpRequest, person: Person, code: str, number: int) -> HttpResponse:
    """Change an action that the council has not approved yet."""
    found = inside.read(person, code)
    if not permissions.can_plan(person, found):
        raise PermissionDenied
    row = _action(found, number)
    start = {"target": forms.typed(row, findings.indicator(found, row.indicator))}
    given = request.POST if request.method == "POST" else None
    form = forms.Write(given, assessment=found, instance=row, initial=start)
    if request.method == "POST" and form.is_valid():
        version = int(request.POST.get("version", "0") or 0)
        try:
            planning.change(row, form.values(), version=version, by=person, now=timezone.now())
        except inside.REFUSALS as refusal:
            doors.tell(request, refusal, form)
        else:
            messages.success(request, _("Saved."))
            return redirect("assessments:action", found.code, number)
    context = {"assessment": found, "form": form, "action": row}
    return render(request, "assessments/plan/write.html", context, status=422 if form.errors else 200)


@require_POST
@inside.workers
def step(request: HttpRequest, person: Person, code: str, number: int) -> HttpResponse:
    """Tell how an action goes on."""
    found, row = _reported(person, code, number)
    form = forms.Step(request.POST, action=row, decides=permissions.can_plan(person, found))
    if form.is_valid():
        try:
            planning.step(row, **form.cleaned_data, by=person, now=timezone.now())
        except inside.REFUSALS as refusal:
            doors.tell(request, refusal, form)
        else:
            messages.success(request, _("Saved."))
            return redirect("assessments:action", found.code, number)
    return _shown(request, found, row, form=form)


@require_POST
@inside.workers
def prove(request: HttpRequest, person: Person, code: str, number: int) -> HttpResponse:
    """Add what shows that something was done."""
    found, row = _reported(person, code, number)
    form = forms.Prove(request.POST, request.FILES)
    if form.is_valid():
        title, file, address = (form.cleaned_data[name] for name in ("title", "file", "address"))
        content, name = (file.read(), file.name) if file else (None, "")
        try:
            planning.prove(row, title, content, file_name=name, address=address, by=person, now=timezone.now())
        except inside.REFUSALS as refusal:
            doors.tell(request, refusal, form)
        else:
            messages.success(request, _("Saved."))
            return redirect("assessments:action", found.code, number)
    return _shown(request, found, row, evidence=form)


def _shown(
    request: HttpRequest,
    assessment: Assessment,
    row: Action,
    *,
    form: forms.Step | None = None,
    evidence: forms.Prove | None = None,
) -> HttpResponse:
    person = doors.reader(request)
    audience = inside.audience(request, assessment)
    plans, reports = permissions.can_plan(person, assessment), permissions.can_report(person, row)
    context = {
        "assessment": assessment,
        "row": Plan(assessment, audience=audience).told([row])[0],
        "action": row,
        "plans": plans,
        "reports": reports,
        "seen": audience.parts,
        "inside": audience.is_house or reports,
        "form": form or (forms.Step(action=row, decides=plans) if reports else None),
        "evidence": evidence or forms.Prove(),
        "offers": refs.offered(row.ref) if plans else [],
        "followed": refs.followed_by(row.ref, kind="carried_out_by"),
    }
    failed = any(each is not None and each.is_bound for each in (form, evidence))
    return render(request, "assessments/plan/action.html", context, status=422 if failed else 200)


def _reported(person: Person, code: str, number: int) -> tuple[Assessment, Action]:
    """An action on which this person may report; raises Http404, or PermissionDenied for who reads it only."""
    row = get_object_or_404(_rows(), assessment__code=code, number=number)
    if not permissions.can_report(person, row):
        inside.read(person, code)
        raise PermissionDenied
    return row.assessment, row


def _action(assessment: Assessment, number: int) -> Action:
    return get_object_or_404(_rows(), assessment=assessment, number=number)


def _rows() -> QuerySet[Action]:
    return Action.objects.select_related(
        "assessment__organisation__parent", "assessment__previous", "assessment__lead", "office", "person"
    )


def _weakness(assessment: Assessment, key: str) -> str:
    """What the results say about a ratio, or how a question was scored: the first words of an action."""
    pack, _colon, name = key.partition(":")
    told = Overview(assessment).one(pack, name)
    if told:
        return told.says or told.because
    moved = findings.indicator(assessment, key)
    return f"{Text(moved.name)}: {moved.score or '–'}" if moved else ""
