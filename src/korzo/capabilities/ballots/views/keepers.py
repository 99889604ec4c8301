"""The page of somebody who keeps a key: what to do next, and taking what their device made."""

import json
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from korzo.capabilities.ballots.models import Box, Trustee
from korzo.capabilities.ballots.operations import trustees
from korzo.capabilities.ballots.operations.refusals import Refused
from korzo.capabilities.ballots.operations.trustees import Step
from korzo.capabilities.ballots.rules import ceremony

LARGEST_ARCHIVE = 300 << 20
"""Bytes that a browser reads at once; beyond, keepers use the command line."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def keeper(request: HttpRequest, token: str) -> HttpResponse:
    """Show the next step, or take what was made in it."""
    found = Trustee.by_token(token)
    if found is None:
        raise Http404
    step = trustees.next_step(found)
    if request.method == "POST":
        return _take(request, found)
    context = {
        "keeper": found,
        "box": found.box,
        "vote": found.box.vote,
        "doing": step.value,
        "way": _steps(found),
        "others": found.box.keepers.count() - 1,
        "is_large": step in {Step.SHUFFLE, Step.DECRYPT} and found.box.size > LARGEST_ARCHIVE,
        "data": _data(found, step),
    }
    return render(request, "ballots/keeper/page.html", context)


def _take(request: HttpRequest, found: Trustee) -> JsonResponse:
    """Answers 200, or 409 and 422 with what is the matter."""
    file, named = request.FILES.get("message"), request.POST.get("step", "")
    if file is None or named not in set(Step):
        return JsonResponse({"detail": _("Something is missing. Load the page again.")}, status=422)
    data, step, now = file.read(), Step(named), timezone.now()
    try:
        if step in {Step.SHUFFLE, Step.DECRYPT}:
            height = request.POST.get("height", "")
            seen = int(height) if height.isascii() and height.isdecimal() and len(height) < 10 else -1  # noqa: PLR2004 -- 32 bits
            trustees.append(found, step, data, height=seen, now=now)
        else:
            trustees.take(found, step, data.decode(), now=now)
    except Refused as refusal:
        status = HTTPStatus.CONFLICT if refusal.code in {"turn", "time"} else HTTPStatus.UNPROCESSABLE_ENTITY
        return JsonResponse({"detail": str(refusal), "code": refusal.code}, status=status)
    except UnicodeDecodeError:
        return JsonResponse({"detail": _("This is no text."), "code": "invalid"}, status=422)
    return JsonResponse({"step": trustees.next_step(Trustee.objects.get(pk=found.pk)).value})


def _steps(found: Trustee) -> list[tuple[str, bool]]:
    """The way to a key, and where this keeper stands on it."""
    step = trustees.next_step(found)
    making = {Step.KEY} if found.box.threshold is None else {Step.KEY, Step.DEAL, Step.FINISH, Step.WAIT}
    if found.box.step != Box.Step.SETUP:
        return []
    return [
        (_("Make your key"), step in making),
        (_("Try it"), step is Step.REHEARSE),
        (_("Keep it until the count"), step is Step.READY),
    ]


def _data(found: Trustee, step: Step) -> dict[str, Any]:
    """What the device needs for a step; nothing of it is secret but what only this keeper can open."""
    box, keepers = found.box, found.box.keepers.count()
    data: dict[str, Any] = {
        "step": step.value,
        "vote": box.vote.code,
        "uuid": box.uuid,
        "group": box.group,
        "index": found.number,
        "owner": found.owner,
        "size": keepers,
        "threshold": box.threshold,
        "encrypted": found.private_key,
        "height": box.height,
    }
    if step in {Step.DEAL, Step.FINISH}:
        data["certs"] = trustees.certificates(box)
    if step is Step.FINISH:
        data["dealt"] = ceremony.inputs(trustees.dealings(box))[found.number - 1]
    if found.key:
        data["known"] = json.loads(found.key)["public_key"]
    if step in {Step.SHUFFLE, Step.DECRYPT}:
        data["archive"] = reverse("ballots:archive", args=[box.vote.code])
    return data
