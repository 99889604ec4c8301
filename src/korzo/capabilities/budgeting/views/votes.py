"""Where votes are taken care of: ballots, batches of paper, files, the seal and the count."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from korzo.capabilities.budgeting import permissions
from korzo.capabilities.budgeting.forms import voting as forms
from korzo.capabilities.budgeting.models import Count, Cycle, Track
from korzo.capabilities.budgeting.operations import counting, voting
from korzo.capabilities.budgeting.queries import ballots, calendar, paper, results
from korzo.capabilities.budgeting.queries import voting as votes_of
from korzo.capabilities.budgeting.queries.results import Result
from korzo.capabilities.budgeting.rules import sheets
from korzo.capabilities.budgeting.views import inside
from korzo.capabilities.budgeting.views import results as showing
from korzo.kernel.people.models import Person


@require_safe
@inside.workers
def overview(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    """List the envelopes of a cycle with their votes, and the batches of paper that are to be typed."""
    cycle = get_object_or_404(Cycle, code=code)
    counts = permissions.can_count(person)
    context = {
        "cycle": cycle,
        "stage": calendar.current(cycle, now=timezone.now()),
        "tracks": [(track, sum(each.votes for each in votes_of.arrived(track))) for track in cycle.tracks.all()],
        "batches": [(each, paper.typing(person, each)) for each in paper.batches(cycle)],
        "counts": counts,
        "here": "votes",
    }
    return render(request, "budgeting/votes/overview.html", context)


@require_safe
@inside.planners
def track(request: HttpRequest, person: Person, code: str, track: str) -> HttpResponse:
    """Everything about the votes of one envelope, in the order in which it is done."""
    found = track_of(code, track)
    return shown(request, found, person)


def shown(request: HttpRequest, found: Track, person: Person, **more: Any) -> HttpResponse:
    """The page of an envelope's votes; `more` are forms that have to be shown again."""
    now = timezone.now()
    context = {
        "cycle": found.cycle,
        "track": found,
        "candidates": votes_of.candidates(found),
        "rules": ballots.rules_in_words(found),
        "arrived": votes_of.arrived(found),
        "batches": [each for each in paper.batches(found.cycle) if each.track_id == found.pk],
        "takes": found.sealed_at is None and (calendar.may(found.cycle, "vote", now=now) or _counts_now(found)),
        "counts_now": _counts_now(found),
        "rows": results.counts(found),
        "official": found.counts.filter(is_official=True).exists(),
        "batch_form": forms.BatchForm(track=found),
        "file_form": forms.FileForm(),
        "seal_form": forms.SealForm(),
        "sets_up": permissions.can_set_up(person),
        **more,
    }
    wrong = any(form.errors for name, form in context.items() if name.endswith("_form"))
    return render(request, "budgeting/votes/track.html", context, status=422 if wrong else 200)


@require_POST
@inside.planners
def make(request: HttpRequest, person: Person, code: str, track: str) -> HttpResponse:
    """Make the ballot."""
    found = track_of(code, track)
    try:
        made = voting.make_ballot(found, by=person, now=timezone.now())
    except inside.REFUSALS as refusal:
        inside.tell(request, refusal)
    else:
        messages.success(request, _("The ballot is made. It has %(count)d projects.") % {"count": len(made)})
    return redirect("budgeting:track-votes", code, track)


@require_POST
@inside.planners
def take(request: HttpRequest, person: Person, code: str, track: str) -> HttpResponse:
    """Take votes from a file, and tell of every row that was not taken."""
    found = track_of(code, track)
    form = forms.FileForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        good = bool(form.cleaned_data["good_ones"])
        try:
            report = voting.take_file(found, file.read(), name=file.name, good_ones=good, by=person, now=timezone.now())
        except inside.REFUSALS as refusal:
            inside.tell(request, refusal, form)
        else:
            rows = [
                (row, ballots.in_words(row.flaws, found) if row.flaws else [ballots.rejected_in_words(row.reason)])
                for row in report.rejected[: sheets.MOST_PROBLEMS]
            ]
            context = {"cycle": found.cycle, "track": found, "report": report, "rows": rows, "name": file.name}
            return render(request, "budgeting/votes/taken.html", context, status=200 if report.saved else 422)
    return shown(request, found, person, file_form=form)


@require_POST
@inside.planners
def seal(request: HttpRequest, person: Person, code: str, track: str) -> HttpResponse:
    """Close the urn and fix the lot."""
    found = track_of(code, track)
    form = forms.SealForm(request.POST)
    if form.is_valid():
        try:
            seed = voting.seal(found, seed=form.cleaned_data["seed"], by=person, now=timezone.now())
        except inside.REFUSALS as refusal:
            inside.tell(request, refusal, form)
        else:
            messages.success(request, _("The votes are sealed. The seed of the lot is %(seed)s.") % {"seed": seed})
            return redirect("budgeting:track-votes", code, track)
    return shown(request, found, person, seal_form=form)


@require_POST
@inside.planners
def count(request: HttpRequest, person: Person, code: str, track: str) -> HttpResponse:
    """Count: at once when it is quick, otherwise by a job."""
    found = track_of(code, track)
    try:
        begun = counting.begin(found, by=person, now=timezone.now())
    except inside.REFUSALS as refusal:
        inside.tell(request, refusal)
        return redirect("budgeting:track-votes", code, track)
    if votes_of.votes(found).count() <= counting.INLINE:
        counting.work(begun, now=timezone.now())
    return redirect("budgeting:count", begun.pk)


@require_safe
@inside.planners
def one_count(request: HttpRequest, person: Person, key: int) -> HttpResponse:
    """Show a count before it is declared; while it runs, the page asks again by itself."""
    del person
    row = get_object_or_404(Count.objects.select_related("track__cycle"), pk=key)
    if row.state != Count.State.DONE:
        return render(
            request, "budgeting/votes/counting.html", {"count": row, "track": row.track, "cycle": row.track.cycle}
        )
    return render(request, "budgeting/results/result.html", showing.shown(Result(row)))


@require_POST
@inside.planners
def declare(request: HttpRequest, person: Person, key: int) -> HttpResponse:
    """Make a count the official result."""
    row = get_object_or_404(Count.objects.select_related("track__cycle"), pk=key)
    try:
        counting.declare(row, by=person, now=timezone.now())
    except inside.REFUSALS as refusal:
        inside.tell(request, refusal)
        return redirect("budgeting:count", key)
    messages.success(request, _("This is the official result. Everybody can see it."))
    return redirect("budgeting:result", row.track.cycle.code, row.track.code)


def track_of(code: str, track: str) -> Track:
    """A track of a cycle; raises Http404."""
    rows = Track.objects.select_related("cycle", "district", "theme").defer("district__geometry")
    return get_object_or_404(rows, cycle__code=code, code=track)


def _counts_now(track: Track) -> bool:
    return calendar.may(track.cycle, "count", now=timezone.now())
