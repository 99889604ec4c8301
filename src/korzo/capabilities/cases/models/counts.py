"""Counts that are kept with every change, so that a map of a million cases answers at once."""

from django.db import models

EVERY = ""


class Year(models.Model):
    """The last case number given in a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Cell(models.Model):
    """How many public cases lie in a cell of the map, by category (empty: all) and whether they are open."""

    level = models.PositiveSmallIntegerField()
    x = models.PositiveIntegerField()
    y = models.PositiveIntegerField()
    category = models.CharField(max_length=60, default=EVERY, blank=True)
    is_open = models.BooleanField()
    cases = models.IntegerField()
    lat_sum = models.FloatField()
    long_sum = models.FloatField()

    class Meta:
        """One row a cell, category and side."""

        constraints = [
            models.UniqueConstraint(fields=["level", "category", "is_open", "x", "y"], name="cell_once"),
        ]

    def __str__(self) -> str:
        return f"{self.level}/{self.x}/{self.y} {self.category} {self.cases}"


class Figures(models.Model):
    """What the front page says of all cases; one row, counted every few minutes by the worker."""

    counted_at = models.DateTimeField()
    open = models.PositiveIntegerField()
    solved = models.PositiveIntegerField(help_text="In the last 30 days.")
    on_time = models.PositiveSmallIntegerField(null=True, help_text="Of those with a promise, per cent.")

    def __str__(self) -> str:
        return f"{self.open} open, {self.solved} solved"
