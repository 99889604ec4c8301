"""Rate limits on what strangers can post, counted in the database so that all processes share them.

Addresses are never stored: a key is an HMAC under the installation's secret.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from korzo.kernel import jobs

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


class Count(models.Model):
    """How often a key was used in its present window."""

    key = models.CharField(primary_key=True, max_length=64)
    window_ends_at = models.DateTimeField(db_index=True)
    used = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.used} until {self.window_ends_at}"


@dataclass(frozen=True)
class Limit:
    """At most `most` uses in each window of `per`; written `10/10m`, `200/h`."""

    most: int
    per: timedelta

    @classmethod
    def parse(cls, written: str) -> "Limit":
        """Read `number/period`, the period in s, m, h or d; raises ValueError."""
        found = re.fullmatch(r"(\d+)/(\d*)([smhd])", written.strip())
        if not found:
            raise ValueError(f"“{written}” is not a limit such as 10/10m")
        most, number, unit = found.groups()
        return cls(int(most), timedelta(**{_UNITS[unit]: int(number or 1)}))


def client_address(request: HttpRequest) -> str:
    """The address of who asks, believing as many proxies as the settings trust."""
    meta: dict[str, Any] = request.META
    trusted: int = settings.KORZO.trusted_proxies
    hops = [hop.strip() for hop in meta.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    if trusted and hops:
        return str(hops[-min(trusted, len(hops))])
    return str(meta.get("REMOTE_ADDR", ""))


def allow(what: str, who: str, limit: Limit, *, now: datetime) -> bool:
    """Count one use of `what` by `who`; False when the limit is reached."""
    key = _key(what, who)
    with transaction.atomic():
        Count.objects.get_or_create(key=key, defaults={"window_ends_at": now + limit.per})
        Count.objects.filter(key=key, window_ends_at__lte=now).update(used=0, window_ends_at=now + limit.per)
        return bool(Count.objects.filter(key=key, used__lt=limit.most).update(used=F("used") + 1))


def is_reached(what: str, who: str, limit: Limit, *, now: datetime) -> bool:
    """Say whether nothing more is allowed, without counting: for what counts only when it goes wrong."""
    return Count.objects.filter(key=_key(what, who), window_ends_at__gt=now, used__gte=limit.most).exists()


def give_back(what: str, who: str) -> None:
    """Take one use back: it was none after all, such as a right password."""
    Count.objects.filter(key=_key(what, who), used__gt=0).update(used=F("used") - 1)


@jobs.every(hours=6)
def forget_old() -> int:
    """Delete windows that are over; returns how many."""
    return Count.objects.filter(window_ends_at__lt=timezone.now()).delete()[0]


def _key(what: str, who: str) -> str:
    secret = f"limit:{settings.SECRET_KEY}".encode()
    return hmac.new(secret, f"{what}\0{who}".encode(), hashlib.sha256).hexdigest()
