"""Saying something to somebody: choosing channel, language and hour, and keeping it until it is delivered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from korzo.kernel import people
from korzo.kernel.messages import delivery, devices, stopping
from korzo.kernel.messages.channels import Refused, sms
from korzo.kernel.messages.models import Channel, Message
from korzo.kernel.people.models import Person


@dataclass(frozen=True)
class Recipient:
    """Whom to tell: a person with an account, or a stranger by their address.

    `devices` is the reference of what a stranger's browsers wait for; they are told besides.
    """

    person: Person | None = None
    email: str = ""
    phone: str = ""
    name: str = ""
    language: str = ""
    devices: str = ""

    @property
    def channels(self) -> list[tuple[Channel, str]]:
        """Channels and addresses: one outside, the devices, and the inbox for who has an account."""
        if self.person is None:
            waiting = bool(self.devices and settings.KORZO.push_contact and devices.count(self.devices))
            also = [(Channel.PUSH, self.devices)] if waiting else []
            if self.email:
                return [(Channel.EMAIL, self.email), *also]
            return [(Channel.SMS, self.phone), *also] if _takes_sms(self.phone) else also
        chosen = Channel(self.person.channel)
        ways: list[tuple[Channel, str]] = [(Channel.INBOX, self.person.ref)]
        if chosen is Channel.PUSH and settings.KORZO.push_contact and self.person.push_subscriptions.exists():
            return [*ways, (Channel.PUSH, self.person.ref)]
        if chosen is Channel.SMS and _takes_sms(self.person.phone):
            return [*ways, (Channel.SMS, self.person.phone)]
        return ways if chosen is Channel.INBOX else [*ways, (Channel.EMAIL, self.person.email)]


def _takes_sms(phone: str) -> bool:
    """Say whether an SMS can and may go to a number as somebody wrote it."""
    if not (phone and settings.KORZO.sms_url):
        return False
    try:
        return not stopping.is_stopped(sms.e164(phone))
    except Refused:
        return True  # told as not arrived, where an administrator sees it


def send(*, to: Recipient, template: str, context: dict[str, Any], ref: str, key: str, now: datetime) -> list[Message]:
    """Tell somebody about an occasion, once: the same `key` again does nothing.

    `template` names a pair `messages/<template>.txt` (first line: subject) and optionally `.sms.txt`; `context` must be
    JSON. Called inside a transaction, nothing is sent when that is rolled back.
    """
    language = people.language_of(to.person, to.language)
    made = []
    for channel, address in to.channels:
        in_inbox = channel is Channel.INBOX
        message, is_new = Message.objects.get_or_create(
            key=key,
            channel=channel,
            to=address,
            defaults={
                "person": to.person,
                "name": to.person.name if to.person else to.name,
                "language": language,
                "template": template,
                "context": context,
                "ref": ref,
                "made_at": now,
                "send_after": now,
                "state": Message.State.SENT if in_inbox else Message.State.WAITING,
                "sent_at": now if in_inbox else None,
            },
        )
        if is_new and not in_inbox:
            delivery.enqueue(message, now=now)
        made.append(message)
    return made
