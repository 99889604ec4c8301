"""What a browser shows of who asks: a cookie for one vote, a letter's code that was typed, a distance measured once."""

import secrets

from django.http import HttpRequest, HttpResponse

from korzo.capabilities.ballots.models import Vote
from korzo.capabilities.ballots.queries import taking_part
from korzo.capabilities.ballots.queries.taking_part import Entrance
from korzo.ui import doors

_SALT = "korzo.ballots.device"
_DAYS = 400


def entrance(request: HttpRequest, vote: Vote, *, device: str = "") -> Entrance:
    """Who asks."""
    return taking_part.enter(
        vote,
        doors.reader(request),
        voter_pk=request.session.get(_letter(vote)),
        device=device or str(request.get_signed_cookie(_cookie(vote), "", salt=_SALT) or ""),
        distance_m=request.session.get(_distance(vote)),
    )


def new_token() -> str:
    """Something that says nothing about a device, but is on no other."""
    return secrets.token_urlsafe(18)


def remember(response: HttpResponse, vote: Vote, token: str, *, secure: bool) -> None:
    """Have the browser show the token again, at this vote only."""
    response.set_signed_cookie(
        _cookie(vote), token, salt=_SALT, max_age=_DAYS * 86_400, httponly=True, samesite="Lax", secure=secure
    )


def came_by_letter(request: HttpRequest, vote: Vote, voter_pk: int) -> None:
    """Remember until the browser's session ends whose letter was typed."""
    request.session[_letter(vote)] = voter_pk
    if doors.reader(request) is None:
        request.session.set_expiry(0)


def came_near(request: HttpRequest, vote: Vote, distance_m: float) -> None:
    """Remember how far away, not where."""
    request.session[_distance(vote)] = round(distance_m)


def leave(request: HttpRequest, vote: Vote) -> None:
    """Forget the letter: the next person may use this device."""
    request.session.pop(_letter(vote), None)


def _cookie(vote: Vote) -> str:
    return f"vote-{vote.pk}"


def _letter(vote: Vote) -> str:
    return f"ballots.letter.{vote.pk}"


def _distance(vote: Vote) -> str:
    return f"ballots.distance.{vote.pk}"
