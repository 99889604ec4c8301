"""Rolls of voters, for those who may read them: making, looking, marking, freezing, letters, handing out."""

import base64
import csv
import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.capabilities.ballots.forms import rolls as forms
from korzo.capabilities.ballots.models import Roll, Vote, Voter
from korzo.capabilities.ballots.operations import rolls
from korzo.capabilities.ballots.queries import rolls as queries
from korzo.capabilities.ballots.rules import register
from korzo.capabilities.ballots.views import inside, letters
from korzo.kernel import trail
from korzo.kernel.people.models import Person
from korzo.ui import doors
from korzo.ui.doors import READS_AND_WRITES

A_PAGE = 100
MOST_SHOWN = 200


@require_safe
@inside.registrars
def overview(request: HttpRequest, _by: Person) -> HttpResponse:
    """List the rolls."""
    return render(request, "ballots/rolls/rolls.html", {"rows": queries.rolls()})


@require_http_methods(READS_AND_WRITES)
@inside.registrars
def take(request: HttpRequest, by: Person) -> HttpResponse:
    """Make a roll of a register; with `check`, only say what is wrong with the file."""
    form = forms.FromRegister(request.POST or None, request.FILES or None)
    reading: register.Reading | None = None
    if request.method == "POST" and form.is_valid():
        plan, data = form.plan, form.cleaned_data["file"].read()
        try:
            reading = register.read(data, districts=rolls.known_districts(), as_of=plan.as_of)
            if "check" not in request.POST:
                good, proof = form.cleaned_data["wrong"] == "good", hashlib.sha256(data).hexdigest()
                made = rolls.from_register(plan, reading, source=proof, good_ones=good, by=by, now=timezone.now())
                if not reading.rejected:
                    messages.success(request, _("The roll is made."))
                    return redirect("ballots:roll", made.code)
                messages.success(request, _("The roll is made of the good lines."))
        except register.Unreadable as error:
            form.add_error("file", str(error))
        except inside.REFUSALS as refusal:
            doors.tell(request, refusal, form)
    context = {"form": form, **(_read(reading) if reading else {})}
    return render(request, "ballots/rolls/take.html", context, status=422 if form.errors else 200)


@require_http_methods(READS_AND_WRITES)
@inside.registrars
def gather(request: HttpRequest, by: Person) -> HttpResponse:
    """Make a roll of accounts."""
    form = forms.FromAccounts(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = rolls.from_accounts(form.plan, form.cleaned_data["roles"], by=by, now=timezone.now())
        except inside.REFUSALS as refusal:
            doors.tell(request, refusal, form)
        else:
            return redirect("ballots:roll", made.code)
    return _form(request, form, _("From accounts"))


@require_http_methods(READS_AND_WRITES)
@inside.registrars
def narrow(request: HttpRequest, by: Person, roll: str) -> HttpResponse:
    """Make a roll of some of another one."""
    row = get_object_or_404(Roll, code=roll)
    form = forms.Narrow(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        districts = frozenset(map(int, given["districts"]))
        narrowing = rolls.Narrowing(districts, given["minimum_age"], given["attribute"], given["value"])
        try:
            made = rolls.narrow(row, form.plan, narrowing, by=by, now=timezone.now())
        except inside.REFUSALS as refusal:
            doors.tell(request, refusal, form)
        else:
            return redirect("ballots:roll", made.code)
    return _form(request, form, _("Some of “%(name)s”") % {"name": row.name})


@require_safe
@inside.registrars
def roll(request: HttpRequest, by: Person, roll: str) -> HttpResponse:
    """Show who is on a roll; that somebody looked stands on the trail."""
    row = get_object_or_404(queries.rolls(), code=roll)
    with transaction.atomic():
        trail.record(trail.Seen(row.ref, "voters"), by=by, now=timezone.now())
    page = Paginator(queries.voters(row, request.GET.dict()), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "roll": row,
        "page": page,
        "given": request.GET.dict(),
        "channels": Voter.Channel.choices,
        "votes": row.votes.all(),
        "is_for_secret": row.votes.filter(kind=Vote.Kind.SECRET).exists(),
        "letters": forms.Letters(),
    }
    return render(request, "ballots/rolls/roll.html", context)


@require_POST
@inside.registrars
def mark(request: HttpRequest, by: Person, roll: str, number: int) -> HttpResponse:
    """Mark how somebody votes."""
    voter = get_object_or_404(Voter, roll__code=roll, number=number)
    other = Voter.Channel.ONLINE if voter.channel == Voter.Channel.PAPER else Voter.Channel.PAPER
    try:
        rolls.mark(voter, other, by=by, now=timezone.now())
    except inside.REFUSALS as refusal:
        doors.tell(request, refusal)
    return redirect("ballots:roll", roll)


@require_POST
@inside.registrars
def freeze(request: HttpRequest, by: Person, roll: str) -> HttpResponse:
    """Let nobody be added or taken off any more."""
    rolls.freeze(get_object_or_404(Roll, code=roll), by=by, now=timezone.now())
    messages.success(request, _("Frozen."))
    return redirect("ballots:roll", roll)


@require_POST
@inside.registrars
def delete(request: HttpRequest, by: Person, roll: str) -> HttpResponse:
    """Delete a roll that no vote uses."""
    try:
        rolls.delete(get_object_or_404(Roll, code=roll), by=by)
    except inside.REFUSALS as refusal:
        doors.tell(request, refusal)
        return redirect("ballots:roll", roll)
    messages.success(request, _("Deleted."))
    return redirect("ballots:rolls")


@require_POST
@inside.registrars
def codes(request: HttpRequest, by: Person, roll: str) -> HttpResponse:
    """Make codes and the letters that carry them, as a PDF; nobody can print them a second time."""
    row, form = get_object_or_404(Roll, code=roll), forms.Letters(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the first and the last number."))
        return redirect("ballots:roll", roll)
    try:
        made = rolls.make_codes(row, **form.cleaned_data, by=by, now=timezone.now())
    except inside.REFUSALS as refusal:
        doors.tell(request, refusal)
        return redirect("ballots:roll", roll)
    answer = HttpResponse(letters.pdf(row, made, site=request.build_absolute_uri("/")), "application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{row.code}-letters.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@inside.registrars
def hand_out(request: HttpRequest, by: Person, roll: str) -> HttpResponse:
    """Give the list for who makes credentials, as CSV."""
    row = get_object_or_404(Roll, code=roll)
    secret = list(row.votes.filter(kind=Vote.Kind.SECRET)[:2])
    vote = secret[0] if len(secret) == 1 else None
    lines = rolls.hand_out(row, with_addresses="addresses" in request.POST, by=by, now=timezone.now(), vote=vote)
    answer = HttpResponse(as_csv(lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{row.code}.csv"'
    answer["Cache-Control"] = "no-store"
    return answer


class _Echo:
    def write(self, text: str) -> str:
        return text


def as_csv(lines: Iterable[list[Any]]) -> Iterator[str]:
    """Lines as CSV in which no cell is a formula."""
    writer: Any = csv.writer(_Echo())
    for line in lines:
        yield writer.writerow([_harmless(cell) for cell in line])


def _harmless(cell: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in {"=", "+", "-", "@", "\t"} else cell


def _read(reading: register.Reading) -> dict[str, Any]:
    """What a page tells about a file that was read."""
    shown = [(each, queries.REASONS[each.reason]) for each in reading.rejected[:MOST_SHOWN]]
    file = base64.b64encode("".join(register.rejected_csv(reading.rejected)).encode()).decode()
    return {"reading": reading, "rejected": shown, "download": f"data:text/csv;base64,{file}"}


def _form(request: HttpRequest, form: django_forms.Form, title: str) -> HttpResponse:
    context = {"form": form, "title": title}
    return render(request, "ballots/rolls/form.html", context, status=422 if form.errors else 200)
