"""Results of votes for everybody: pages, a protocol to sign, files for programs, and a feed."""

import csv
from collections.abc import Callable
from io import StringIO

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from korzo.capabilities.ballots.models import Vote
from korzo.capabilities.ballots.queries import exporting, lists, results, telling
from korzo.capabilities.ballots.queries.results import Counted
from korzo.capabilities.ballots.queries.telling import Telling
from korzo.capabilities.ballots.views import inside, printing
from korzo.capabilities.ballots.views.public import facts
from korzo.kernel.publishing import lake
from korzo.ui import atom

MOST = 50


@require_safe
def result(request: HttpRequest, code: str) -> HttpResponse:
    """Show what came out."""
    vote, now = _vote(request, code), timezone.now()
    found = results.of_vote(vote)
    context = {
        **facts(vote, now),
        "tellings": [Telling(each) for each in found],
        "breakdowns": _breakdowns(found) if vote.is_over(now) else [],
        "is_final": vote.is_over(now),
        "crumbs": inside.crumbs(vote),
    }
    return render(request, "ballots/results/result.html", context)


@require_safe
def protocol(request: HttpRequest, code: str) -> HttpResponse:
    """Give the protocol of the count to print and sign."""
    vote = _vote(request, code)
    answer = HttpResponse(printing.protocol(vote, results.of_vote(vote)), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{code}-protocol.pdf"'
    return answer


@require_safe
def export(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Give the result as CSV (the options) or whole as JSON."""
    vote = _vote(request, code)
    answer = WRITERS[kind](vote, results.of_vote(vote))
    answer["Content-Disposition"] = f'attachment; filename="{code}.{kind}"'
    return answer


@require_safe
def papers(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Give the opened papers of a ranked question, for who counts again."""
    found = next((each for each in results.of_vote(_vote(request, code)) if each.question.number == number), None)
    text = exporting.papers(found) if found else None
    if text is None:
        raise Http404
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{code}-{number}.blt"'
    return answer


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Votes as Atom: the newest public ones, and where they stand."""
    now = timezone.now()
    made = atom.Feed(request, _("Votes"), reverse("ballots:votes"))
    for vote in lists.public(lists.Filters(), now=now)[:MOST]:
        steps = (vote.replied_at, vote.closes_at, vote.opens_at, vote.made_at)
        made.add(
            atom.tag(f"vote/{vote.code}"),
            title=str(vote.title),
            path=reverse("ballots:vote", args=[vote.code]),
            text=f"{lists.STANDS[lists.stand(vote, now)][0]}. {vote.organiser.name}",
            at=max(each for each in steps if each and each <= now),
            published=vote.opens_at or vote.made_at,
        )
    return made.answer()


def _vote(request: HttpRequest, code: str) -> Vote:
    """The vote whose results the reader may see; raises Http404."""
    vote = inside.vote(request, code)
    if not results.is_out(vote, timezone.now()):
        raise Http404
    return vote


def _breakdowns(found: tuple[Counted, ...]) -> list[dict[str, object]]:
    titles = {"district": _("By district"), "age_band": _("By age")}
    return [
        {"title": title, "question": each.question, "options": each.options, "rows": telling.broken_down(table)}
        for each in found
        for by, title in titles.items()
        if (table := results.breakdown(each, by))
    ]


def _csv(vote: Vote, found: tuple[Counted, ...]) -> HttpResponse:
    out = StringIO()
    writer = csv.DictWriter(out, exporting.COLUMNS)
    writer.writeheader()
    for row in exporting.rows(vote, found):
        writer.writerow({name: lake.harmless(cell) if isinstance(cell, str) else cell for name, cell in row.items()})
    return HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")


def _json(vote: Vote, found: tuple[Counted, ...]) -> HttpResponse:
    return JsonResponse(exporting.as_json(vote, found), json_dumps_params={"indent": 1, "ensure_ascii": False})


WRITERS: dict[str, Callable[[Vote, tuple[Counted, ...]], HttpResponse]] = {"csv": _csv, "json": _json}
