"""What the ground is made of: boundary, districts, streets, addresses, neighbours, and features of the map.

Geometry is GeoJSON in WGS 84, beside a box of four plain columns. Rows are found by box or by grid cell; shapes are
compared in memory (`places.memory`), so neither SQLite nor PostgreSQL needs an extension.
"""

import uuid
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from korzo.kernel.places import geometry, numbers
from korzo.kernel.text.fields import MultilingualField
from korzo.kernel.text.folding import fold


class Stamp(models.Model):
    """One row that changes whenever places change: what processes hold in memory is dated by it."""

    token = models.UUIDField(default=uuid.uuid4)

    def __str__(self) -> str:
        return str(self.token)

    @classmethod
    def touch(cls) -> None:
        """Tell every process that its picture of the city is old."""
        cls.objects.update_or_create(pk=1, defaults={"token": uuid.uuid4()})

    @classmethod
    def current(cls) -> str:
        """Read the stamp; empty before the first place."""
        return str(cls.objects.filter(pk=1).values_list("token", flat=True).first() or "")


class Shaped(models.Model):
    """Anything with a code, a geometry and the box around it."""

    code = models.CharField(max_length=80, unique=True)
    geometry = models.JSONField(help_text=_("GeoJSON geometry, WGS 84."))
    west = models.FloatField(editable=False)
    south = models.FloatField(editable=False)
    east = models.FloatField(editable=False)
    north = models.FloatField(editable=False)

    class Meta:
        """Not a table."""

        abstract = True

    def __str__(self) -> str:
        return self.code

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the box true and date the change. Rows made in bulk need `boxed()` and `Stamp.touch()`."""
        self.boxed()
        super().save(*args, **kwargs)
        Stamp.touch()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Date the change."""
        gone = super().delete(*args, **kwargs)
        Stamp.touch()
        return gone

    @property
    def shape(self) -> BaseGeometry:
        """The geometry as shapely has it, in degrees."""
        return shape(self.geometry)

    def boxed(self) -> Self:
        """Measure the box again after the geometry changed."""
        self.west, self.south, self.east, self.north = geometry.box_of(self.shape)
        return self


class Boundary(Shaped):
    """The edge of the city; usually one row, more when it has islands of its own under other codes."""

    name = MultilingualField(blank=True)


class District(Shaped):
    """A part of the city; districts should cover it without overlapping."""

    name = MultilingualField()
    kind = models.CharField(max_length=24, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        """Districts are listed by code; their names sort differently in each language."""

        ordering = ["code"]


class Neighbour(Shaped):
    """An area outside, and the authority to turn to there."""

    name = MultilingualField()
    authority = models.CharField(max_length=160)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    url = models.URLField(blank=True)


class Street(Shaped):
    """A street, as the land registry writes its name; `aliases` are other ways to say it."""

    class Kind(models.TextChoices):
        """How much of the town passes through it: what a map draws wider or narrower."""

        MAIN = "main", _("Main road")
        SECONDARY = "secondary", _("Through street")
        RESIDENTIAL = "residential", _("Street")
        LANE = "lane", _("Lane")

    name = models.CharField(max_length=120)
    name_folded = models.CharField(max_length=120, editable=False, db_index=True)
    aliases = models.JSONField(default=list, blank=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.RESIDENTIAL)

    class Meta:
        """Streets are listed as people look for them."""

        ordering = ["name_folded", "code"]

    def __str__(self) -> str:
        return self.name

    def boxed(self) -> Self:
        """Measure the box and fold the name."""
        self.name_folded = fold(self.name)[:120]
        return super().boxed()


class Address(models.Model):
    """A house number in a street. `cell` is the grid cell it lies in, so that a plain index finds the nearest."""

    street = models.ForeignKey(Street, models.CASCADE, related_name="addresses")
    number = models.CharField(max_length=12)
    number_key = models.CharField(max_length=12, editable=False)
    postal_code = models.CharField(max_length=10, blank=True)
    lat = models.FloatField()
    long = models.FloatField()
    cell = models.BigIntegerField(editable=False, db_index=True)

    class Meta:
        """A number stands once in a street, however it is written."""

        constraints = [models.UniqueConstraint(fields=["street", "number_key"], name="address_once")]

    def __str__(self) -> str:
        return f"{self.street} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep key and cell true. Rows made in bulk need `placed()`."""
        self.placed()
        super().save(*args, **kwargs)

    @property
    def point(self) -> geometry.Point:
        """Where it stands."""
        return geometry.Point(self.lat, self.long)

    def placed(self) -> Self:
        """Reckon the key of the number and the grid cell."""
        self.number_key, self.cell = numbers.key(self.number), geometry.cell(self.point)
        return self


class Feature(Shaped):
    """Something a map shows behind everything else: sea, river, park, beach, railway, bridge."""

    name = MultilingualField(blank=True)
    kind = models.CharField(max_length=24, db_index=True)

    class Meta:
        """Features are listed by kind."""

        ordering = ["kind", "code"]
