"""Uploaded files, as they are kept after re-encoding."""

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models

THUMBNAIL = "small"
WHOLE = "large"


class Upload(models.Model):
    """One picture. `owner` is the reference of the record that it belongs to, which decides who may see it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.CharField(max_length=80, db_index=True)
    media_type = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(help_text="bytes, as kept")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    lat = models.FloatField(null=True, blank=True)
    long = models.FloatField(null=True, blank=True)
    added_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.pk)

    def path(self, size: str = WHOLE) -> Path:
        """Where the file lies, in one of its two sizes."""
        name = self.pk.hex
        return Path(settings.KORZO.root) / "files" / name[:2] / f"{name}-{size}.jpg"
