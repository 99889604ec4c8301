"""Who has a case before them just now: told softly, so that two officers do not write the same answer."""

from datetime import datetime, timedelta

from korzo.capabilities.cases.models import Case, Looking
from korzo.kernel.people.models import Person

SECONDS = 20
"""A page asks again after so long at the least."""
_FRESH = timedelta(seconds=90)
_RECENT = timedelta(seconds=SECONDS // 2)


def look(case: Case, *, by: Person, now: datetime) -> list[Person]:
    """Note that somebody looks at a case, and name the others who do."""
    rows = list(Looking.objects.filter(case=case, seen_at__gt=now - _FRESH).select_related("person"))
    own = next((row for row in rows if row.person_id == by.pk), None)
    if own is None or own.seen_at < now - _RECENT:
        Looking.objects.update_or_create(case=case, person=by, defaults={"seen_at": now})
    return [row.person for row in rows if row.person_id != by.pk]


def forget(*, now: datetime) -> int:
    """Delete what is over; returns how many rows."""
    return Looking.objects.filter(seen_at__lt=now - _FRESH).delete()[0]
