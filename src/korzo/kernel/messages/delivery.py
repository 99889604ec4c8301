"""Handing messages over, never twice.

A message is marked before it is handed over; one whose hand-over was cut off is `uncertain`, and sent again only by a
person's decision.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from korzo.kernel import jobs
from korzo.kernel.messages.channels import Refused, Unclear, email, push, sms
from korzo.kernel.messages.models import Channel, Message

log = structlog.get_logger()
State = Message.State

_SEND: dict[str, Callable[[Message, str], None]] = {
    Channel.EMAIL: email.send,
    Channel.SMS: sms.send,
    Channel.PUSH: push.send,
}


def enqueue(message: Message, *, now: datetime) -> None:
    """Have a message handed over at the first decent hour."""
    at = message.waits_until(now)
    if at != message.send_after:
        Message.objects.filter(pk=message.pk).update(send_after=at)
    later = deliver.using(run_after=at) if at > now else deliver
    later.enqueue(message_id=message.pk)


@jobs.job(retries=8)
def deliver(message_id: int) -> None:
    """Hand one message over; a failure that surely left nothing behind is tried again later."""
    message = Message.objects.select_related("person").filter(pk=message_id).first()
    if message is None:
        return  # its receiver left
    now = timezone.now()
    if (
        message.state == State.WAITING and message.waits_until(now) > now
    ):  # the queue was long, or this is a retry at night
        enqueue(message, now=now)
        return
    if not Message.objects.filter(pk=message_id, state=State.WAITING).update(state=State.SENDING):
        Message.objects.filter(pk=message_id, state=State.SENDING).update(
            state=State.UNCERTAIN, error="the process was stopped while sending"
        )
        return
    state, error = State.SENT, ""
    try:
        _SEND[message.channel](message, stable_id(message))
    except Refused as refusal:
        state, error = State.REFUSED, str(refusal)[:200]
    except Unclear as doubt:
        state, error = State.UNCERTAIN, str(doubt)[:200]
    except Exception as failure:
        Message.objects.filter(pk=message_id).update(state=State.WAITING, error=type(failure).__name__)
        raise
    Message.objects.filter(pk=message_id).update(
        state=state, error=error, sent_at=timezone.now() if state == State.SENT else None
    )
    if state != State.SENT:
        log.warning("message not delivered", message=message_id, channel=message.channel, state=str(state))
    if state == State.REFUSED:
        _by_mail_instead(message)


def send_again(message: Message, *, now: datetime) -> bool:
    """Send a message again that was refused, or may or may not have arrived; False when it is neither (any more)."""
    with transaction.atomic():
        stuck = Message.objects.filter(pk=message.pk, state__in=(State.REFUSED, State.UNCERTAIN))
        if not stuck.update(state=State.WAITING, error=""):
            return False
        enqueue(Message.objects.select_related("person").get(pk=message.pk), now=now)
    return True


def drop(message: Message) -> bool:
    """Leave it at that: the message is not sent again; False when there was nothing to decide (any more)."""
    stuck = Message.objects.filter(pk=message.pk, state__in=(State.REFUSED, State.UNCERTAIN))
    return bool(stuck.update(state=State.DROPPED))


def stable_id(message: Message) -> str:
    """The same id for the same message, whatever happens: receivers can tell a repetition."""
    host = urlsplit(settings.KORZO.base_url).hostname or "korzo"
    digest = hashlib.sha256(f"{message.key}\0{message.channel}\0{message.to}".encode()).hexdigest()[:32]
    return f"{digest}@{host}"


def _by_mail_instead(message: Message) -> None:
    """Write to who wanted an SMS or a push and can no longer be reached so: a dead number must not swallow the news."""
    person = message.person
    if person is None or message.channel == Channel.EMAIL:
        return
    same = {
        name: getattr(message, name) for name in ("person", "name", "language", "template", "context", "ref", "made_at")
    }
    with transaction.atomic():
        mail, is_new = Message.objects.get_or_create(
            key=message.key, channel=Channel.EMAIL, to=person.email, defaults={**same, "send_after": message.send_after}
        )
        if is_new:
            enqueue(mail, now=timezone.now())
