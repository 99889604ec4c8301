"""What every change of data leaves: when, how many rows, an entry on the trail, and news for the index."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from korzo.capabilities.catalog import events
from korzo.capabilities.catalog.models import Distribution, Version
from korzo.capabilities.catalog.operations.keeping import changing
from korzo.kernel import trail
from korzo.kernel.people.models import Person


def updated(
    distribution: Distribution,
    *,
    rows: int | None,
    schema: Mapping[str, Any] | None = None,
    has_table: bool = True,
    version: Version | None = None,
    by: Person | None,
    now: datetime,
) -> None:
    """Store that the data of a distribution are new; with a version that is what is served from now on."""
    with changing(distribution.dataset, now) as dataset:
        kept = Distribution.objects.select_for_update(of=("self",)).get(pk=distribution.pk)
        kept.has_table, kept.updated_at = has_table, now
        if schema is not None:
            kept.table_schema = dict(schema)
        if version is not None:
            kept.current, kept.size = version, version.size
            kept.hash, kept.hash_algorithm = version.sha256, "sha256"
        kept.save()
        dataset.updated_at = now
        told = events.DataUpdated(
            ref=dataset.ref, distribution=str(kept.pk), version=version.number if version else 0, rows=rows
        )
        trail.record(told, by=by, now=now)
    for name in ("has_table", "updated_at", "table_schema", "current", "size", "hash", "hash_algorithm"):
        setattr(distribution, name, getattr(kept, name))


def is_id(text: str) -> bool:
    """Whether it could be the id of a distribution."""
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
