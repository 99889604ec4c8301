"""Workers and the times of periodic jobs; the jobs themselves are rows of django-tasks-db."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

LOST_AFTER = timedelta(seconds=60)


class Worker(models.Model):
    """A worker process and when it was last heard of."""

    id = models.CharField(primary_key=True, max_length=64)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.id

    @classmethod
    def alive(cls) -> models.QuerySet["Worker"]:
        """Workers heard of in the last minute."""
        return cls.objects.filter(beat_at__gt=timezone.now() - LOST_AFTER)


class NextRun(models.Model):
    """When a periodic job is due next."""

    name = models.CharField(primary_key=True, max_length=200)
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
