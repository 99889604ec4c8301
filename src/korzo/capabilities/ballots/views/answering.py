"""The booth of consultations: finding out who asks, then the questions, then thank you."""

from typing import Any

from django import forms as django_forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from korzo.capabilities.ballots import forms
from korzo.capabilities.ballots.forms.booth import Booth
from korzo.capabilities.ballots.models import Vote
from korzo.capabilities.ballots.operations import answering
from korzo.capabilities.ballots.operations.refusals import Refused
from korzo.capabilities.ballots.queries import taking_part
from korzo.capabilities.ballots.queries.taking_part import Entrance
from korzo.capabilities.ballots.rules.eligibility import Refusal
from korzo.capabilities.ballots.views import devices, inside
from korzo.capabilities.ballots.views.public import facts
from korzo.kernel import limits
from korzo.kernel.places import queries as places
from korzo.kernel.places.geometry import Point, distance_m
from korzo.ui import doors
from korzo.ui.doors import READS_AND_WRITES

ANSWERS = limits.Limit.parse("60/h")
TRIES = limits.Limit.parse("20/h")


@require_http_methods(READS_AND_WRITES)
@never_cache
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Show the questions to who may answer, and take the answers."""
    vote, now = inside.vote(request, code), timezone.now()
    if vote.is_secret:
        raise Http404
    entrance = devices.entrance(request, vote)
    if not vote.is_open(now):
        return render(request, "ballots/answer/closed.html", facts(vote, now))
    if entrance.refusal is not None:
        return _who_are_you(request, entrance)
    if request.method == "POST":
        return _taken(request, entrance)
    before = entrance.answer
    return _booth(request, entrance, Booth(vote, known=before.choices if before else None))


def _taken(request: HttpRequest, entrance: Entrance) -> HttpResponse:
    """Take what was posted."""
    vote, now = entrance.vote, timezone.now()
    is_known = entrance.person is not None or entrance.voter is not None  # many share an address: a library, a network
    who = entrance.key if entrance.key and is_known else limits.client_address(request)
    if not limits.allow("ballots.answer", f"{vote.pk} {who}", ANSWERS, now=now):
        return inside.too_many(request)
    booth = Booth(vote, request.POST)
    choices = booth.read()
    if booth.errors:
        return _booth(request, entrance, booth, status=422)
    token = "" if entrance.key else devices.new_token()
    try:
        answering.answer(devices.entrance(request, vote, device=token), choices, now=now)
    except inside.REFUSALS as refusal:
        doors.tell(request, refusal)
    else:
        messages.success(request, _("Thank you. We have your answers. You can change them until it closes."))
    done = redirect("ballots:vote", vote.code)
    if token:
        devices.remember(done, vote, token, secure=bool(settings.SESSION_COOKIE_SECURE))
    return done


@require_POST
def leave(request: HttpRequest, code: str) -> HttpResponse:
    """Forget whose letter was typed, for the next person at this device."""
    vote = inside.vote(request, code)
    devices.leave(request, vote)
    messages.success(request, _("Done. The next person can type their code."))
    return redirect("ballots:answer", code)


def _who_are_you(request: HttpRequest, entrance: Entrance) -> HttpResponse:
    """Tell why somebody cannot answer, and take what would let them in."""
    vote, person = entrance.vote, entrance.person
    form: django_forms.Form | None = None
    letter, place = forms.Letter(), forms.OwnPlace()
    position = forms.Position()
    if request.method == "POST" and entrance.refusal in (Refusal.ROLL, Refusal.POSITION, Refusal.FAR):
        who = person.ref if person else limits.client_address(request)
        if limits.is_reached("ballots.enter", f"{vote.pk} {who}", TRIES, now=timezone.now()):
            return inside.too_many(request)
        if entrance.refusal is not Refusal.ROLL:
            form = position = forms.Position(request.POST)
            opened = _measured(request, vote, position)
        elif "number" in request.POST and person is not None:
            form = place = forms.OwnPlace(request.POST)
            opened = _linked(request, vote, place)
        else:
            form = letter = forms.Letter(request.POST)
            opened = _by_letter(request, vote, letter)
        if not opened or entrance.refusal is not Refusal.ROLL:  # many come with right codes: to a library, say
            limits.allow("ballots.enter", f"{vote.pk} {who}", TRIES, now=timezone.now())
        if opened:
            return redirect("ballots:answer", vote.code)
    context = {
        **facts(vote, timezone.now()),
        "why": taking_part.why_not(entrance),
        "form": form,
        "letter": letter,
        "place": place,
        "position": position,
    }
    status = 422 if form is not None and form.errors else 403 if request.method == "POST" else 200
    return render(request, "ballots/answer/who.html", context, status=status)


def _by_letter(request: HttpRequest, vote: Vote, form: forms.Letter) -> bool:
    if not form.is_valid():
        return False
    voter = answering.find_letter(vote, form.cleaned_data["code"])
    if voter is None:
        form.add_error("code", _("This is no code of this vote. Look at it again, letter by letter."))
        return False
    devices.came_by_letter(request, vote, voter.pk)
    return True


def _linked(request: HttpRequest, vote: Vote, form: forms.OwnPlace) -> bool:
    person = doors.reader(request)
    if person is None or not form.is_valid():
        return False
    given = form.cleaned_data
    try:
        answering.link(vote, given["number"], given["born"].isoformat(), by=person)
    except Refused as refusal:
        doors.tell(request, refusal, form)
        return False
    return True


def _measured(request: HttpRequest, vote: Vote, form: forms.Position) -> bool:
    if not form.is_valid() or vote.near_lat is None or vote.near_long is None:
        return False
    given = form.cleaned_data
    at = (given["latitude"], given["longitude"])
    if None in at and given["address"]:
        at = next(((found.lat, found.long) for found in places.find(given["address"], limit=1)), (None, None))
    if None in at:
        form.add_error("address", _("We do not know this address. Use your position on the map instead."))
        return False
    devices.came_near(request, vote, distance_m(Point(*at), Point(vote.near_lat, vote.near_long)))
    return True


def _booth(request: HttpRequest, entrance: Entrance, booth: Booth, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        **facts(entrance.vote, timezone.now()),
        "booth": booth,
        "by_code": entrance.by_code,
        "is_change": entrance.answer is not None,
    }
    return render(request, "ballots/answer/booth.html", context, status=status)
