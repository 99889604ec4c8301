"""How the city arranges its front page."""

from django.db import models


class Arrangement(models.Model):
    """Where a panel that a capability brings stands, and whether it is shown; without a row the manifest decides."""

    panel = models.CharField(max_length=120, unique=True)
    order = models.PositiveSmallIntegerField()
    is_shown = models.BooleanField(default=True)

    class Meta:
        """From top to bottom."""

        ordering = ["order", "panel"]

    def __str__(self) -> str:
        return self.panel
