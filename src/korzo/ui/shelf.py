"""Pages that say the same to every stranger, and may therefore be kept until something happens in the house.

    @shelf.same_for_strangers
    def listed(request): ...

The view must not ask for a token of a form, nor look at who comes in except by `request.user`. What is to be done each
time, also when the page comes from the shelf, it hangs onto its answer: `shelf.each_time(answer, count)`.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.http import HttpRequest, HttpResponse

from korzo.kernel import trail

P = ParamSpec("P")
Each = Callable[[HttpRequest], None]
Answer = TypeVar("Answer", bound=HttpResponse)
Stamp = tuple[int, int]
STALE_SECONDS = 60
_STAMP, _EACH = "_korzo_stamp", "_korzo_each_time"


def same_for_strangers(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Allow the page to be kept for strangers; nothing is kept of what it says to people with accounts."""

    @wraps(view)
    def marked(request: HttpRequest, /, *args: P.args, **more: P.kwargs) -> HttpResponse:
        made_at = stamp()  # before the page is made: what happens meanwhile makes it old
        answer = view(request, *args, **more)
        setattr(answer, _STAMP, None if request.user.is_authenticated else made_at)
        done(answer, request)
        return answer

    return marked


def each_time(answer: Answer, act: Each) -> Answer:
    """Have something done whenever this page is shown."""
    setattr(answer, _EACH, act)
    return answer


def stamp() -> Stamp:
    """What dates a page: the last entry of the trail, and the minute, for what time changes by itself."""
    return trail.last(), int(time.time() // STALE_SECONDS)


def stamp_of(answer: HttpResponse, request: HttpRequest) -> Stamp | None:
    """When an answer that is the same for every stranger was made; None when it is not, or something came with it."""
    plain = answer.status_code == 200 and not answer.streaming and not answer.cookies  # noqa: PLR2004 -- HTTP
    made_at: Stamp | None = getattr(answer, _STAMP, None)
    return made_at if plain and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE") else None


def act_of(answer: HttpResponse) -> Each | None:
    """What is to be done each time."""
    found: Each | None = getattr(answer, _EACH, None)
    return found


def done(answer: HttpResponse, request: HttpRequest) -> None:
    """Do what is to be done each time."""
    if act := act_of(answer):
        act(request)
