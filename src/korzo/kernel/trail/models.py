"""Entries of the trail, and how far each subscriber has read."""

import json
from typing import Any

from django.db import models


class Entry(models.Model):
    """One thing that happened. Rows are only ever added; triggers in the database refuse anything else."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    event = models.CharField(max_length=60)
    ref = models.CharField(max_length=80, db_index=True)
    by = models.CharField(max_length=60, blank=True, db_index=True)
    why = models.CharField(max_length=200, blank=True)
    payload = models.TextField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        """In the order in which it happened."""

        ordering = ["seq"]

    def __str__(self) -> str:
        return f"{self.seq} {self.event} {self.ref}"

    @property
    def data(self) -> dict[str, Any]:
        """The event's fields."""
        fields: dict[str, Any] = json.loads(self.payload)
        return fields


class Cursor(models.Model):
    """How far a subscriber has read."""

    subscriber = models.CharField(primary_key=True, max_length=80)
    seq = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.subscriber} {self.seq}"
