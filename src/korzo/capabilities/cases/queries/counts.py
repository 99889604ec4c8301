"""Figures for the front page."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.utils import timezone

from korzo.capabilities.cases.models import Case

KEPT_SECONDS = 60


@dataclass(frozen=True)
class Figures:
    """Open now, solved in the last 30 days, the share of those in time (per cent)."""

    open: int
    solved: int
    on_time: int | None


def figures(now: datetime | None = None) -> Figures:
    """Count, at most once a minute."""
    found: Figures | None = cache.get("cases:figures")
    if found is None:
        found = _count(now or timezone.now())
        cache.set("cases:figures", found, KEPT_SECONDS)
    return found


def latest() -> list[Case]:
    """The newest public cases; never from a cache, so that what is hidden disappears at once."""
    return list(Case.objects.public().newest_first().select_related("category", "district")[:6])


def _count(now: datetime) -> Figures:
    since = now - timedelta(days=30)
    # What was closed since then was also changed since then, and changes have an index.
    month = Case.objects.public().filter(state=Case.State.RESOLVED, closed_at__gte=since, updated_at__gte=since)
    promised = list(month.exclude(due_at=None).values_list("closed_at", "due_at"))
    kept = sum(closed <= due for closed, due in promised if closed and due)
    return Figures(
        open=Case.objects.public().open().count(),
        solved=month.count(),
        on_time=round(100 * kept / len(promised)) if promised else None,
    )
