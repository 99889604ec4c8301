"""Browsers that may be told: those of a person, and those that wait for one thing only, without an account."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from korzo.kernel.messages.channels import push
from korzo.kernel.messages.models import PushSubscription
from korzo.kernel.people.models import Person

MOST = 10
"""Browsers of one person, or for one thing; the newest stay."""


def keep(
    given: Mapping[str, str], *, person: Person | None = None, ref: str = "", language: str, now: datetime
) -> bool:
    """Note what a browser said: `endpoint`, `p256dh`, `auth`; False when it is nonsense or no known push service.

    A browser belongs to one person at a time, the last who allowed it; beside that it may wait for several things.
    """
    row = PushSubscription(
        person=person, ref=ref, made_at=now, language=language,
        **{name: given.get(name, "").strip() for name in ("endpoint", "p256dh", "auth")},
    )  # fmt: skip
    try:
        row.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError:
        return False
    if not push.is_allowed(row.endpoint):
        return False
    with transaction.atomic():
        PushSubscription.objects.filter(endpoint=row.endpoint, ref=ref).delete()
        row.save(force_insert=True)
        same = PushSubscription.objects.filter(person=person, ref=ref)
        same.exclude(pk__in=list(same.order_by("-made_at", "-pk").values_list("pk", flat=True)[:MOST])).delete()
    return True


def count(ref: str) -> int:
    """How many browsers wait for a thing."""
    return PushSubscription.objects.filter(ref=ref).count()


def forget(ref: str) -> None:
    """Tell no browser any more of a thing."""
    PushSubscription.objects.filter(ref=ref).delete()
