"""Typing answers from paper: two clerks, each without seeing what the other typed."""

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from korzo.capabilities.ballots.forms.booth import Booth
from korzo.capabilities.ballots.models import Vote
from korzo.capabilities.ballots.operations import paper
from korzo.capabilities.ballots.operations.paper import Read
from korzo.capabilities.ballots.views import inside
from korzo.kernel.people.models import Person
from korzo.ui import doors
from korzo.ui.doors import READS_AND_WRITES


class Number(django_forms.Form):
    """Which sheet it is."""

    number = django_forms.IntegerField(
        label=gettext_lazy("Number"),
        min_value=1,
        max_value=2_000_000_000,
        help_text=gettext_lazy("Of the voter on the roll; where there is no roll, of the sheet."),
    )


@require_http_methods(READS_AND_WRITES)
@inside.workers
def enter(request: HttpRequest, by: Person, code: str) -> HttpResponse:
    """Type one sheet."""
    vote, now = inside.organised(by, code), timezone.now()
    if vote.is_secret or vote.step != Vote.Step.PUBLISHED:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    form, booth = Number(posted), Booth(vote, posted)
    choices = booth.read() if posted is not None else {}
    if posted is not None and form.is_valid() and not booth.errors:
        try:
            read = paper.enter(vote, form.cleaned_data["number"], choices, by=by, now=now)
        except inside.REFUSALS as refusal:
            doors.tell(request, refusal, form)
        else:
            _say(request, read, form.cleaned_data["number"])
            return redirect("ballots:paper", code)
    wrong = bool(form.errors or booth.errors)
    mine = vote.sheets.filter(clerk=by).count()
    context = {"vote": vote, "form": form, "booth": booth, "mine": mine, "waiting": vote.sheets.count() - mine}
    return render(request, "ballots/desk/paper.html", context, status=422 if wrong else 200)


def _say(request: HttpRequest, read: Read, number: int) -> None:
    said = {"number": number}
    if read is Read.DIFFERS:
        text = _("Number %(number)d: the two of you read it differently. Both type it again.") % said
        messages.warning(request, text)
    elif read is Read.AGREED:
        messages.success(request, _("Number %(number)d: you agree. It counts.") % said)
    else:
        messages.success(request, _("Number %(number)d is kept until a second clerk has typed it.") % said)
