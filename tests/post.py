"""A real SMTP server in this process, which keeps what it was sent, and can be slow or rude."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from tests import ports


@dataclass
class Mailbox:
    """What arrived, and how the server behaves. `answers` are given to the next mails instead of an acceptance."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    in_data: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 -- aiosmtpd's names
        import asyncio

        self.in_data.set()
        await asyncio.to_thread(self.go_on.wait, 60)
        if self.answers:
            return self.answers.pop(0)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.mails.append(message)
        return "250 OK"


@contextmanager
def open_mailbox() -> Iterator[Mailbox]:
    """Serve until the block ends."""
    box = Mailbox(port=ports.free())
    box.go_on.set()
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        box.go_on.set()
        controller.stop()


def text_of(mail: Any) -> str:
    """The plain text of a mail that Django kept for the test."""
    return str(mail.body)
