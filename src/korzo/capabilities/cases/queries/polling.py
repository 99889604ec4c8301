"""All that changed, oldest change first, in pages that leave no gap and show nothing twice."""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.models.case import CaseQuerySet

SETTLING = timedelta(seconds=10)
"""How long a change may be on its way into the database after its moment was taken."""


class BadCursor(ValueError):
    """This cursor was not made here."""


@dataclass(frozen=True)
class Found:
    """A page, whether another follows, and the place behind its last case."""

    cases: list[Case]
    more: bool
    cursor: str


def since(cases: CaseQuerySet, *, after: datetime | None, cursor: str, most: int) -> Found:
    """The cases that changed after a moment, or after a cursor; raises BadCursor.

    Cases that changed at the same moment follow one another by key. What changed within the last seconds comes later:
    another change with an earlier moment may not be stored yet.
    """
    cases = cases.filter(updated_at__lt=timezone.now() - SETTLING).order_by("updated_at", "pk")
    if cursor:
        at, key = _place(cursor)
        cases = cases.filter(Q(updated_at__gt=at) | Q(updated_at=at, pk__gt=key))
    elif after:
        cases = cases.filter(updated_at__gt=after)
    rows = list(cases[: most + 1])
    page = rows[:most]
    if page:
        cursor = _cursor(page[-1].updated_at, page[-1].pk)
    elif not cursor and after:
        cursor = _cursor(after, 2**62)
    return Found(page, len(rows) > most, cursor)


def _cursor(at: datetime, key: int) -> str:
    return base64.urlsafe_b64encode(f"{at.isoformat()}|{key}".encode()).decode().rstrip("=")


def _place(cursor: str) -> tuple[datetime, int]:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        at, _bar, key = text.partition("|")
        place = datetime.fromisoformat(at), int(key)
    except (ValueError, binascii.Error) as error:
        raise BadCursor from error
    if place[0].tzinfo is None or not (0 <= place[1] < 2**63 and 1970 < place[0].year < 9999):  # noqa: PLR2004
        raise BadCursor
    return place
