"""Lists of data sets."""

from datetime import datetime

from django.db.models import Q, QuerySet

from korzo.capabilities.catalog.models import Dataset


def shown(now: datetime) -> QuerySet[Dataset]:
    """What strangers see, the newest data first."""
    return (
        Dataset.objects.filter(step__in=(Dataset.Step.PUBLISHED, Dataset.Step.DEPRECATED), is_private=False)
        .filter(Q(embargo_until__isnull=True) | Q(embargo_until__lte=now))
        .select_related("publisher")
        .order_by("-updated_at", "name")
    )
