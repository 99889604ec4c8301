"""Hearing of works and outages somewhere, of news, events and publications: begun, confirmed, ended, told once."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.portal import events
from korzo.capabilities.portal.models import Reader, Telling, Wish
from korzo.capabilities.portal.operations.refusals import Refused
from korzo.capabilities.portal.queries.following import Chosen
from korzo.kernel import refs, trail
from korzo.kernel.messages import sending
from korzo.kernel.messages.models import Message
from korzo.kernel.people.models import Person

CONFIRM, NOTICE, ITEM = "portal/confirm_wish", "portal/notice", "portal/item"
MOST = 30
"""Wishes of one reader."""


@transaction.atomic
def follow(chosen: Chosen, *, by: Person | None, email: str = "", language: str = "", now: datetime) -> Wish:
    """Note what somebody wants to hear of; an address is asked by letter first, at most once a day for the same wish.

    Raises Refused.
    """
    email = "" if by else email.strip().lower()
    if not by:
        try:
            validate_email(email)
        except ValidationError as error:
            raise Refused("email", error.messages[0]) from error
    known: dict[str, object] = {"person": by} if by else {"email": email}
    reader, _new = Reader.objects.get_or_create(
        **known, defaults={"language": language, "nonce": secrets.token_hex(16)}
    )
    mark = sha256(chosen.mark.encode()).hexdigest()
    wish = reader.wishes.filter(mark=mark).first()
    if wish is None:
        if reader.wishes.count() >= MOST:
            raise Refused("", _("You follow very much already. End something first."))
        wish = Wish(reader=reader, mark=mark, asked_at=now, **chosen.values)
        wish.full_clean(exclude=["reader", "street", "district", "category"])
        wish.save()
    if by:
        confirm(wish, now=now)
    elif wish.confirmed_at is None:
        sending.send(
            to=sending.Recipient(email=email, language=language),
            template=CONFIRM,
            context={"reader": reader.pk, "wish": wish.pk},
            ref="",
            key=f"wish:{wish.pk}:{now:%Y-%m-%d}",
            now=now,
        )
    return wish


@transaction.atomic
def confirm(wish: Wish, *, now: datetime) -> None:
    """Note that its owner wants it; doing so twice is once."""
    if Wish.objects.filter(pk=wish.pk, confirmed_at__isnull=True).update(confirmed_at=now):
        trail.record(events.WishBegun(wish.reader.ref, wish.pk, wish.about), by=wish.reader.person, now=now)
    wish.confirmed_at = wish.confirmed_at or now


@transaction.atomic
def end(wish: Wish, *, by: Person | None, now: datetime) -> None:
    """Forget a wish; with the last one its reader is forgotten too."""
    reader, number = wish.reader, wish.pk
    wish.delete()
    trail.record(events.WishEnded(reader.ref, number), by=by, now=now)
    if not reader.wishes.exists():
        forget(reader)


@transaction.atomic
def end_all(reader: Reader, *, by: Person | None, now: datetime) -> None:
    """Forget a reader and everything that they wished for."""
    for wish in reader.wishes.select_related("reader"):
        end(wish, by=by, now=now)
    if reader.pk:
        forget(reader)


def forget(reader: Reader) -> None:
    """Delete a reader, and the letters that were written to their address."""
    if reader.email:
        Message.objects.filter(to=reader.email, template__in=(CONFIRM, NOTICE, ITEM)).delete()
    reader.delete()


def note(ref: str, occasion: str, readers: Iterable[int], *, now: datetime) -> int:
    """Put an occasion beside everybody who is to be told of it, once; returns beside how many."""
    rows = [Telling(reader_id=each, ref=ref, occasion=occasion, at=now) for each in sorted(readers)]
    Telling.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return len(rows)


def tell(reader: Reader, *, now: datetime) -> int:
    """Write to a reader about what waits for them, a letter for each record; returns how many letters."""
    with transaction.atomic():
        waiting: dict[str, list[Telling]] = {}
        for each in Telling.objects.filter(reader=reader, told_at__isnull=True, at__lte=now):
            waiting.setdefault(each.ref, []).append(each)
        for ref, tellings in waiting.items():
            kind, code = refs.parse(ref)
            sending.send(
                to=sending.Recipient(reader.person, reader.email, language=reader.language),
                template=NOTICE if kind == "notice" else ITEM,
                context={"reader": reader.pk, "code": code, "occasions": [each.occasion for each in tellings]},
                ref=ref,
                key=f"telling:{tellings[-1].pk}",
                now=now,
            )
        Telling.objects.filter(pk__in=[each.pk for rows in waiting.values() for each in rows]).update(told_at=now)
    return len(waiting)


def forget_old(*, now: datetime, unconfirmed: timedelta, told: timedelta) -> int:
    """Forget wishes that nobody confirmed, and what was told long ago; returns how many wishes."""
    Telling.objects.filter(told_at__lt=now - told).delete()
    gone, _by_kind = Wish.objects.filter(confirmed_at__isnull=True, asked_at__lt=now - unconfirmed).delete()
    for reader in Reader.objects.filter(wishes__isnull=True):
        forget(reader)
    return gone
