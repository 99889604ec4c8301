"""A table of the data room as a spreadsheet, as a plain form, and cell by cell."""

import json
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.capabilities.assessments import permissions
from korzo.capabilities.assessments.forms import entering as forms
from korzo.capabilities.assessments.models import Assessment, Document, Part
from korzo.capabilities.assessments.operations import entering, rows, settling
from korzo.capabilities.assessments.operations.entering import Edit
from korzo.capabilities.assessments.operations.refusals import Conflict, NotAllowed, Refused
from korzo.capabilities.assessments.queries import (
    books,
    cells,
    definitions,
    grids,
    pasting,
    reconciling,
    rooms,
    spelling,
)
from korzo.capabilities.assessments.rules.cells import Cell, Phase
from korzo.capabilities.assessments.rules.cells import read as cell_named
from korzo.capabilities.assessments.rules.instruments import Table
from korzo.capabilities.assessments.rules.numbers import Mark
from korzo.capabilities.assessments.views import inside
from korzo.kernel.people.models import Person
from korzo.ui.doors import READS_AND_WRITES

_GONE = "assessments-gone-row"
MOST = 5_000
"""Cells at once: a pasted block."""


@require_safe
@inside.workers
def table(request: HttpRequest, person: Person, code: str, table: str) -> HttpResponse:
    """Show a table to be filled in."""
    part, asked = _asked(person, code, table)
    found, reads = part.assessment, permissions.can_read(person, part.assessment)
    phase, year = _phase(request, asked), _year(request, found)
    book = books.book(found)
    context = {
        "assessment": found,
        "table": asked,
        "name": rooms.name(found, table),
        "part": part,
        "fills": permissions.can_contribute(person, part),
        "grid": grids.grid(found, asked, phase=phase, year=year, book=book),
        "phase": phase.value,
        "year": year,
        "tabs": _tabs(found, asked, phase, year),
        "reads": reads,
        "differences": reconciling.within(found, asked, book) if reads else (),
        "ratios": grids.ratios_now(found, book) if reads else (),
        "mark": grids.mark().value,
        "gone": _gone(request, part),
    }
    return render(request, "assessments/table.html", context)


@require_POST
@inside.workers
def save(request: HttpRequest, person: Person, code: str, table: str) -> JsonResponse:
    """Store cells: a JSON list of {cell, typed, version, absence, note, confidence, document}, all or none.

    `?mark=` is the decimal mark (the reader's language decides else), `?preview` only says how they would be read.
    Answers 200, 409 with what stands there now, or 422 with problems by cell.
    """
    part, asked = _asked(person, code, table)
    found = part.assessment
    try:
        known = inside.documents(person, part)
        edits = [_edit(known, asked, each) for each in json.loads(request.body)]
        mark = Mark(request.GET["mark"]) if request.GET.get("mark") else None
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return _problem(_("This cannot be read."), status=400)
    if "preview" in request.GET:
        return JsonResponse(pasting.preview(asked, edits, mark))
    try:
        entering.enter(found, edits, most=MOST, mark=mark or grids.mark(), by=person, now=timezone.now())
    except Conflict as refusal:
        return JsonResponse({"conflict": _stand(found, asked, edits), "message": str(refusal)}, status=409)
    except Refused as refusal:
        return _problem(str(refusal), refusal.field, status=422)
    except NotAllowed:
        return _problem(_("You may not change this table any more. Load the page again."), status=403)
    reads = permissions.can_read(person, found)
    return JsonResponse(_after(found, asked, edits, _phase(request, asked), reads=reads))


@require_http_methods(READS_AND_WRITES)
@inside.workers
def cell(request: HttpRequest, person: Person, code: str, table: str) -> HttpResponse:
    """Show all about a cell, and change it."""
    part, asked = _asked(person, code, table)
    found, reads = part.assessment, permissions.can_read(person, part.assessment)
    at = _cell(request.GET.get("cell", ""), asked)
    seen = cells.seen(found, asked, at, books.book(found))
    form = forms.CellForm(
        request.POST if request.POST.get("do") == "save" else None,
        request.FILES or None,
        documents=inside.documents(person, part),
        seen=seen,
    )
    if request.method == "POST":
        try:
            said = _said(request, person, found, at, form)
        except Conflict as refusal:
            form.add_error(None, str(refusal))
        except Refused as refusal:
            if form.is_bound:
                form.add_error(refusal.field if refusal.field in form.fields else "typed", str(refusal))
            else:
                messages.error(request, str(refusal))
        except NotAllowed as refusal:
            inside.refuse(request, refusal)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if said:
                return redirect(f"{reverse('assessments:cell', args=[code, table])}?cell={at}")
    context = {
        "assessment": found,
        "table": asked,
        "name": rooms.name(found, table),
        "seen": seen,
        "form": form,
        "fills": permissions.can_contribute(person, part),
        "reads": reads,
        "settles": permissions.can_settle(person, found),
        "json": json.dumps({str(at): seen.slot.as_json()}),
        "back": _back(found, asked, at),
        "phase": grids.PHASES[at.phase],
    }
    return render(request, "assessments/cell.html", context, status=422 if form.errors else 200)


@require_http_methods(READS_AND_WRITES)
@inside.workers
def fill(request: HttpRequest, person: Person, code: str, table: str) -> HttpResponse:
    """Fill in one column of a table, or one row of a register, as a plain form."""
    part, asked = _asked(person, code, table)
    found = part.assessment
    phase, year, row = _phase(request, asked), _year(request, found), request.GET.get("row", "")
    fills = permissions.can_contribute(person, part)
    if request.method == "POST" and not fills:
        raise PermissionDenied
    asks = _asks(found, asked, phase, year, row)
    form = forms.Filling(request.POST if request.method == "POST" else None, asks=asks)
    if request.method == "POST" and form.is_valid():
        try:
            entering.enter(
                found, [Edit(*each) for each in form.edits()], mark=grids.mark(), by=person, now=timezone.now()
            )
        except Conflict:
            form.add_error(None, _("Somebody else changed some of these figures meanwhile. Load the page again."))
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        except NotAllowed as refusal:
            inside.refuse(request, refusal)
        else:
            messages.success(request, _("Saved."))
            query = f"?year={year}" if asked.is_register else f"?phase={phase.value}"
            return redirect(reverse("assessments:table", args=[code, table]) + query)
    context = {
        "assessment": found,
        "table": asked,
        "name": rooms.name(found, table),
        "form": form,
        "phase": grids.PHASES[phase],
        "year": year,
        "row": row,
        "fills": fills,
    }
    return render(request, "assessments/fill.html", context, status=422 if form.errors else 200)


@require_POST
@inside.workers
def remove(request: HttpRequest, person: Person, code: str, table: str) -> HttpResponse:
    """Take a row of a register away, or put the one back that was taken away last."""
    part, _table = _asked(person, code, table)
    found, row, gone = part.assessment, request.POST.get("row", ""), _gone(request, part)
    try:
        if request.POST.get("do") == "put_back":
            if gone:
                rows.put_back(found, table, gone["row"], gone["figures"], by=person, now=timezone.now())
                del request.session[_GONE]
                messages.success(request, _("The row is back."))
        else:
            figures = rows.remove(found, table, row, by=person, now=timezone.now())
            request.session[_GONE] = {"part": part.pk, "row": row, "figures": figures}
    except inside.REFUSALS as refusal:
        inside.refuse(request, refusal)
    return redirect(f"{reverse('assessments:table', args=[code, table])}?year={_year(request, found)}")


def _gone(request: HttpRequest, part: Part) -> dict[str, Any] | None:
    """The row that this person took away last, if it was of this part."""
    gone: dict[str, Any] | None = request.session.get(_GONE)
    return gone if gone and gone["part"] == part.pk else None


def _problem(message: str, at: str = "", *, status: int) -> JsonResponse:
    return JsonResponse({"problems": [{"cell": at, "message": message}]}, status=status)


def _asked(person: Person, code: str, table: str) -> tuple[Part, Table]:
    part = inside.opened(person, code, table)
    asked = definitions.instrument(part.assessment).table(table)
    if asked is None:
        raise Http404
    return part, asked


def _phase(request: HttpRequest, asked: Table) -> Phase:
    wanted = request.GET.get("phase", "")
    return Phase(wanted) if wanted in [each.value for each in asked.phases] else Phase.ACTUAL


def _year(request: HttpRequest, found: Assessment) -> int:
    wanted = request.GET.get("year") or request.POST.get("year") or ""
    return int(wanted) if wanted.isdecimal() and int(wanted) in found.years else found.last_year


def _tabs(found: Assessment, asked: Table, phase: Phase, year: int) -> list[dict[str, Any]]:
    """Phases of a table, years of a register."""
    if asked.is_register:
        if not any(each.yearly for each in asked.columns):
            return []
        return [{"label": str(each), "url": f"?year={each}", "current": each == year} for each in found.years]
    if len(asked.phases) == 1:
        return []
    return [
        {"label": grids.PHASES[each], "url": f"?phase={each.value}", "current": each == phase} for each in asked.phases
    ]


def _cell(text: str, asked: Table) -> Cell:
    try:
        at = cell_named(text)
    except ValueError as error:
        raise Http404 from error
    if at.table != asked.id or asked.kind(at) is None:
        raise Http404
    return at


def _edit(documents: QuerySet[Document], asked: Table, told: dict[str, Any]) -> Edit:
    """One edit of a browser; raises ValueError, TypeError, KeyError."""
    at = cell_named(told["cell"])
    if at.table != asked.id:
        raise ValueError(told["cell"])
    document = documents.filter(pk=int(told["document"])).first() if told.get("document") else None
    if told.get("document") and document is None:
        raise ValueError(told["document"])
    return Edit(
        at,
        grids.code(str(told.get("typed", "")), asked.column(at.column)),
        int(told.get("version", 0)),
        str(told.get("absence", "")),
        note=str(told["note"])[:1000] if told.get("note") is not None else None,
        confidence=str(told["confidence"]) if told.get("confidence") is not None else None,
        document=document,
    )


def _after(found: Assessment, asked: Table, edits: Sequence[Edit], phase: Phase, *, reads: bool) -> dict[str, Any]:
    """What stands there now, and what follows from it; of other tables only for who `reads` them."""
    book = books.book(found)
    told = reconciling.within(found, asked, book) if reads else ()
    ratios = grids.ratios_now(found, book) if reads else ()
    return {
        "figures": _stand(found, asked, edits, book),
        "totals": grids.totals(found, asked, phase, book),
        "ratios": [{"id": each.ratio.id, "value": spelling.value(each.value, each.ratio.unit), "band": each.band}
                   for each in ratios],
        "differences": [reconciling.sentence(each) for each in told],
        "problems": [],
    }  # fmt: skip


def _stand(found: Assessment, asked: Table, edits: Sequence[Edit], book: Any = None) -> dict[str, Any]:
    held = grids.held_in(found, asked.id, [each.cell.row for each in edits])
    told = {}
    for each in edits:
        row = asked.row(each.cell.row)
        through = book if row is not None and row.formula else None
        told[str(each.cell)] = grids.slot(each.cell, asked.kind(each.cell) or "text", held, (), through).as_json()
    return told


def _said(request: HttpRequest, person: Person, found: Assessment, at: Cell, form: forms.CellForm) -> bool:
    """Do what the panel asks for: save, remark, settle a remark, choose a source."""
    doing, now = request.POST.get("do"), timezone.now()
    if doing == "remark":
        settling.remark(found, at, request.POST.get("text", ""), by=person, now=now)
    elif doing == "settle":
        for each in found.remarks.filter(pk=_number(request.POST.get("remark"))):
            settling.settle(each, by=person, now=now)
    elif doing == "choose":
        for figure in found.figures.filter(pk=_number(request.POST.get("figure"))):
            settling.choose(figure, reason=request.POST.get("reason", ""), by=person, now=now)
    elif form.is_valid():
        entering.enter(found, [Edit(**form.values())], mark=grids.mark(), handed=form.handed(), by=person, now=now)
    return not form.errors


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _back(found: Assessment, asked: Table, at: Cell) -> str:
    query = f"?year={at.year or found.last_year}" if asked.is_register else f"?phase={at.phase.value}"
    return reverse("assessments:table", args=[found.code, asked.id]) + query


def _asks(found: Assessment, asked: Table, phase: Phase, year: int, row: str) -> list[forms.Asks]:
    """The cells of one column, or of one row of a register: all years."""
    if not asked.is_register:
        held = grids.held_in(found, asked.id)
        at = [(Cell(asked.id, each.id, "", year, phase), each.kind, each) for each in asked.rows if not each.formula]
        return [forms.Asks(grids.slot(cell, kind, held), each.name, each.help, None, None) for cell, kind, each in at]
    held = grids.held_in(found, asked.id, [row])
    if not row:
        row = grids.next_row(found, asked.id)
    return [
        forms.Asks(
            grids.slot(Cell(asked.id, row, each.id, at_year), each.kind, held), each.name, each.help, each, at_year
        )
        for each in asked.columns
        for at_year in (found.years if each.yearly else (None,))
    ]
