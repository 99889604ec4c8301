"""The booth of a secret ballot: everything is chosen, encrypted and signed on the voter's device."""

import re
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from korzo.capabilities.ballots.models import Box
from korzo.capabilities.ballots.queries import boards, booths

_PREFIX = re.compile(r"[0-9a-f]{2}")


@never_cache
@require_safe
def booth(request: HttpRequest, code: str) -> HttpResponse:
    """Show the booth; the code stands behind the # of a letter's address, which browsers never send."""
    box = _box(code)
    now = timezone.now()
    if not box.vote.is_open(now):
        context = {"vote": box.vote, "box": box, "is_over": box.vote.is_over(now)}
        return render(request, "ballots/booth/shut.html", context)
    ways = {
        "cast": reverse("ballots:cast", args=[code]),
        "codes": reverse("ballots:codes", args=[code, "xx"]),
        "board": reverse("ballots:board", args=[code]),
        "practice": reverse("ballots:practice", args=[code]) if box.is_practice else "",
    }
    context = {
        "vote": box.vote,
        "box": box,
        "questions": booths.questions(box),
        "data": {**booths.bytes_of(box), **ways},
        "fingerprint": boards.fingerprint(box),
    }
    return render(request, "ballots/booth/booth.html", context)


@require_safe
def codes(_request: HttpRequest, code: str, prefix: str) -> JsonResponse:
    """Name the public credentials that begin with two given digits: a code can be looked up without saying which."""
    if not _PREFIX.fullmatch(prefix):
        return JsonResponse([], safe=False, status=HTTPStatus.NOT_FOUND)
    answer = JsonResponse(booths.listed(_box(code), prefix), safe=False)
    answer["Cache-Control"] = "public, max-age=3600"
    return answer


def _box(code: str) -> Box:
    box = boards.box_of(code)
    if box is None:
        raise Http404
    return box
