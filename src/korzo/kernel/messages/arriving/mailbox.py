"""Looking into the mailboxes over IMAP.

Only UIDs say what is new: a letter that a colleague has read is new to us all the same. The boxes are opened read-only
and nothing in them is changed.
"""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from urllib.parse import unquote, urlsplit

import structlog
from django.conf import settings
from django.utils import timezone

from korzo.kernel import jobs
from korzo.kernel.messages.arriving import taking, threads
from korzo.kernel.messages.arriving.models import Box

SECONDS = 30
LOOKED_BACK = timedelta(days=2)
MOST_BYTES = 40 * 2**20
AT_ONCE = 200
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
log = structlog.get_logger()


class NoMailbox(OSError):
    """The mailbox cannot be opened."""


@dataclass(frozen=True)
class Account:
    """Where a mailbox is: `imaps://user:password@host:993/Folder`; `imap://` begins with STARTTLS, but on loopback."""

    host: str
    port: int
    user: str
    password: str
    folder: str
    has_tls: bool

    @classmethod
    def parse(cls, url: str) -> "Account":
        """Read an address; raises ValueError."""
        parts = urlsplit(url)
        if parts.scheme not in ("imap", "imaps") or not (parts.hostname and parts.username):
            raise ValueError("a mailbox is written imaps://user:password@host:993/Folder")
        secure = parts.scheme == "imaps"
        return cls(
            parts.hostname,
            parts.port or (993 if secure else 143),
            unquote(parts.username),
            unquote(parts.password or ""),
            unquote(parts.path.strip("/")) or "INBOX",
            secure,
        )

    @property
    def name(self) -> str:
        """What pages and logs call it."""
        return f"{self.user}@{self.host}/{self.folder}"


def accounts() -> list[Account]:
    """The mailboxes of the settings; raises ValueError."""
    return [Account.parse(url) for url in settings.KORZO.mailboxes.get_secret_value().split()]


@jobs.every(minutes=1)
def fetch_mail() -> int:
    """Look into every mailbox; one that cannot be opened stops no other. Returns how many letters were new."""
    return sum(fetch(account, now=timezone.now()) for account in accounts()) if threads.is_on() else 0


def fetch(account: Account, *, now: datetime) -> int:
    """Take what is new in one mailbox; what is wrong with it is kept for the office's page. Returns how many."""
    box, _is_new = Box.objects.get_or_create(name=account.name)
    taken, error = 0, ""
    try:
        with _open(account) as line:
            taken = _read(line, box, now)
    except (OSError, imaplib.IMAP4.error, ValueError) as problem:
        error = (str(problem) or type(problem).__name__)[:200]
        log.warning("mailbox not read", box=box.pk, error=type(problem).__name__)
    box.looked_at, box.error = now, error
    box.worked_at = box.worked_at if error else now
    box.save(update_fields=["looked_at", "worked_at", "error"])
    return taken


def _read(line: imaplib.IMAP4, box: Box, now: datetime) -> int:
    """Take the letters after the last one that was looked at."""
    validity = _number(line, "UIDVALIDITY")
    if validity != box.uid_validity:  # a new box, or one that was restored: what we have is known by its fingerprint
        since = now - LOOKED_BACK
        recent = _uids(line, f"SINCE {since.day}-{_MONTHS[since.month - 1]}-{since.year}")
        box.uid_validity, box.last_uid = validity, (recent[0] if recent else _number(line, "UIDNEXT")) - 1
        box.save(update_fields=["uid_validity", "last_uid"])
    taken = 0
    new = (uid for uid in _uids(line, f"UID {box.last_uid + 1}:*") if uid > box.last_uid)
    for uid in islice(new, AT_ONCE):

        def note(uid: int = uid) -> None:
            box.last_uid = uid
            box.save(update_fields=["last_uid"])

        fetched = _fetched(line, uid)
        if fetched is None:  # gone meanwhile
            note()
        elif taking.mail(fetched.raw, now=timezone.now(), after=note, is_whole=fetched.is_whole):
            taken += 1
    return taken


@dataclass(frozen=True)
class _Fetched:
    """A letter as it came, or of one that is too large its head."""

    raw: bytes
    is_whole: bool


def _fetched(line: imaplib.IMAP4, uid: int) -> _Fetched | None:
    """A letter; None when it is gone."""
    size = _SIZE.search(b" ".join(_flat(line.uid("FETCH", str(uid), "(RFC822.SIZE)"))))
    if size is None:
        return None
    is_whole = int(size[1]) <= MOST_BYTES
    what = "(BODY.PEEK[])" if is_whole else "(BODY.PEEK[HEADER])"
    for part in _said(line.uid("FETCH", str(uid), what)):
        if isinstance(part, tuple):
            return _Fetched(bytes(part[1]), is_whole)
    return None


def _uids(line: imaplib.IMAP4, wanted: str) -> list[int]:
    """The UIDs of the letters that fit, in order."""
    found = _said(line.uid("SEARCH", wanted))
    return sorted(int(uid) for part in found if isinstance(part, bytes) for uid in part.split())


def _number(line: imaplib.IMAP4, name: str) -> int:
    """A number that the server named when the folder was opened; raises NoMailbox when it did not."""
    _name, values = line.response(name)
    if not values or not values[0]:
        raise NoMailbox(f"the mail server names no {name}")
    return int(values[0])


def _flat(answer: tuple[str, list[Any]]) -> list[bytes]:
    return [
        piece
        for part in _said(answer)
        for piece in (part if isinstance(part, tuple) else (part,))
        if isinstance(piece, bytes)
    ]


def _said(answer: tuple[str, list[Any]]) -> list[Any]:
    """What the server answered; raises NoMailbox when it refused."""
    kind, data = answer
    if kind != "OK":
        raise NoMailbox(f"the mail server answered {kind}")
    return data


@contextmanager
def _open(account: Account) -> Iterator[imaplib.IMAP4]:
    """Sign in and open the folder, only to read."""
    trusted = ssl.create_default_context()
    line: imaplib.IMAP4 = (
        imaplib.IMAP4_SSL(account.host, account.port, ssl_context=trusted, timeout=SECONDS)
        if account.has_tls
        else imaplib.IMAP4(account.host, account.port, timeout=SECONDS)
    )
    try:
        if not account.has_tls and account.host not in ("localhost", "127.0.0.1", "::1"):
            line.starttls(trusted)
        secret = f"\0{account.user}\0{account.password}".encode()
        line.authenticate("PLAIN", lambda _challenge: secret)
        folder = account.folder.replace("\\", "\\\\").replace('"', '\\"')
        _said(line.select(f'"{folder}"', readonly=True))
        yield line
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            line.logout()
