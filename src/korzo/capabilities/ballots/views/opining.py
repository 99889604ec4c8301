"""The opinion map of a consultation: one statement at a time, one's own votes to look at again, the map in words."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.capabilities.ballots import permissions
from korzo.capabilities.ballots.forms.opining import StatementForm
from korzo.capabilities.ballots.models import Opinion, Statement, Vote
from korzo.capabilities.ballots.operations import opining as operations
from korzo.capabilities.ballots.queries import opining, results, taking_part
from korzo.capabilities.ballots.views import devices, inside
from korzo.kernel import limits
from korzo.kernel.people.models import Person
from korzo.ui import doors
from korzo.ui.doors import READS_AND_WRITES

OPINIONS = limits.Limit.parse("600/h")
STATEMENTS = limits.Limit.parse("10/h")


@require_http_methods(READS_AND_WRITES)
@never_cache
def opinions(request: HttpRequest, code: str) -> HttpResponse:
    """Show the next statement, and take what somebody thinks of one."""
    vote = _vote(request, code)
    if request.method == "POST":
        return _taken(request, vote)
    entrance = devices.entrance(request, vote)
    known = opining.mine(vote, entrance.key)
    last = _number(request.GET.get("last", ""))
    statements = {each.number: each for each in opining.shown(vote)} if last in known else {}
    context = {
        **_shared(vote),
        "why": taking_part.why_not(entrance),
        "statement": opining.following(vote, entrance.key, known) if vote.is_open(timezone.now()) else None,
        "done": len(known),
        "all": vote.statements.filter(state=Statement.State.SHOWN).count(),
        "last": statements.get(last or 0),
        "last_value": Opinion.Value(known[last]).label if last in known else "",
        "form": StatementForm(),
        "own": vote.statements.filter(author=doors.reader(request)) if request.user.is_authenticated else [],
    }
    return render(request, "ballots/opinions/next.html", context)


def _taken(request: HttpRequest, vote: Vote) -> HttpResponse:
    if not limits.allow("ballots.opine", f"{vote.pk} {limits.client_address(request)}", OPINIONS, now=timezone.now()):
        return inside.too_many(request)
    entrance = devices.entrance(request, vote)
    token = "" if entrance.key else devices.new_token()
    number, value = _number(request.POST.get("number", "")) or 0, request.POST.get("value", "")
    here = reverse("ballots:opinions-mine" if "mine" in request.POST else "ballots:opinions", args=[vote.code])
    done = redirect(here)
    try:
        if value == "undo":
            operations.take_back(entrance, number, now=timezone.now())
        else:
            chosen = int(value) if value in {"1", "0", "-1"} else 9
            operations.opine(devices.entrance(request, vote, device=token), number, chosen, now=timezone.now())
            done = redirect(here if "mine" in request.POST else f"{here}?last={number}")
    except inside.REFUSALS as refusal:
        doors.tell(request, refusal)
    if token:
        devices.remember(done, vote, token, secure=bool(settings.SESSION_COOKIE_SECURE))
    return done


@require_safe
@never_cache
def mine(request: HttpRequest, code: str) -> HttpResponse:
    """Show what somebody thinks of which statements, to change it."""
    vote = _vote(request, code)
    known = opining.mine(vote, devices.entrance(request, vote).key)
    rows = [(each, known[each.number]) for each in opining.shown(vote) if each.number in known]
    context = {**_shared(vote), "rows": rows, "values": Opinion.Value.choices}
    return render(request, "ballots/opinions/mine.html", context)


@require_safe
@never_cache
def picture(request: HttpRequest, code: str) -> HttpResponse:
    """Show the map, in a drawing and in words."""
    vote = _vote(request, code)
    if not results.is_out(vote, timezone.now()):
        raise Http404
    context = {
        **_shared(vote),
        "picture": opining.picture(vote, devices.entrance(request, vote).key),
        "statements": opining.shown(vote),
    }
    return render(request, "ballots/opinions/map.html", context)


@require_POST
@inside.residents
def state(request: HttpRequest, by: Person, code: str) -> HttpResponse:
    """Take a statement."""
    vote, form = _vote(request, code), StatementForm(request.POST)
    if not limits.allow("ballots.state", by.ref, STATEMENTS, now=timezone.now()):
        return inside.too_many(request)
    if form.is_valid():
        try:
            operations.state(
                devices.entrance(request, vote),
                form.cleaned_data["text"],
                language=get_language() or "en",
                by=by,
                now=timezone.now(),
            )
        except inside.REFUSALS as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Thank you. A moderator reads it, then others see it."))
    else:
        messages.error(request, _("Write a statement."))
    return redirect("ballots:opinions", code)


@require_http_methods(READS_AND_WRITES)
@inside.workers
def desk(request: HttpRequest, by: Person, code: str) -> HttpResponse:
    """Let organisers add statements, and moderators decide which are shown."""
    vote = _vote(request, code)
    if not (permissions.can_moderate(by) or permissions.can_organise(by, vote)):
        raise Http404
    if request.method == "POST":
        try:
            _decided(request, by, vote)
        except inside.REFUSALS as refusal:
            messages.error(request, str(refusal))
        return redirect("ballots:statements", code)
    context = {
        **_shared(vote),
        "waiting": vote.statements.filter(state=Statement.State.WAITING),
        "rest": vote.statements.exclude(state=Statement.State.WAITING),
        "moderates": permissions.can_moderate(by),
        "organises": permissions.can_organise(by, vote),
        "form": StatementForm(),
    }
    return render(request, "ballots/opinions/desk.html", context)


def _decided(request: HttpRequest, by: Person, vote: Vote) -> None:
    given, now = request.POST, timezone.now()
    if "text" in given:
        operations.plant(vote, given["text"], language=get_language() or "en", by=by, now=now)
        return
    statement = get_object_or_404(vote.statements, number=_number(given.get("number", "")) or 0)
    operations.judge(statement, show="show" in given, why=given.get("why", ""), by=by, now=now)


def _vote(request: HttpRequest, code: str) -> Vote:
    vote = inside.vote(request, code)
    if vote.is_secret or not vote.has_opinions:
        raise Http404
    return vote


def _shared(vote: Vote) -> dict[str, Any]:
    now = timezone.now()
    return {
        "vote": vote,
        "is_open": vote.is_open(now),
        "has_map": results.is_out(vote, now),
        "crumbs": inside.crumbs(vote),
    }


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else None  # noqa: PLR2004 -- six digits
