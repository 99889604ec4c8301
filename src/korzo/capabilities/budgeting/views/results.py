"""Results for everybody: who won, why, what other rules would have chosen, and how to count again."""

import csv
from collections.abc import Callable
from io import BytesIO, StringIO

import xlsxwriter
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from korzo.capabilities.budgeting.queries import exporting, picturing, recounting, results, voting
from korzo.capabilities.budgeting.queries.explaining import Telling
from korzo.capabilities.budgeting.queries.results import Result
from korzo.capabilities.budgeting.views import inside, printing
from korzo.capabilities.budgeting.views.voting import crumbs, track_of
from korzo.kernel.publishing import lake


@require_safe
def overview(request: HttpRequest, code: str) -> HttpResponse:
    """List the official results of a cycle."""
    cycle = inside.cycle(request, code)
    found = [result for track in results.declared(cycle) if (result := results.official(track))]
    context = {
        "cycle": cycle,
        "rows": [(result, Telling(result).money(result.outcome.cost)) for result in found],
        "waiting": [
            track for track in voting.tracks_with_ballots(cycle) if track.pk not in {r.track.pk for r in found}
        ],
        "crumbs": crumbs(cycle),
    }
    return render(request, "budgeting/results/overview.html", context)


@require_safe
def result(request: HttpRequest, code: str, track: str) -> HttpResponse:
    """Show the official result of a track."""
    found = official(request, code, track)
    return render(request, "budgeting/results/result.html", shown(found))


def shown(found: Result) -> dict[str, object]:
    """Everything that a result's page needs, official or on trial."""
    telling, track = Telling(found), found.track
    return {
        "result": found,
        "cycle": track.cycle,
        "track": track,
        "telling": telling,
        "winners": [(line, telling.score(line.score), telling.of(line)) for line in found.winners],
        "losers": [(line, telling.score(line.score), telling.of(line)) for line in found.losers],
        "spent": telling.money(found.outcome.cost),
        "budget": telling.money(found.outcome.budget),
        "arrived": voting.arrived(track),
        "rule": telling.rule_in_words(),
        "fair": telling.fair(),
        "others": picturing.others(telling),
        "pictures": picturing.charts(telling),
        "commands": recounting.commands(found),
        "recount": recounting.in_words(),
        "facts": recounting.facts(found),
        "crumbs": crumbs(track.cycle, (_("Results"), reverse("budgeting:results", args=[track.cycle.code]))),
    }


@require_safe
def project(request: HttpRequest, code: str, track: str, number: int) -> HttpResponse:
    """Tell why one project won or lost."""
    found = official(request, code, track)
    line = found.line(number)
    if line is None:
        raise Http404
    telling = Telling(found)
    here = reverse("budgeting:result", args=[code, track])
    context = {
        "result": found,
        "cycle": found.track.cycle,
        "track": found.track,
        "line": line,
        "idea": line.candidate.idea,
        "score": telling.score(line.score),
        "sentences": telling.of(line),
        "pictures": picturing.of_project(telling, line),
        "elsewhere": picturing.elsewhere(telling, line),
        "witness": next(
            (telling.witness(each) for each in found.certificate.witnesses if each.project == line.number), ""
        ),
        "crumbs": crumbs(
            found.track.cycle,
            (_("Results"), reverse("budgeting:results", args=[code])),
            (str(found.track.name), here),
        ),
    }
    return render(request, "budgeting/results/project.html", context)


@require_safe
def protocol(request: HttpRequest, code: str, track: str) -> HttpResponse:
    """Give the protocol of the count to print and sign."""
    found = official(request, code, track)
    answer = HttpResponse(printing.protocol(found), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{code}-{track}-protocol.pdf"'
    return answer


@require_safe
def ballots(request: HttpRequest, code: str, track: str) -> HttpResponseBase:
    """Give all ballots as a `.pb` file; its SHA-256 is that of the protocol."""
    found = official(request, code, track)
    answer = StreamingHttpResponse(voting.text(found.track), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{recounting.file_name(found)}"'
    return answer


@require_safe
def export(request: HttpRequest, code: str, track: str, kind: str) -> HttpResponse:
    """Give the result as CSV (the projects), as a workbook, or whole as JSON."""
    found = official(request, code, track)
    answer = WRITERS[kind](found)
    answer["Content-Disposition"] = f'attachment; filename="{code}-{track}.{kind}"'
    return answer


def official(request: HttpRequest, code: str, track: str) -> Result:
    """The official result of a track that the reader may see; raises Http404."""
    found = results.official(track_of(request, code, track))
    if found is None:
        raise Http404
    return found


def _csv(found: Result) -> HttpResponse:
    table, out = exporting.projects(found), StringIO()
    writer = csv.writer(out)
    writer.writerow(table.columns)
    writer.writerows([lake.harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in table.rows)
    return HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")


def _xlsx(found: Result) -> HttpResponse:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True})
        for table in exporting.tables(found):
            sheet = book.add_worksheet(table.name)
            sheet.write_row(0, 0, table.columns, bold)
            for at, row in enumerate(table.rows, 1):
                sheet.write_row(at, 0, row)
            sheet.freeze_panes(1, 0)
            sheet.autofit()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return HttpResponse(out.getvalue(), content_type=kind)


def _json(found: Result) -> HttpResponse:
    return JsonResponse(exporting.as_json(found), json_dumps_params={"indent": 1, "ensure_ascii": False})


WRITERS: dict[str, Callable[[Result], HttpResponse]] = {"csv": _csv, "xlsx": _xlsx, "json": _json}
