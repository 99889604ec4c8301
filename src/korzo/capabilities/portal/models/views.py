"""How often items were opened: one number a day, nothing about who."""

from django.db import models

from korzo.capabilities.portal.models.item import Item


class Views(models.Model):
    """How often an item was opened on a day (the city's)."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="views", db_index=False)
    on = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        """One row a day."""

        constraints = [models.UniqueConstraint(fields=["item", "on"], name="portal_views_once")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.on}"
