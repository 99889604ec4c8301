"""Handing messages over. Never twice: a message is marked before it is handed over, and one whose hand-over was cut
off is `uncertain`, to be sent again only by a person's decision."""

import hashlib
from collections.abc import Callable
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.utils import timezone

from korzo.kernel import jobs
from korzo.kernel.messages.channels import Refused, Unclear, email, push, sms
from korzo.kernel.messages.models import Channel, Message

log = structlog.get_logger()

_SEND: dict[str, Callable[[Message, str], None]] = {
    Channel.EMAIL: email.send,
    Channel.SMS: sms.send,
    Channel.PUSH: push.send,
}


@jobs.job(retries=8)
def deliver(message_id: int) -> None:
    """Hand one message over; a failure that surely left nothing behind is tried again later."""
    waiting = Message.objects.filter(pk=message_id, state=Message.State.WAITING)
    if not waiting.update(state=Message.State.SENDING):
        Message.objects.filter(pk=message_id, state=Message.State.SENDING).update(
            state=Message.State.UNCERTAIN, error="the process was stopped while sending"
        )
        return
    message = Message.objects.select_related("person").get(pk=message_id)
    state, error = Message.State.SENT, ""
    try:
        _SEND[message.channel](message, stable_id(message))
    except Refused as refusal:
        state, error = Message.State.REFUSED, str(refusal)[:200]
    except Unclear as doubt:
        state, error = Message.State.UNCERTAIN, str(doubt)[:200]
    except Exception as failure:
        Message.objects.filter(pk=message_id).update(state=Message.State.WAITING, error=type(failure).__name__)
        raise
    Message.objects.filter(pk=message_id).update(
        state=state, error=error, sent_at=timezone.now() if state == Message.State.SENT else None
    )
    if state != Message.State.SENT:
        log.warning("message not delivered", message=message_id, channel=message.channel, state=str(state))


def stable_id(message: Message) -> str:
    """The same id for the same message, whatever happens: receivers can tell a repetition."""
    host = urlsplit(settings.KORZO.base_url).hostname or "korzo"
    digest = hashlib.sha256(f"{message.key}\0{message.channel}\0{message.to}".encode()).hexdigest()[:32]
    return f"{digest}@{host}"
