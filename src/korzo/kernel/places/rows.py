"""How each kind of file becomes rows: which properties it needs, which geometry, what makes two rows the same."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.db.models import Max, Min
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from korzo.kernel.places import geometry, numbers
from korzo.kernel.places.models import Address, Boundary, District, Feature, Neighbour, Street
from korzo.kernel.places.reading import AREAS, LINES, POINTS, Refused
from korzo.kernel.places.reading import Feature as Source
from korzo.kernel.text.folding import fold

BOX = ["west", "south", "east", "north"]


@dataclass(frozen=True)
class Naming:
    """What a file calls our properties; the ones not named keep their own name."""

    properties: Mapping[str, str]

    def __getattr__(self, ours: str) -> str:
        return self.properties.get(ours, ours)


def boundary_box() -> geometry.Box | None:
    """Measure the city's box, or None before it has a boundary."""
    edges = Boundary.objects.aggregate(Min("west"), Min("south"), Max("east"), Max("north"))
    return geometry.Box(*edges.values()) if edges["west__min"] is not None else None


@dataclass
class Reader[M: models.Model]:
    """Turns features of one kind into rows that are not saved yet; raises Refused for those that cannot be."""

    naming: Naming
    language: str
    near: geometry.Box | None
    mended: int = 0
