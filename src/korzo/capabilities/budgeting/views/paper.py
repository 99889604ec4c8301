"""Typing paper ballots: two clerks, each for themselves, then a third person where they differ."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from korzo.capabilities.budgeting import permissions
from korzo.capabilities.budgeting.forms import voting as forms
from korzo.capabilities.budgeting.models import Batch, Channel, Sheet
from korzo.capabilities.budgeting.operations import paper as operations
from korzo.capabilities.budgeting.queries import ballots, paper, voting
from korzo.capabilities.budgeting.rules import sheets
from korzo.capabilities.budgeting.rules.validity import Way, flaws
from korzo.capabilities.budgeting.views import inside, votes
from korzo.kernel.people.models import Person
from korzo.ui.doors import READS_AND_WRITES


@require_POST
@inside.planners
def begin(request: HttpRequest, person: Person, code: str, track: str) -> HttpResponse:
    """Begin a batch."""
    found = votes.track_of(code, track)
    form = forms.BatchForm(request.POST, track=found)
    if form.is_valid():
        given = form.cleaned_data
        bundle = operations.Bundle(
            given["code"], given["size"], given["place"], form.panels.get(given.get("panel", ""))
        )
        try:
            operations.open_batch(found, bundle, by=person, now=timezone.now())
        except inside.REFUSALS as refusal:
            inside.tell(request, refusal, form)
        else:
            messages.success(request, _("The batch can be typed now, by two people."))
            return redirect("budgeting:votes", code)
    return votes.shown(request, found, person, batch_form=form)


@require_http_methods(READS_AND_WRITES)
@inside.workers
def enter(request: HttpRequest, person: Person, key: int) -> HttpResponse:
    """Type one sheet after the other."""
    batch = _batch(key)
    typing = paper.typing(person, batch)
    if typing is None:
        messages.info(request, _("This batch is typed by two others, or it is finished."))
        return redirect("budgeting:votes", batch.track.cycle.code)
    again = _again(request, typing)
    form = forms.SheetForm(request.POST or None, initial=_initial(batch, typing, again))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        reading = operations.Reading(given["ballot"], is_spoilt=given["is_spoilt"])
        try:
            done = operations.enter(batch, given["number"], reading, by=person, now=timezone.now())
        except inside.REFUSALS as refusal:
            inside.tell(request, refusal, form)
        else:
            return _after(request, done, person)
    way, form_of = Way(batch.track.ballot), voting.form_of(batch.track)
    context = {
        "batch": batch,
        "track": batch.track,
        "cycle": batch.track.cycle,
        "typing": typing,
        "number": again or typing.next,
        "form": form,
        "gives": form_of.gives,
        "ranked": way is Way.RANKED,
        "titles": {each.number: each.idea.title for each in voting.candidates(batch.track)},
        "last": [(sheet, sheets.shown(_ballot(sheet), way), _warning(sheet, batch)) for sheet in typing.last],
    }
    return render(request, "budgeting/votes/enter.html", context, status=422 if form.errors else 200)


@require_http_methods(READS_AND_WRITES)
@inside.planners
def settle(request: HttpRequest, person: Person, key: int) -> HttpResponse:
    """Decide where two clerks differ."""
    batch = _batch(key)
    if not permissions.can_settle(person, batch):
        raise PermissionDenied(_("Somebody decides who has not typed this batch."))
    form = forms.SheetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        reading = operations.Reading(given["ballot"], is_spoilt=given["is_spoilt"])
        try:
            done = operations.settle(batch, given["number"], reading, by=person, now=timezone.now())
        except inside.REFUSALS as refusal:
            inside.tell(request, refusal, form)
        else:
            if done.state == Batch.State.ACCEPTED:
                messages.success(request, _("All is decided. The batch is accepted."))
                return redirect("budgeting:votes", batch.track.cycle.code)
            return redirect("budgeting:settle", key)
    way = Way(batch.track.ballot)
    rows = [
        (each, _said(each.first, way), _said(each.second, way), _said(each.settled, way) if each.settled else "")
        for each in paper.differences(batch)
    ]
    context = {"batch": batch, "track": batch.track, "cycle": batch.track.cycle, "rows": rows, "form": form}
    return render(request, "budgeting/votes/settle.html", context, status=422 if form.errors else 200)


@require_POST
@inside.planners
def delete(request: HttpRequest, person: Person, key: int) -> HttpResponse:
    """Take a batch away that is not accepted."""
    batch = _batch(key)
    try:
        operations.delete_batch(batch, by=person, now=timezone.now())
    except inside.REFUSALS as refusal:
        inside.tell(request, refusal)
    else:
        messages.success(request, _("Deleted."))
    return redirect("budgeting:track-votes", batch.track.cycle.code, batch.track.code)


def _batch(key: int) -> Batch:
    return get_object_or_404(Batch.objects.select_related("track__cycle"), pk=key, channel=Channel.PAPER)


def _again(request: HttpRequest, typing: paper.Typing) -> int | None:
    """Which earlier sheet is to be typed once more, if any."""
    wanted = request.GET.get("again", "")
    return int(wanted) if wanted.isdecimal() and 0 < int(wanted) < typing.next else None


def _initial(batch: Batch, typing: paper.Typing, again: int | None) -> dict[str, object]:
    sheet = batch.sheets.filter(pass_no=typing.pass_no, number=again).first() if again else None
    if sheet is None:
        return {"number": typing.next}
    text = sheets.shown(_ballot(sheet), Way(batch.track.ballot))
    return {"number": again, "ballot": text, "is_spoilt": sheet.is_spoilt}


def _after(request: HttpRequest, batch: Batch, person: Person) -> HttpResponse:
    typing = paper.typing(person, batch)
    if batch.state == Batch.State.ACCEPTED:
        messages.success(request, _("Both of you typed the same. The batch is accepted."))
    elif batch.state == Batch.State.COMPARED:
        messages.warning(request, _("You two differ on some ballots. Somebody else decides now."))
    elif typing and not typing.is_done:
        return redirect("budgeting:enter", batch.pk)
    else:
        messages.success(request, _("Thank you, this was the last one. Now a colleague types the batch once more."))
    return redirect("budgeting:votes", batch.track.cycle.code)


def _warning(sheet: Sheet, batch: Batch) -> str:
    """Why a sheet will not count as it stands; it is typed as it stands all the same."""
    if sheet.is_spoilt:
        return ""
    found = flaws(_ballot(sheet), voting.form_of(batch.track))
    return " ".join(ballots.in_words(found, batch.track))


def _ballot(sheet: Sheet) -> dict[int, int]:
    return {int(number): given for number, given in sheet.choices.items()}


def _said(sheet: Sheet, way: Way) -> str:
    return _("cannot be read") if sheet.is_spoilt else sheets.shown(_ballot(sheet), way) or _("empty")
