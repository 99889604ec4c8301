"""Which letter of ours is answered: by a secret in the address that we gave, or by what the letter names.

`report+case.k-2026-000123.9f2c…@city.example`: the reference, and a signature that only who got our letter can have.
"""

import hmac
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings

from korzo.kernel.messages.models import Message

_TOKEN = re.compile(r"\+(?P<kind>[a-z]{1,20})\.(?P<code>[a-z0-9-]{1,40})\.(?P<signed>[0-9a-f]{24})@")
_NAMED = re.compile(r"^(?P<kind>[a-z]{1,20})\.(?P<code>[A-Za-z0-9-]{1,40})(?:\.[0-9a-f]{32})?@")
_answerable: set[str] = set()


def may_be_answered(*templates: str) -> None:
    """Say that answers to these letters belong to what the letters are about, in the name of their receiver."""
    _answerable.update(templates)


def is_on() -> bool:
    """Say whether letters can come in."""
    return bool(settings.KORZO.mailboxes.get_secret_value())


def address() -> str:
    """The address that people write to."""
    return str(settings.KORZO.mailbox_address or settings.KORZO.mail_from)


def reply_to(message: Message) -> str:
    """Where an answer to a letter goes; empty when nobody reads answers to it."""
    if not (is_on() and message.template in _answerable and message.ref.count(":") == 1 and "#" not in message.ref):
        return ""
    local, _at, domain = _bare(address()).partition("@")
    about = message.ref.replace(":", ".").lower()
    return f"{local}+{about}.{_signed(about)}@{domain}"


def proven(receivers: Iterable[str]) -> str:
    """The reference in a signed address among those that a mail was sent to, as small letters; empty when none is."""
    for each in receivers:
        found = _TOKEN.search(each)
        if found and hmac.compare_digest(_signed(f"{found['kind']}.{found['code']}"), found["signed"]):
            return f"{found['kind']}:{found['code'].upper()}"
    return ""


def mentioned(references: Iterable[str]) -> tuple[str, ...]:
    """The references in the Message-IDs that a mail answers."""
    host = _host()
    found = (_NAMED.match(each) for each in references if each.endswith(f"@{host}"))
    return tuple(dict.fromkeys(f"{match['kind']}:{match['code']}" for match in found if match))


def message_id(about: str, stable_id: str) -> str:
    """The Message-ID of a letter, with what it is about in it."""
    return f"{_plain(about)}.{stable_id}" if about else stable_id


def thread_id(about: str) -> str:
    """The Message-ID under which all letters about the same thing hang together."""
    return f"{_plain(about)}@{_host()}"


def is_ours(sender: str) -> bool:
    """Say whether an address is our own: answering it would be talking to ourselves."""
    local, _at, domain = sender.partition("@")
    plain = f"{local.partition('+')[0]}@{domain}"
    return plain in {_bare(address()).lower(), _bare(settings.KORZO.mail_from).lower()}


def _plain(about: str) -> str:
    return about.partition("#")[0].replace(":", ".")


def _bare(given: str) -> str:
    """`Korzo <a@b>` without the name."""
    return given.rpartition("<")[2].rstrip("> ").strip()


def _host() -> str:
    return urlsplit(settings.KORZO.base_url).hostname or "korzo"


def _signed(about: str) -> str:
    key = f"thread:{settings.SECRET_KEY}".encode()
    return hmac.new(key, about.encode(), "sha256").hexdigest()[:24]
