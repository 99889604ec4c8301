"""The city's shapes and names held in each process, so that a point is placed without asking the database for shapes.

The picture is made when first needed and made anew when the stamp in the database has changed, which is looked at every
few seconds at most.
"""

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import shapely
from django.db.models.signals import post_save
from django.dispatch import receiver
from shapely.geometry.base import BaseGeometry

from korzo.kernel.places import finding, geometry
from korzo.kernel.places.models import Boundary, District, Feature, Neighbour, Shaped, Stamp, Street
from korzo.kernel.text.folding import fold

RECHECK_SECONDS = 2.0
"""How old a picture may be at most after another process changed places."""


@dataclass(frozen=True)
class Layer:
    """Things of one kind with their shapes in metres; `ids` and the tree count in the same order."""

    ids: tuple[int, ...]
    shapes: tuple[BaseGeometry, ...]
    tree: shapely.STRtree

    @classmethod
    def of(cls, rows: Iterable[Shaped], plane: geometry.Plane) -> "Layer":
        """Lay the rows' shapes on the plane."""
        listed = list(rows)
        shapes = tuple(plane.flat(row.shape) for row in listed)
        for shape in shapes:
            shapely.prepare(shape)
        return cls(tuple(row.pk for row in listed), shapes, shapely.STRtree(shapes))

    def holding(self, spot: BaseGeometry) -> int | None:
        """Find the thing in which the spot lies or on whose edge; the smallest, should several claim it."""
        claims = self.tree.query(spot, predicate="intersects")
        return self.ids[min(claims, key=lambda at: self.shapes[at].area)] if len(claims) else None

    def nearest(self, spot: BaseGeometry, within_m: float) -> tuple[int, float] | None:
        """Find the thing nearest to the spot, and its distance in metres."""
        at, far = self.tree.query_nearest(spot, max_distance=within_m, return_distance=True, all_matches=False)
        return (self.ids[at[0]], float(far[0])) if len(at) else None


@dataclass(frozen=True)
class Picture:
    """Everything about the city that is looked at for each point or each letter typed."""

    stamp: str
    plane: geometry.Plane
    boundary: Layer
    districts: Layer
    neighbours: Layer
    streets: Layer
    rows: dict[str, dict[int, Any]]
    names: finding.Index


_picture: Picture | None = None
_looked_at = 0.0
_drawing = threading.Lock()


def forget() -> None:
    """Look at the stamp again before the next answer."""
    global _looked_at  # noqa: PLW0603 -- one picture a process is the point
    _looked_at = 0.0


@receiver(post_save, sender=Stamp)
def _changed_here(**_about: Any) -> None:
    forget()


def current() -> Picture:
    """Give the picture; costs one small query every few seconds, and a redraw after a change."""
    global _picture, _looked_at  # noqa: PLW0603 -- see forget
    now = time.monotonic()
    if _picture and _looked_at and now - _looked_at < RECHECK_SECONDS:
        return _picture
    with _drawing:
        stamp = Stamp.current()
        if _picture is None or _picture.stamp != stamp:
            _picture = _draw(stamp)
        _looked_at = now
        return _picture


def _draw(stamp: str) -> Picture:
    boundary, districts = list(Boundary.objects.order_by("code")), list(District.objects.all())
    neighbours, streets = list(Neighbour.objects.order_by("code")), list(Street.objects.all())
    places = list(Feature.objects.exclude(name={}))
    ground = [*boundary, *districts, *streets]
    plane = geometry.Plane(geometry.middle_of(ground[0].shape) if ground else geometry.Point(0, 0))
    return Picture(
        stamp=stamp,
        plane=plane,
        boundary=Layer.of(boundary, plane),
        districts=Layer.of(districts, plane),
        neighbours=Layer.of(neighbours, plane),
        streets=Layer.of(streets, plane),
        rows={
            "district": {row.pk: row for row in districts},
            "neighbour": {row.pk: row for row in neighbours},
            "street": {row.pk: row for row in streets},
            "place": {row.pk: row for row in places},
        },
        names=finding.Index.of(
            [
                *(finding.Entry("street", row.pk, (row.name_folded, *map(fold, row.aliases))) for row in streets),
                *(finding.Entry("district", row.pk, _folded(row.name)) for row in districts),
                *(finding.Entry("place", row.pk, _folded(row.name)) for row in places),
            ],
            noise=[word for row in boundary for name in _folded(row.name) for word in name.split()],
        ),
    )


def _folded(names: dict[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fold(name) for name in names.values()))
