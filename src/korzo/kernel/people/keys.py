"""API keys: shown once when made, kept as a hash."""

import hashlib
import secrets
from datetime import datetime

from korzo.kernel.people.models import ApiKey, Person


def make(*, person: Person, label: str, now: datetime) -> str:
    """Make a key for a program and return it; it cannot be read again."""
    key = f"korzo_{secrets.token_urlsafe(32)}"
    ApiKey.objects.create(person=person, label=label, hash=_hashed(key), made_at=now)
    return key


def holder(key: str, *, now: datetime) -> Person | None:
    """The person for whom a key acts; None when it is unknown, withdrawn, or the person is inactive."""
    found = ApiKey.objects.select_related("person").filter(hash=_hashed(key), is_active=True).first()
    if found is None or not found.person.is_active:
        return None
    if found.used_on != now.date():
        ApiKey.objects.filter(pk=found.pk).update(used_on=now.date())
    return found.person


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
