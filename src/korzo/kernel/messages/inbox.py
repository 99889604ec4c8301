"""What a person was told: read on the site, taken along, and forgotten in time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from korzo.kernel import jobs, people
from korzo.kernel.messages.models import Channel, Message
from korzo.kernel.messages.rendering import render
from korzo.kernel.people.models import Person

KEPT = timedelta(days=365)


@dataclass(frozen=True)
class Letter:
    """A message as the inbox shows it, in the language in which the page is read."""

    id: int
    subject: str
    html: SafeString
    at: datetime
    is_read: bool


def of(person: Person) -> "QuerySet[Message]":
    """A person's inbox, newest first."""
    return person.messages.filter(channel=Channel.INBOX).order_by("-made_at", "-pk")


def unread(person: Person) -> int:
    """How many letters were not opened yet."""
    return of(person).filter(read_at__isnull=True).count()


def letter(message: Message) -> Letter:
    """Write a message as the inbox shows it."""
    message.language = get_language() or message.language
    written = render(message)
    paragraphs = mark_safe("".join(f"<p>{part}</p>" for part in written.paragraphs))  # noqa: S308 -- escaped when written
    return Letter(message.pk, written.subject, paragraphs, message.made_at, message.read_at is not None)


def read(message: Message, *, now: datetime) -> None:
    """Note that a letter was opened."""
    Message.objects.filter(pk=message.pk, read_at__isnull=True).update(read_at=now)


@people.exports("messages")
def told(person: Person) -> list[dict[str, Any]]:
    """What a person was told, for their download."""
    kept = person.messages.exclude(channel=Channel.INBOX) | of(person)
    return [
        {
            "at": message.made_at.isoformat(),
            "channel": message.channel,
            "to": message.to if message.channel in (Channel.EMAIL, Channel.SMS) else "",
            "about": message.ref,
            "subject": render(message).subject,
            "state": message.state,
        }
        for message in kept.order_by("made_at", "pk")
    ]


@people.erases("messages")
def forget(person: Person, now: datetime) -> None:  # noqa: ARG001 -- the signature of the registry
    """Delete what was sent to a person's address, as a stranger too."""
    person.messages.all().delete()
    Message.objects.filter(to__in=filter(None, (person.email, person.phone))).delete()


@jobs.every(hours=24)
def forget_old() -> int:
    """Delete messages of more than a year ago: they hold addresses, and nobody needs them any more."""
    done = (Message.State.SENT, Message.State.DROPPED, Message.State.REFUSED)
    return Message.objects.filter(state__in=done, made_at__lt=timezone.now() - KEPT).delete()[0]
