"""What becomes of a letter: refused when a machine wrote it, else taken by whom it concerns, or held for a person.

Whatever happens to it, it is kept as it came, and taken once, even if two processes fetch it.
"""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import DataError, transaction
from django.utils import timezone

from korzo.kernel import jobs, limits, people
from korzo.kernel.messages import arriving
from korzo.kernel.messages.arriving import Letter, parsing, threads
from korzo.kernel.messages.arriving.models import Arrived
from korzo.kernel.messages.channels import Refused
from korzo.kernel.messages.channels.sms import e164
from korzo.kernel.messages.models import Channel
from korzo.kernel.people.models import Person

KEPT = timedelta(days=365)
State, Reason = Arrived.State, Arrived.Reason
log = structlog.get_logger()


@dataclass(frozen=True)
class _Refusal:
    """Why nobody is asked to take a letter."""

    state: str
    reason: str
    detail: str = ""


def mail(
    raw: bytes, *, now: datetime, after: Callable[[], None] = lambda: None, is_whole: bool = True
) -> Arrived | None:
    """Take a mail as it came over the wire; None when it came before. Never raises for what stands in it.

    `after` is called in the same transaction: it notes how far the mailbox was read. Of one that is not whole, because
    it is too large, only the head is given.
    """
    try:
        read = parsing.read(raw, ours=(threads.address(), settings.KORZO.mail_from))
    except parsing.Unreadable as error:
        row = Arrived(fingerprint=hashlib.sha256(raw).hexdigest(), channel=Channel.EMAIL)
        return _keep(row, raw, _Refusal(State.HELD, Reason.UNREADABLE, str(error)[:200]), now=now, after=after)
    row = Arrived(
        fingerprint=read.fingerprint,
        channel=Channel.EMAIL,
        message_id=read.message_id,
        sender=read.sender,
        subject=read.subject,
    )
    try:
        if not is_whole:
            return _keep(row, raw, _Refusal(State.HELD, Reason.TOO_LARGE), now=now, after=after)
        return _keep(row, raw, _letter(read), now=now, after=after, refusal=lambda: _refusal(read, now))
    except (ValueError, DataError) as error:  # something that no database keeps; the letter itself is kept
        row = Arrived(fingerprint=hashlib.sha256(raw).hexdigest(), channel=Channel.EMAIL)
        unreadable = _Refusal(State.HELD, Reason.UNREADABLE, type(error).__name__)
        return _keep(row, raw, unreadable, now=now, after=after)


def sms(sender: str, text: str, *, identity: str, now: datetime) -> Arrived | None:
    """Take an SMS. `sender` is a number in E.164, `identity` what the gateway calls it; None when it came before."""
    fingerprint = hashlib.sha256(f"sms\0{sender}\0{identity}".encode()).hexdigest()
    row = Arrived(fingerprint=fingerprint, channel=Channel.SMS, sender=sender)
    letter = Letter(Channel.SMS, sender, text, fingerprint=fingerprint)
    return _keep(row, text.encode(), letter, now=now, refusal=lambda: _too_many(sender, now))


def take_after_all(row: Arrived, *, now: datetime) -> bool:
    """Take a letter that was held or refused, because a person says so; False when it cannot be, or was meanwhile."""
    if not row.has_original or row.state == State.TAKEN:
        return False
    raw = row.path.read_bytes()
    try:
        letter = (
            Letter(Channel.SMS, row.sender, raw.decode(), fingerprint=row.fingerprint)
            if row.channel == Channel.SMS
            else _letter(parsing.read(raw, ours=(threads.address(), settings.KORZO.mail_from)))
        )
    except parsing.Unreadable:
        return False
    _settle(row, _ask(letter, now))
    row.save()
    return row.state == State.TAKEN


def drop(row: Arrived) -> bool:
    """Leave it at that; False when there was nothing to decide."""
    waiting = Arrived.objects.filter(pk=row.pk, state=State.HELD)
    return bool(waiting.update(state=State.DROPPED))


def forget_about(ref: str) -> None:
    """Delete what was written about something: its writer wants to be forgotten."""
    for row in Arrived.objects.filter(ref=ref):
        _empty(row)


@people.erases("letters")
def forget(person: Person, now: datetime) -> None:  # noqa: ARG001 -- the signature of the registry
    """Delete what a person wrote to us."""
    own = [person.email.lower()]
    with suppress(Refused):
        own.append(e164(person.phone))
    for row in Arrived.objects.filter(sender__in=filter(None, own)):
        _empty(row)


@jobs.every(hours=24)
def forget_old() -> int:
    """Delete letters of more than a year ago but for their fingerprints; returns how many."""
    old = Arrived.objects.filter(at__lt=timezone.now() - KEPT).exclude(sender="", subject="", message_id="")
    for row in (found := list(old)):
        _empty(row)
    return len(found)


def _keep(
    row: Arrived,
    raw: bytes,
    what: Letter | _Refusal,
    *,
    now: datetime,
    after: Callable[[], None] = lambda: None,
    refusal: Callable[[], _Refusal | None] = lambda: None,
) -> Arrived | None:
    """Store a letter with what became of it, once."""
    if Arrived.objects.filter(fingerprint=row.fingerprint).exists():
        after()
        return None
    row.at = now
    row.path.parent.mkdir(parents=True, exist_ok=True)
    row.path.write_bytes(raw)  # before its row, so that no row points to nothing
    with transaction.atomic():
        kept, is_new = Arrived.objects.get_or_create(
            fingerprint=row.fingerprint,
            defaults={name: getattr(row, name) for name in ("channel", "message_id", "sender", "subject", "at")}
            | {"state": State.HELD},
        )
        after()
        if not is_new:
            return None
        ended = what if isinstance(what, _Refusal) else refusal() or _ask(what, now)
        _settle(kept, ended)
        kept.save()
    return kept


def _settle(row: Arrived, ended: "_Refusal | str") -> None:
    if isinstance(ended, str):
        row.state, row.reason, row.detail, row.ref = State.TAKEN, "", "", ended
    else:
        row.state, row.reason, row.detail = ended.state, ended.reason, ended.detail
        log.warning("letter not taken", letter=row.pk, reason=str(ended.reason), detail=ended.detail)


def _ask(letter: Letter, now: datetime) -> "_Refusal | str":
    """Ask all takers; the reference of what it became, or why it is held."""
    try:
        with transaction.atomic():
            for taker in arriving.takers:
                if ref := taker(letter, now):
                    return ref
    except arriving.Held as reason:
        return _Refusal(State.HELD, Reason.NOT_TAKEN, str(reason)[:200])
    except Exception as error:  # a taker's mistake must not stop the mailbox
        log.exception("a letter could not be taken")
        return _Refusal(State.HELD, Reason.NOT_TAKEN, type(error).__name__)
    return _Refusal(State.HELD, Reason.NOT_TAKEN)


def _letter(read: parsing.Mail) -> Letter:
    """A mail as takers see it."""
    letter = Letter(
        Channel.EMAIL,
        read.sender,
        read.text,
        name=read.name,
        subject=read.subject,
        about=threads.proven(read.receivers),
        attachments=read.attachments,
        fingerprint=read.fingerprint,
    )
    own = Arrived.objects.filter(message_id__in=read.references, sender=read.sender).exclude(ref="")
    return replace(letter, mentions=(*threads.mentioned(read.references), *own.values_list("ref", flat=True)))


def _refusal(read: parsing.Mail, now: datetime) -> _Refusal | None:
    """Why a mail is not taken; None when a person may have written it."""
    if not read.sender:
        return _Refusal(State.HELD, Reason.NOBODY)
    if threads.is_ours(read.sender):
        return _Refusal(State.REFUSED, Reason.OURSELVES)
    if read.automatic:
        return _Refusal(State.REFUSED, Reason.AUTOMATIC, read.automatic)
    return _too_many(read.sender, now)


def _too_many(sender: str, now: datetime) -> _Refusal | None:
    """Refuse a flood: of one sender, and of many that may be invented and would get our answers."""
    own, all_ = (limits.Limit.parse(each) for each in (settings.KORZO.letters_limit, settings.KORZO.letters_limit_all))
    allowed = limits.allow("letters", sender, own, now=now) and limits.allow("letters", "everybody", all_, now=now)
    return None if allowed else _Refusal(State.REFUSED, Reason.TOO_MANY)


def _empty(row: Arrived) -> None:
    row.path.unlink(missing_ok=True)
    row.sender = row.subject = row.message_id = row.detail = ""
    row.save(update_fields=["sender", "subject", "message_id", "detail"])
