"""Pages that say the same to every stranger, and may therefore be kept until something happens in the house.

    @shelf.same_for_strangers
    def listed(request): ...

The view must not ask for a token of a form, nor look at who comes in except by `request.user`. What is to be done each
time, also when the page comes from the shelf, it hangs onto its answer: `shelf.each_time(answer, count)`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.http import HttpRequest, HttpResponse

P = ParamSpec("P")
Each = Callable[[HttpRequest], None]
Answer = TypeVar("Answer", bound=HttpResponse)
_SAME, _EACH = "_korzo_same_for_strangers", "_korzo_each_time"


def same_for_strangers(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Allow the page to be kept for strangers; nothing is kept of what it says to people with accounts."""

    @wraps(view)
    def marked(request: HttpRequest, /, *args: P.args, **more: P.kwargs) -> HttpResponse:
        answer = view(request, *args, **more)
        setattr(answer, _SAME, not request.user.is_authenticated)
        done(answer, request)
        return answer

    return marked


def each_time(answer: Answer, act: Each) -> Answer:
    """Have something done whenever this page is shown."""
    setattr(answer, _EACH, act)
    return answer


def may_keep(answer: HttpResponse, request: HttpRequest) -> bool:
    """Whether an answer is the same for every stranger: also nothing that came with it is theirs alone."""
    plain = answer.status_code == 200 and not answer.streaming and not answer.cookies  # noqa: PLR2004 -- HTTP
    return plain and getattr(answer, _SAME, False) and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")


def act_of(answer: HttpResponse) -> Each | None:
    """What is to be done each time."""
    found: Each | None = getattr(answer, _EACH, None)
    return found


def done(answer: HttpResponse, request: HttpRequest) -> None:
    """Do what is to be done each time."""
    if act := act_of(answer):
        act(request)
