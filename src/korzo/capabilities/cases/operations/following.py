"""Hearing of a case that somebody else reported: with an account at once, by e-mail after the address was confirmed."""

import secrets
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from korzo.capabilities.cases import events
from korzo.capabilities.cases.models import Case, Follower
from korzo.capabilities.cases.operations.intake import ReportRefused
from korzo.capabilities.cases.queries import following, similar
from korzo.kernel import trail
from korzo.kernel.messages import sending
from korzo.kernel.messages.models import Message
from korzo.kernel.people.models import Person

CONFIRM = "cases/confirm"


def follow(case: Case, *, by: Person | None, email: str = "", language: str = "", now: datetime) -> Follower:
    """Note that somebody wants to hear of a case, or of the one that it repeats; an address is asked by letter first.

    The same wish again changes nothing, and brings another letter at most once a day. Raises ReportRefused.
    """
    case = similar.root(case)
    email = "" if by else email.strip().lower()
    if not by:
        try:
            validate_email(email)
        except ValidationError as error:
            raise ReportRefused("email", error.messages[0]) from error
    with transaction.atomic():
        who: dict[str, object] = {"person": by} if by else {"email": email}
        about = {"language": language, "nonce": secrets.token_hex(16), "asked_at": now}
        follower, is_new = Follower.objects.get_or_create(
            case=case, **who, defaults={**about, "confirmed_at": now if by else None}
        )
        if by and is_new:
            trail.record(events.CaseFollowed(case.ref, follower.pk), by=by, now=now)
        if not by and follower.confirmed_at is None:
            sending.send(
                to=sending.Recipient(email=email, language=language),
                template=CONFIRM,
                context={"code": case.code, "category": str(case.category.name), "follower": follower.pk},
                ref=following.letter_ref(case),
                key=f"follow:{follower.pk}:{now:%Y-%m-%d}",
                now=now,
            )
    return follower


def confirm(follower: Follower, *, now: datetime) -> None:
    """Note that the address is its owner's wish; doing so twice is once."""
    with transaction.atomic():
        waiting = Follower.objects.filter(pk=follower.pk, confirmed_at__isnull=True)
        if waiting.update(confirmed_at=now):
            trail.record(events.CaseFollowed(follower.case.ref, follower.pk), by=None, now=now)
    follower.confirmed_at = follower.confirmed_at or now


def unfollow(follower: Follower, *, by: Person | None, now: datetime) -> None:
    """Forget a follower, and the letters that were written to their address."""
    with transaction.atomic():
        if follower.email:
            Message.objects.filter(ref=following.letter_ref(follower.case), to=follower.email).delete()
        number, case = follower.pk, follower.case
        follower.delete()
        trail.record(events.CaseUnfollowed(case.ref, number), by=by, now=now)
