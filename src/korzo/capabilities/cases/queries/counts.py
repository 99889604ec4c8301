"""Figures for the front page."""

from datetime import datetime, timedelta

from django.core.cache import cache
from django.utils import timezone

from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.models.counts import Figures

STALE = timedelta(minutes=15)
KEPT_SECONDS = 60


def figures() -> Figures:
    """What the worker counted last; without a worker they are counted here, at most once a minute."""
    now = timezone.now()
    found: Figures | None = Figures.objects.filter(counted_at__gt=now - STALE).first() or cache.get("cases:figures")
    if found is None:
        found = count(now)
        cache.set("cases:figures", found, KEPT_SECONDS)
    return found


def latest() -> list[Case]:
    """The newest public cases; never from a cache, so that what is hidden disappears at once."""
    return list(Case.objects.public().newest_first().select_related("category", "district")[:6])


def count(now: datetime) -> Figures:
    """Count; for a million cases this takes a moment."""
    since = now - timedelta(days=30)
    # What was closed since then was also changed since then, and changes have an index.
    month = Case.objects.public().filter(state=Case.State.RESOLVED, closed_at__gte=since, updated_at__gte=since)
    promised = list(month.exclude(due_at=None).values_list("closed_at", "due_at"))
    kept = sum(closed <= due for closed, due in promised if closed and due)
    return Figures(
        pk=1,
        counted_at=now,
        open=Case.objects.public().open().count(),
        solved=month.count(),
        on_time=round(100 * kept / len(promised)) if promised else None,
    )
