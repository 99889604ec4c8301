"""API keys: shown once when made, kept as a hash."""

import hashlib
import secrets
from datetime import datetime
from typing import Any, cast

from korzo.kernel.people.models import ApiKey, Person

# Plain SQL: programs ask by the hundred a second, and writing the query would take longer than answering it.
_HOLDER = """
SELECT person.*, key.id AS key_id, key.used_on
FROM kernel_apikey key JOIN kernel_person person ON person.id = key.person_id
WHERE key.hash = %s AND key.is_active AND person.is_active
"""


def make(*, person: Person, label: str, now: datetime) -> str:
    """Make a key for a program and return it; it cannot be read again."""
    key = f"korzo_{secrets.token_urlsafe(32)}"
    ApiKey.objects.create(person=person, label=label, hash=_hashed(key), made_at=now)
    return key


def holder(key: str, *, now: datetime) -> Person | None:
    """The person for whom a key acts; None when it is unknown, withdrawn, or the person is inactive."""
    found: Any = next(iter(Person.objects.raw(_HOLDER, [_hashed(key)])), None)
    if found and str(found.used_on) != str(now.date()):
        ApiKey.objects.filter(pk=found.key_id).update(used_on=now.date())
    return cast("Person | None", found)


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
