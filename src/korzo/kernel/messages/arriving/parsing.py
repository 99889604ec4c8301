"""Reading a mail as it came over the wire, however broken: bytes in, plain values out.

Nothing here trusts a mail to be what the standards ask for. `read` returns a Mail or raises Unreadable, nothing else.
"""

import codecs
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.header import decode_header
from email.message import Message as Part
from email.utils import getaddresses
from itertools import islice

from korzo.kernel.messages.arriving import Attachment
from korzo.kernel.messages.arriving.html import as_text
from korzo.kernel.messages.arriving.quoted import own_words
from korzo.kernel.text import plain

MOST_PARTS = 200
MOST_HTMLS = 10
MOST_ATTACHMENTS = 20
MOST_LETTERS = 50_000
MOST_IN_A_HEADER = 20_000
SUBJECT_LIMIT = 200
_ADDRESS = re.compile(r"[^@\s\x00-\x1f\x7f<>()\[\],;:\"\\]{1,64}@[\w.-]{1,189}")
_MESSAGE_ID = re.compile(r"<([^<>\s\x00-\x1f\x7f]{1,250})>")
_GUESSES = ("utf-8", "cp1250")
_OF_NAMES = ("idna", "punycode")  # charsets of host names: reading a letter in them takes for ever
_ANSWERS = re.compile(
    r"^(?:\s*(?:re|fwd?|aw|wg|odg|одг|pro|прo|прос|vs|rv|тема)\s*(?:\[\d+\])?\s*:)+\s*", re.IGNORECASE
)


class Unreadable(ValueError):
    """Nobody can make sense of this mail by machine."""


@dataclass(frozen=True)
class Mail:
    """A mail. Addresses in small letters; `automatic` says why a machine wrote it, empty when a person did."""

    message_id: str
    fingerprint: str
    sender: str
    name: str
    receivers: tuple[str, ...]
    subject: str
    text: str
    references: tuple[str, ...]
    automatic: str
    attachments: tuple[Attachment, ...]


def read(raw: bytes, *, ours: Sequence[str] = ()) -> Mail:
    """Read a mail; `ours` are our own addresses. Raises Unreadable."""
    try:
        return _read(raw, ours)
    except Unreadable:
        raise
    except Exception as error:  # whatever the wire brings: one mail must not stop a mailbox
        raise Unreadable(f"{type(error).__name__} while reading it") from error


def _read(raw: bytes, ours: Sequence[str]) -> Mail:
    mail = message_from_bytes(raw.replace(b"\0", b""), policy=policy.compat32)
    head = {name: _headers(mail, name) for name in ("from", "sender", "date", "message-id")}
    found = _people(head["from"] or head["sender"])
    name, sender = found[0] if found else ("", "")
    text, attachments = _content(mail)
    ids = _MESSAGE_ID.findall(" ".join(head["message-id"]))
    body = raw.partition(b"\r\n\r\n")[2] or raw.partition(b"\n\n")[2]
    identity = "\0".join((*ids[:1], *head["from"][:1], *head["date"][:1]))
    digest = hashlib.sha256(identity.encode("utf-8", "replace") + b"\0" + b"".join(body.split())).hexdigest()
    seen_in = _headers(mail, "in-reply-to") + _headers(mail, "references")
    return Mail(
        message_id=ids[0] if ids else "",
        fingerprint=digest,
        sender=sender,
        name=name,
        receivers=tuple(
            address
            for header in ("to", "cc", "delivered-to", "x-original-to", "envelope-to")
            for _name, address in _people(_headers(mail, header))
        ),
        subject=plain.shorten(_ANSWERS.sub("", plain.clean(_first(mail, "subject"), lines=False)), SUBJECT_LIMIT),
        text=plain.clean(own_words(text[:MOST_LETTERS], ours)),
        references=tuple(dict.fromkeys(_MESSAGE_ID.findall(" ".join(seen_in)))),
        automatic=_automatic(mail),
        attachments=tuple(attachments),
    )


def _automatic(mail: "Part[str, str]") -> str:
    """Which header gives away that no person wrote this; answering it could go on for ever."""
    said = {name: _first(mail, name).strip().lower() for name in ("auto-submitted", "precedence", "return-path")}
    if said["auto-submitted"].partition(";")[0].strip() not in ("", "no"):
        return "Auto-Submitted"
    if said["precedence"] in ("bulk", "junk", "list", "auto_reply"):
        return "Precedence"
    if "".join(said["return-path"].split()) == "<>":
        return "Return-Path"
    if mail.get_content_type() == "multipart/report":
        return "multipart/report"
    marks = ("List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress-Reply", "X-Loop")
    return next((name for name in marks if mail.get(name) is not None), "")


def _headers(mail: "Part[str, str]", name: str) -> list[str]:
    """All headers of a name, decoded; what cannot be decoded stays as it is."""
    found = (value for header, value in mail.raw_items() if header.lower() == name)
    return [_decoded(value) for value in islice(found, MOST_PARTS)]


def _first(mail: "Part[str, str]", name: str) -> str:
    return next(iter(_headers(mail, name)), "")


def _decoded(value: object) -> str:
    """A header as a person reads it."""
    raw = str(value)[:MOST_IN_A_HEADER]
    try:
        raw = raw.encode("ascii", "surrogateescape").decode("utf-8")
    except UnicodeError:
        raw = _said(raw.encode("utf-8", "surrogateescape"), "")
    try:
        pieces = decode_header(raw)
    except ValueError:  # includes broken base64
        return raw
    return "".join(piece if isinstance(piece, str) else _said(piece, charset or "") for piece, charset in pieces)


def _said(raw: bytes, charset: str) -> str:
    """Bytes as text: in the charset that was named if that is true, or else in one that fits."""
    for guess in (charset, *_GUESSES):
        try:
            found = codecs.lookup(guess) if guess else None
            if found and found._is_text_encoding and found.name not in _OF_NAMES:  # noqa: SLF001 -- else “zlib”
                return raw.decode(guess)
        except (LookupError, ValueError):
            continue
    return raw.decode("latin-1")


def _people(headers: list[str]) -> list[tuple[str, str]]:
    """Names and addresses; those that are none are left out."""
    found = []
    for name, address in getaddresses([header.replace("\n", " ").replace("\r", " ") for header in headers]):
        whole = _ADDRESS.search(address.strip()) or _ADDRESS.search(name)
        if whole:
            found.append((plain.clean(name, lines=False)[:120], whole[0].lower()[:254]))
    return found or [("", match[0].lower()[:254]) for header in headers for match in _ADDRESS.finditer(header)]


def _content(mail: "Part[str, str]") -> tuple[str, list[Attachment]]:
    """The text of a mail, from its plain part or else from its HTML, and the files that came along."""
    plains: list[str] = []
    htmls: list[str] = []
    files: list[Attachment] = []
    for part in _leaves(mail):
        kind = part.get_content_type()
        raw = _bytes(part)
        name = _decoded(part.get_filename() or "")
        is_file = bool(name) or (part.get_content_disposition() == "attachment")
        if kind == "text/plain" and not is_file:
            plains.append(_said(raw, _charset(part)))
        elif kind == "text/html" and not is_file and len(htmls) < MOST_HTMLS:
            htmls.append(as_text(_said(raw, _charset(part))[: 4 * MOST_LETTERS]))
        elif raw and len(files) < MOST_ATTACHMENTS:
            files.append(Attachment(plain.clean(name, lines=False)[:120], kind, raw))
    text = "\n\n".join(each for each in plains if each.strip()) or "\n\n".join(htmls)
    return text, files


def _bytes(part: "Part[str, str]") -> bytes:
    """What a part holds, decoded if that is possible."""
    try:
        content = part.get_payload(decode=True)
    except (LookupError, ValueError):
        content = str(part.get_payload()).encode("utf-8", "surrogateescape")
    return content if isinstance(content, bytes) else b""


def _charset(part: "Part[str, str]") -> str:
    try:
        return str(part.get_content_charset() or "")
    except (LookupError, ValueError):
        return ""


def _leaves(part: "Part[str, str]") -> Iterator["Part[str, str]"]:
    """The parts with content, in order; a mail inside a mail is not opened."""
    waiting, seen = [part], 0
    while waiting and seen < MOST_PARTS:
        each, seen = waiting.pop(0), seen + 1
        if each.get_content_maintype() == "message":
            continue
        payload = each.get_payload()
        if isinstance(payload, list):
            waiting[:0] = [child for child in payload if isinstance(child, Part)]
        else:
            yield each
