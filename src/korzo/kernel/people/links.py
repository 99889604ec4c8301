"""Links with which somebody signs in without a password: single use, a quarter of an hour, only a hash kept."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.utils import timezone

from korzo.kernel import jobs
from korzo.kernel.people.models import SignInLink

LIVES = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)


def ask(email: str, *, goes_to: str = "", now: datetime) -> SignInLink:
    """Note that somebody wants a link to this address, whether or not it has an account."""
    return SignInLink.objects.create(
        email=email.strip().lower(), goes_to=goes_to[:300], asked_at=now, ends_at=now + LIVES
    )


def make(asked: int, *, now: datetime) -> str:
    """Make the secret part of a link, in the moment its mail is written; one made before for the same wish ends.

    Empty when the wish is gone, or its link was used already.
    """
    secret = secrets.token_urlsafe(32)
    wish = SignInLink.objects.filter(pk=asked, used_at__isnull=True)
    return secret if wish.update(hash=_hashed(secret), ends_at=now + LIVES) else ""


def find(secret: str, *, now: datetime) -> SignInLink | None:
    """The wish that a link belongs to, without using it up: programs that look through mail open links too."""
    return SignInLink.objects.filter(hash=_hashed(secret), used_at__isnull=True, ends_at__gt=now).first()


def use(secret: str, *, now: datetime) -> SignInLink | None:
    """Use a link up and return its wish; None when it is unknown, over, or was used, even in the same moment."""
    found = find(secret, now=now)
    if found is None or not SignInLink.objects.filter(pk=found.pk, used_at__isnull=True).update(used_at=now):
        return None
    return found


@jobs.every(hours=6)
def forget_old() -> int:
    """Delete wishes of yesterday; returns how many."""
    return SignInLink.objects.filter(asked_at__lt=timezone.now() - FORGOTTEN_AFTER).delete()[0]


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
