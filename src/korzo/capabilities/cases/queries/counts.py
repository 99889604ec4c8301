"""Figures for the front page."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.utils import timezone

from korzo.capabilities.cases.models import Case

KEPT_SECONDS = 60


@dataclass(frozen=True)
class Today:
    """What the front page tells about cases: open now, solved in the last 30 days, the share of those in time."""

    open: int
    solved: int
    on_time: int | None
    latest: list[Case]


def today(now: datetime | None = None) -> Today:
    """Count, at most once a minute."""
    found: Today | None = cache.get("cases:today")
    if found is None:
        found = _count(now or timezone.now())
        cache.set("cases:today", found, KEPT_SECONDS)
    return found


def _count(now: datetime) -> Today:
    since = now - timedelta(days=30)
    # What was closed since then was also changed since then, and changes have an index.
    month = Case.objects.public().filter(state=Case.State.RESOLVED, closed_at__gte=since, updated_at__gte=since)
    promised = list(month.exclude(due_at=None).values_list("closed_at", "due_at"))
    kept = sum(closed <= due for closed, due in promised if closed and due)
    return Today(
        open=Case.objects.public().open().count(),
        solved=month.count(),
        on_time=round(100 * kept / len(promised)) if promised else None,
        latest=list(Case.objects.public().newest_first().select_related("category", "district")[:6]),
    )
