"""What the search index of each process must read again."""

import uuid

from django.db import models


class Change(models.Model):
    """A data set was written, or is gone. Written by `operations.changed`, read by `queries.index`, pruned daily."""

    dataset_id = models.UUIDField(default=uuid.uuid4)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.pk}: {self.dataset_id}"
