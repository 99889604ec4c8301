"""What anybody may ask for and takes long to make: made once, given to all until it changes, and not without end.

The house is never kept waiting, and sees what stands there now.
"""

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from korzo.capabilities.assessments.models import Assessment
from korzo.capabilities.assessments.queries import stamps
from korzo.capabilities.assessments.queries.audiences import Audience
from korzo.capabilities.assessments.views import inside
from korzo.kernel import limits
from korzo.kernel.limits import Limit

MOST = Limit.parse("60/10m")
"""How often one address may have something made anew; what is made already is given without counting."""
KEPT = 48
_kept: OrderedDict[tuple[str, ...], Any] = OrderedDict()
_alone = Lock()
P = ParamSpec("P")
T = TypeVar("T")


class TooOften(Exception):
    """Somebody had too much made of late."""


class Unchanged(Exception):
    """Who asks has it already."""


def view(
    shown: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Answer 429, and when to come again, to who asks too often; 304 to who has it already."""

    @wraps(shown)
    def answer(request: HttpRequest, /, *args: P.args, **more: P.kwargs) -> HttpResponse:
        try:
            return shown(request, *args, **more)
        except TooOften:
            refused = render(request, "429.html", status=429)
            refused["Retry-After"] = str(int(MOST.per.total_seconds()))
            return refused
        except Unchanged as found:
            return HttpResponse(status=304, headers={"ETag": str(found)})

    return answer


def once(request: HttpRequest, assessment: Assessment, what: tuple[str, ...], make: Callable[[Audience], T]) -> T:
    """What `make` makes for the reader, of everybody's the same as long as nothing changes; raises TooOften."""
    audience = inside.audience(request, assessment)
    if audience.is_house:
        return make(audience)
    key = (stamps.stamp(assessment, audience), *what)
    with _alone:
        if key in _kept:
            _kept.move_to_end(key)
            found: T = _kept[key]
            return found
    if not limits.allow("assessments", limits.client_address(request), MOST, now=timezone.now()):
        raise TooOften
    made = make(audience)
    with _alone:
        _kept[key] = made
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return made


def file(
    request: HttpRequest,
    assessment: Assessment,
    what: tuple[str, ...],
    make: Callable[[Audience], bytes],
    media_type: str,
) -> HttpResponse:
    """Such a file, with the mark by which browsers ask whether it is still the same."""
    audience = inside.audience(request, assessment)
    mark = "" if audience.is_house else f'"{"-".join((stamps.stamp(assessment, audience), *what))}"'
    if mark and request.headers.get("If-None-Match", "") == mark:
        raise Unchanged(mark)
    answer = HttpResponse(once(request, assessment, what, make), content_type=media_type)
    if mark:
        answer["ETag"], answer["Cache-Control"] = mark, "no-cache"
    return answer
