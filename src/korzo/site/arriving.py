"""Where the SMS gateway brings in what people wrote. It shows the secret of the settings; others find nothing."""

import hashlib
import hmac
import json
from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from korzo.kernel.messages import sending, stopping
from korzo.kernel.messages.arriving import taking
from korzo.kernel.messages.channels import Refused
from korzo.kernel.messages.channels.sms import e164
from korzo.kernel.text import plain

MOST_BYTES = 20_000
SENDER = ("from", "sender", "msisdn", "From", "originator")
TEXT = ("text", "message", "body", "Body", "content")
IDENTITY = ("id", "message_id", "messageId", "MessageSid")


@csrf_exempt  # a program comes with a secret, not with a cookie
@require_POST
def sms(request: HttpRequest, token: str = "") -> HttpResponse:
    """Take an SMS from the gateway, as form or JSON; the secret stands in the address or as a bearer token.

    204: taken, or known already. 422: no telephone number, or no words. 404: the secret is wrong.
    """
    ours = settings.KORZO.sms_in_token.get_secret_value()
    given = token or request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not (ours and hmac.compare_digest(ours.encode(), given.encode())):
        raise Http404
    said = _given(request)
    try:
        sender = e164(_first(said, SENDER))
    except Refused:
        return HttpResponse(_("No telephone number."), status=422, content_type="text/plain; charset=utf-8")
    text = _first(said, TEXT)
    if not text:
        return HttpResponse(_("No words."), status=422, content_type="text/plain; charset=utf-8")
    now = timezone.now()
    identity = _first(said, IDENTITY) or hashlib.sha256(f"{now:%Y-%m-%d}\0{text}".encode()).hexdigest()
    if command := stopping.word(text):
        _command(command, sender, identity)
    else:
        taking.sms(sender, text, identity=identity, now=now)
    return HttpResponse(status=204)


@transaction.atomic
def _command(command: str, sender: str, identity: str) -> None:
    """End or begin SMS to a number, and say so once: what is so already is not told again."""
    if stopping.is_stopped(sender) == (command == "STOP"):
        return
    now = timezone.now()
    stopping.start(sender)  # so that the answer may go out
    sending.send(
        to=sending.Recipient(phone=sender),
        template=f"sms/{command.lower()}",
        context={},
        ref="",
        key=f"sms:{identity}"[:120],
        now=now,
    )
    if command == "STOP":
        stopping.stop(sender, now=now)


def _given(request: HttpRequest) -> Mapping[str, object]:
    """What the gateway says, however it says it; nothing when that is nonsense."""
    if request.content_type != "application/json":
        return request.POST.dict()
    try:
        said = json.loads(request.body[:MOST_BYTES])
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _first(said: Mapping[str, object], names: tuple[str, ...]) -> str:
    return next((plain.clean(str(said[name])[:2000]) for name in names if said.get(name)), "")
