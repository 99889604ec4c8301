"""Other catalogues and what was taken over from them."""

from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.catalog.models import Dataset, Run, Source

RUNS = 20
COUNTS = {
    "found": _("Found"),
    "new": _("New"),
    "changed": _("Changed"),
    "unchanged": _("Unchanged"),
    "removed": _("Gone"),
    "failed": _("Not understood"),
}


def overview() -> QuerySet[Source, Any]:
    """All sources with how many data sets they gave and how the last run ended."""
    last = Run.objects.filter(source=OuterRef("pk"), is_trial=False).order_by("-began_at")
    alive = Q(harvested__dataset__isnull=False) & ~Q(harvested__dataset__step=Dataset.Step.DELETED)
    return Source.objects.annotate(
        kept=Count("harvested", filter=alive),
        last_state=Subquery(last.values("state")[:1]),
        last_at=Subquery(last.values("began_at")[:1]),
    ).order_by("name")


def kept(source: Source) -> int:
    """How many data sets of a source stand in the catalogue."""
    return source.harvested.exclude(dataset=None).exclude(dataset__step=Dataset.Step.DELETED).count()
