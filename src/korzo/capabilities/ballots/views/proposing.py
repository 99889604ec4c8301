"""What residents do besides answering: propose a question, support one, ask to be told."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from korzo.capabilities.ballots.forms import making as forms
from korzo.capabilities.ballots.operations import proposing
from korzo.capabilities.ballots.views import inside
from korzo.kernel import limits
from korzo.kernel.people.models import Organisation, Person
from korzo.ui import doors
from korzo.ui.doors import READS_AND_WRITES

NEW = limits.Limit.parse("10/d")
TAPS = limits.Limit.parse("200/h")


@require_http_methods(READS_AND_WRITES)
@inside.residents
def propose(request: HttpRequest, by: Person) -> HttpResponse:
    """Propose a question."""
    form = forms.Propose(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not limits.allow("ballots.propose", by.ref, NEW, now=timezone.now()):
            return inside.too_many(request)
        given = form.cleaned_data
        try:
            made = proposing.propose(
                given["title"],
                given["text"],
                given["options"].splitlines(),
                organiser=get_object_or_404(Organisation, pk=given["organiser"]),
                worded=lambda text: forms.worded(text, get_language() or ""),
                by=by,
                now=timezone.now(),
            )
        except inside.REFUSALS as refusal:
            doors.tell(request, refusal, form)
        else:
            messages.success(request, _("Thank you. A moderator reads it, then it can gather supporters."))
            return redirect("ballots:vote", made.code)
    return render(request, "ballots/propose/propose.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@inside.residents
def support(request: HttpRequest, by: Person, code: str) -> HttpResponse:
    """Support a proposal, or no longer."""
    return _tapped(request, by, code, "support")


@require_POST
@inside.residents
def follow(request: HttpRequest, by: Person, code: str) -> HttpResponse:
    """Ask to be reminded and told, or no longer."""
    return _tapped(request, by, code, "follow")


def _tapped(request: HttpRequest, by: Person, code: str, what: str) -> HttpResponse:
    vote, now = inside.vote(request, code), timezone.now()
    if not limits.allow(f"ballots.{what}", by.ref, TAPS, now=now):
        return inside.too_many(request)
    act = {"support": proposing.support, "follow": proposing.follow}[what]
    try:
        act(vote, yes="stop" not in request.POST, by=by, now=now)
    except inside.REFUSALS as refusal:
        doors.tell(request, refusal)
    return redirect("ballots:vote", code)
