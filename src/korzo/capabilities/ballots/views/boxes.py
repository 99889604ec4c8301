"""Secret ballots: taking them in, the public board, and the archive. None of it asks who is there."""

import re

from django.core.paginator import Paginator
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from korzo.capabilities.ballots.models import Box
from korzo.capabilities.ballots.operations import boxes, casting
from korzo.capabilities.ballots.operations.refusals import Refused
from korzo.capabilities.ballots.queries import archives, boards
from korzo.capabilities.ballots.views import inside
from korzo.kernel import limits

WRONG = limits.Limit.parse("60/10m")
PRACTICE = limits.Limit.parse("20/h")
A_PAGE = 50
_RANGE = re.compile(r"bytes=(\d{1,18})-(\d{0,18})")


@csrf_exempt  # no session and no cookie is read: the signature in the ballot is what counts
@require_POST
@never_cache
def cast(request: HttpRequest, code: str) -> JsonResponse:
    """Take a ballot: its very bytes as the body; answers with its tracker, the same for the same bytes."""
    box, sender = _box(code), limits.client_address(request)
    if int(request.META.get("CONTENT_LENGTH") or 0) > casting.LARGEST:
        return JsonResponse({"detail": _("This is too large for a ballot."), "code": "large"}, status=413)
    if limits.is_reached("ballots.cast", sender, WRONG, now=timezone.now()):
        text = _("Too many ballots from here were refused. Try again in ten minutes.")
        return JsonResponse({"detail": text, "code": "limit"}, status=429)
    try:
        receipt = casting.cast(box, request.body, now=timezone.now())
    except Refused as refusal:
        limits.allow("ballots.cast", sender, WRONG, now=timezone.now())
        status = 409 if refusal.code in {"closed", "early", "old"} else 422
        return JsonResponse({"detail": str(refusal), "code": refusal.code}, status=status)
    except OperationalError:  # a full disk, a database that is away: nothing was taken
        text = _("Your ballot could not be stored just now. It is still on your device: send it again.")
        return JsonResponse({"detail": text, "code": "storage"}, status=503)
    return JsonResponse({"tracker": receipt.tracker, "height": receipt.height, "again": receipt.again})


@require_safe
def election(_request: HttpRequest, code: str) -> HttpResponse:
    """The election as Belenios writes it: the very bytes that its fingerprint is over."""
    return HttpResponse(bytes(_box(code).election), content_type="application/json")


@csrf_exempt
@require_POST
@never_cache
def practice(request: HttpRequest, code: str) -> JsonResponse:
    """Give a code to somebody who wants to try a practice vote."""
    box = _box(code)
    if not limits.allow("ballots.practice", limits.client_address(request), PRACTICE, now=timezone.now()):
        return JsonResponse({"detail": _("That were many codes. Try again in an hour.")}, status=429)
    try:
        return JsonResponse({"code": boxes.practice_code(box)})
    except Refused as refusal:
        return JsonResponse({"detail": str(refusal)}, status=409)


@require_safe
def archive(request: HttpRequest, code: str) -> HttpResponseBase:
    """The archive as it stands; a part of it for who has the beginning already (`Range: bytes=…`)."""
    box = _box(code)
    start, end, status = 0, box.size, 200
    if asked := _RANGE.fullmatch(request.headers.get("Range", "")):
        start, end, status = int(asked[1]), min(int(asked[2] or box.size) + 1, box.size), 206
        if start >= box.size or start >= end:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{box.size}"})
    answer = StreamingHttpResponse(archives.stream(box, start, end), content_type="application/x-tar", status=status)
    answer["Content-Length"] = str(end - start)
    answer["Accept-Ranges"] = "bytes"
    answer["ETag"] = f'"{box.head}"'
    answer["Content-Disposition"] = f'attachment; filename="{box.uuid}.bel"'
    if status == 206:  # noqa: PLR2004 -- partial content
        answer["Content-Range"] = f"bytes {start}-{end - 1}/{box.size}"
    return answer


@require_safe
def board(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is in the box, and how anybody can check it."""
    box = _box(code)
    sought = request.GET.get("tracker", "").strip()
    found = boards.trackers(box, sought)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    voters, cast_by = boards.voters(box), boards.ballots(box)
    context = {
        "vote": box.vote,
        "box": box,
        "is_open": box.vote.is_open(timezone.now()),
        "voters": voters,
        "ballots": cast_by,
        "share": round(100 * cast_by / voters, 1) if voters else 0,
        "keys": boards.keys(box),
        "fingerprint": boards.fingerprint(box),
        "events": boards.events(box),
        "posted": boards.posted(box),
        "sought": sought,
        "was_replaced": boards.was_replaced(box, sought),
        "page": page,
        "unfolded": bool(sought or "page" in request.GET),
        "archive_url": request.build_absolute_uri(reverse("ballots:archive", args=[code])),
        "is_checked": box.checked.get("head") == box.head,
        "crumbs": inside.crumbs(box.vote),
    }
    return render(request, "ballots/board.html", context)


def _box(code: str) -> Box:
    box = boards.box_of(code)
    if box is None:
        raise Http404
    return box
