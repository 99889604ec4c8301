"""What every change leaves: the search reads it anew, the index of each process hears of it, the trail tells it."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.forms.models import model_to_dict
from django.utils import timezone

from korzo.capabilities.catalog.models import Change, Dataset
from korzo.kernel import search
from korzo.kernel.text import multilingual


@contextmanager
def changing(dataset: Dataset, now: datetime) -> Iterator[Dataset]:
    """Lock a data set, let the caller change it, store it and what is found of it."""
    with transaction.atomic():
        locked = Dataset.objects.select_for_update(of=("self",)).select_related("publisher").get(pk=dataset.pk)
        yield locked
        locked.save()
        changed(locked, now)
    dataset.refresh_from_db()


def changed(dataset: Dataset, now: datetime) -> None:
    """Have everything that finds data sets find this one as it is now."""
    Change.objects.create(dataset_id=dataset.pk, at=timezone.now())
    if not dataset.is_shown(now):
        search.remove(dataset.ref)
        return
    words = " ".join(word for listed in dataset.keywords.values() for word in listed)
    search.index(
        ref=dataset.ref,
        kind="dataset",
        title=multilingual.everything(dataset.title) or dataset.name,
        body=f"{multilingual.everything(dataset.notes)} {words}",
        audience="public",
        at=dataset.updated_at or dataset.issued_at or dataset.made_at,
    )


def digest(dataset: Dataset) -> str:
    """A hash over the whole description."""
    told: dict[str, Any] = model_to_dict(dataset, exclude=["views", "groups", "creator"])
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()
