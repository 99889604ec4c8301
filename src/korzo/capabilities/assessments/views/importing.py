"""Figures from documents: handing one in, looking what it would bring, taking it, and taking it back."""

import csv
import io
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.capabilities.assessments import permissions
from korzo.capabilities.assessments.forms import importing as forms
from korzo.capabilities.assessments.models import Assessment, Definition, Document
from korzo.capabilities.assessments.operations import documents, entering, importing, mapping
from korzo.capabilities.assessments.operations.entering import Edit
from korzo.capabilities.assessments.operations.importing import Taken
from korzo.capabilities.assessments.operations.refusals import NotAllowed, Refused
from korzo.capabilities.assessments.queries import definitions, templates
from korzo.capabilities.assessments.queries import importing as reading
from korzo.capabilities.assessments.queries.importing import NoRate, Preview
from korzo.capabilities.assessments.rules.reading import Unreadable
from korzo.capabilities.assessments.views import inside
from korzo.kernel.people.models import Person
from korzo.kernel.publishing import lake
from korzo.kernel.text.multilingual import Text
from korzo.ui import doors
from korzo.ui.doors import READS_AND_WRITES

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WHY = {
    "form": gettext_lazy("This is no table. Save it as XLSX, ODS or CSV."),
    "empty": gettext_lazy("There is nothing in this file."),
    "damaged": gettext_lazy("This file is damaged. Open it, and save it anew."),
    "memory": gettext_lazy("This file is too large. Take the sheet that you need into a file of its own."),
    "long": gettext_lazy("This file takes too long to read. Take the sheet that you need into a file of its own."),
}


@require_http_methods(READS_AND_WRITES)
@inside.workers
def upload(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    """List the documents of an assessment, and take a new one."""
    found = inside.read(person, code)
    form = forms.Upload(request.POST, request.FILES) if request.method == "POST" else forms.Upload()
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        title = form.cleaned_data["title"] or sent.name[:200]
        try:
            made = documents.add(found, title, sent.read(), file_name=sent.name, by=person, now=timezone.now())
        except NotAllowed:
            form.add_error(None, _("Nothing can be added to this assessment."))
        except inside.REFUSALS as refusal:
            doors.tell(request, refusal, form)
        else:
            return redirect("assessments:import-preview", found.code, made.pk)
    held = found.documents.select_related("added_by").prefetch_related("figures")
    context = {"assessment": found, "form": form, "documents": held, "can_add": not found.is_locked}
    return render(request, "assessments/import/upload.html", context, status=422 if form.errors else 200)


@require_http_methods(READS_AND_WRITES)
@inside.workers
def preview(request: HttpRequest, person: Person, code: str, document: int) -> HttpResponse:
    """Show how a document is read and what it would bring; take it."""
    found, held = _held(person, code, document)
    try:
        if templates.is_one(held):
            return _filled(request, found, held, person)
        choose, shown = _preview(request, found, held, person)
    except Unreadable as error:
        context = {"assessment": found, "document": held, "why": _WHY[error.why]}
        return render(request, "assessments/import/unreadable.html", context)
    take = forms.Take(request.POST if request.method == "POST" else None)
    if request.method == "POST" and shown and take.is_valid():
        try:
            done = _take(found, held, shown, take.cleaned_data, person)
        except inside.REFUSALS as refusal:
            inside.refuse(request, refusal)
        else:
            messages.success(request, _told(done))
            return redirect("assessments:import", found.code)
    context = {
        "assessment": found,
        "document": held,
        "choose": choose,
        "shown": shown,
        "take": take,
        "query": request.GET.urlencode(),
        "waiting": len(shown.news) if shown else 0,
        "lines": _lines(found) if shown and shown.unmapped and permissions.can_lead(person, found) else (),
        "beside": sum(line.state == "beside" for line in shown.lines) if shown else 0,
    }
    return render(request, "assessments/import/preview.html", context, status=422 if choose.errors else 200)


@require_safe
@inside.workers
def template(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    """The tables as a workbook to fill in; `?table=T1` for one of them."""
    found = inside.read(person, code)
    table = request.GET.get("table", "")
    if table and definitions.instrument(found).table(table) is None:
        raise Http404
    kept = io.BytesIO()
    templates.write(kept, found, table)
    answer = HttpResponse(kept.getvalue(), content_type=XLSX)
    name = "-".join(each for each in (found.code, table) if each)
    answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer


@require_safe
@inside.workers
def rejected(request: HttpRequest, person: Person, code: str, document: int) -> HttpResponse:
    """Every cell that was not taken, as CSV: file, sheet, row, column, code, text, reason."""
    found, held = _held(person, code, document)
    try:
        _choose, shown = _preview(request, found, held, person)
    except Unreadable as error:
        raise Http404 from error
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="rejected-{held.pk}.csv"'
    writer = csv.writer(answer)
    writer.writerow(("file", "sheet", "row", "column", "code", "text", "reason"))
    for each in (*shown.found.rejected, *shown.found.nothing) if shown else ():
        row = (held.file_name, each.sheet, each.row, each.column, each.code, each.text, each.reason)
        writer.writerow([lake.harmless(str(cell)) for cell in row])
    return answer


@require_safe
@inside.workers
def file(_request: HttpRequest, person: Person, code: str, document: int) -> HttpResponse:
    """A document itself, for those who may read the assessment; never shown in the browser."""
    _found, held = _held(person, code, document)
    if not held.sha256 or not documents.path(held).exists():
        raise Http404
    answer = HttpResponse(documents.path(held).read_bytes(), content_type=held.media_type)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=held.file_name)
    return answer


@require_POST
@inside.workers
def keep_mapping(request: HttpRequest, person: Person, code: str, document: int) -> HttpResponse:
    """Keep where codes belong that belonged to no line, and show the document anew by it."""
    found, held = _held(person, code, document)
    asked = request.GET.copy()
    chart = request.POST.get("chart", "")
    lines = {
        name.removeprefix("line:"): str(line)
        for name, line in request.POST.items()
        if name.startswith("line:") and line
    }
    try:
        made = mapping.keep(
            found,
            chart if chart in _charts() else "",
            lines,
            code_of=reading.heads_of(found, held, forms.codes(asked)),
            by=person,
            now=timezone.now(),
        )
    except NotAllowed:
        messages.error(request, _("Who leads the assessment says where codes belong."))
    except inside.REFUSALS as refusal:
        inside.refuse(request, refusal)
    else:
        messages.success(request, _("Kept. The next file of this kind is read so by itself."))
        asked["chart"] = made.code
    return redirect(f"{reverse('assessments:import-preview', args=[found.code, held.pk])}?{asked.urlencode()}")


@require_POST
@inside.workers
def undo(request: HttpRequest, person: Person, code: str, document: int) -> HttpResponse:
    """Take back all figures that came from a document."""
    found, held = _held(person, code, document)
    try:
        count = importing.undo(found, held, by=person, now=timezone.now())
    except inside.REFUSALS as refusal:
        inside.refuse(request, refusal)
    else:
        messages.success(
            request, ngettext("%(count)d figure taken back.", "%(count)d figures taken back.", count) % {"count": count}
        )
    return redirect("assessments:import", found.code)


def _held(person: Person, code: str, document: int) -> tuple[Assessment, Document]:
    found = inside.read(person, code)
    return found, get_object_or_404(found.documents, pk=document)


def _preview(
    request: HttpRequest, found: Assessment, held: Document, person: Person
) -> tuple[forms.Choose, Preview | None]:
    """The form with what was said or guessed, and what comes of it; raises Unreadable."""
    guessed = reading.guess(found, held)
    asked = request.GET
    names = [sheet.name for sheet in reading.sheets(held)]
    start = replace(
        guessed,
        sheet=asked["sheet"] if asked.get("sheet") in names else "" if "sheet" in asked else guessed.sheet,
        layout=asked.get("layout", guessed.layout),
        codes=forms.codes(asked),
        chart=asked["chart"] if asked.get("chart", "") in _charts() else "" if "chart" in asked else guessed.chart,
    )
    looked = reading.read(found, held, start)
    columns = list(looked.columns)
    data: dict[str, Any] = forms.as_data(start, columns) | asked.dict()
    choose = forms.Choose(data, sheets=names, units=list(looked.units), columns=columns, heads=looked.heads)
    if not choose.is_valid():
        return choose, None
    try:
        return choose, reading.preview(found, held, choose.choices(), person)
    except NoRate:
        choose.add_error("currency", _("No fixed rate leads from this currency to that of the assessment."))
        return choose, None


def _filled(request: HttpRequest, found: Assessment, held: Document, person: Person) -> HttpResponse:
    """What a template that came back would change; take it."""
    shown = templates.returned(found, held, person)
    if request.method == "POST" and shown.assessment == found.code:
        edits = [
            Edit(each.cell, each.after, each.version, note=each.note or None, document=held) for each in shown.changes
        ]
        try:
            entering.enter(found, edits, mark=None, by=person, now=timezone.now())
        except inside.REFUSALS as refusal:
            inside.refuse(request, refusal)
        else:
            count = len(edits)
            text = ngettext("%(count)d figure entered.", "%(count)d figures entered.", count) % {"count": count}
            messages.success(request, text)
            return redirect("assessments:import-preview", found.code, held.pk)
    wrong = [(each, entering.WRONG[why]) for each, why in shown.rejected]
    context = {"assessment": found, "document": held, "shown": shown, "wrong": wrong}
    return render(request, "assessments/import/filled.html", context)


def _lines(found: Assessment) -> list[tuple[str, Text]]:
    """The lines that codes can be given to."""
    instrument = definitions.instrument(found)
    return [(row.id, Text(row.name)) for _table, row in instrument.lines() if row.formula is None]


def _charts() -> list[str]:
    return definitions.on_offer(Definition.Kind.CHART)


def _take(
    found: Assessment, held: Document, shown: Preview, said: dict[str, Any], person: Person
) -> importing.Imported:
    if shown.found.rejected and said["wrong"] == "none":
        raise Refused("", _("Some cells cannot be read, so nothing was taken."))
    if not shown.news:
        raise Refused("", _("There is nothing to take."))
    figures = [
        Taken(line.mapped.cell, line.mapped.amount, original=line.mapped.original or " + ".join(line.mapped.codes))
        for line in shown.news
    ]
    return importing.take(found, held, figures, confidence=said["confidence"], by=person, now=timezone.now())


def _told(done: importing.Imported) -> str:
    text = ngettext("%(count)d figure taken.", "%(count)d figures taken.", done.stored) % {"count": done.stored}
    if done.beside:
        text += " " + ngettext(
            "%(count)d stands beside another, until somebody chooses.",
            "%(count)d stand beside others, until somebody chooses.",
            done.beside,
        ) % {"count": done.beside}
    return text
