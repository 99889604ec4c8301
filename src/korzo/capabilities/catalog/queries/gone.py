"""What once was here: the trail remembers by its id what was purged."""

import uuid

from korzo.kernel.trail.models import Entry

_NEEDED = {"catalog.DatasetPublished", "catalog.DatasetPurged"}


def dataset(named: str) -> bool:
    """Whether a data set with this id was purged after everybody could see it."""
    try:
        ref = f"dataset:{uuid.UUID(named)}"
    except ValueError:
        return False
    return set(Entry.objects.filter(ref=ref, event__in=_NEEDED).values_list("event", flat=True)) == _NEEDED
