"""Lists of ideas: what everybody sees, narrowed and in an order that is fair and stays the same for each reader."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch

from korzo.capabilities.budgeting.models import Cycle, Idea, Photo
from korzo.capabilities.budgeting.models.idea import IdeaQuerySet
from korzo.capabilities.budgeting.rules import states
from korzo.kernel import search
from korzo.kernel.places.geometry import Box

PAGE_SIZE = 24
MOST_POINTS = 400
GROUP_FROM = 60
ORDERS = ("shuffled", "newest", "supported")
GROUPS = {
    "waiting": states.WAITING,
    "feasible": frozenset({states.State.FEASIBLE}),
    "ballot": states.ON_BALLOT,
    "chosen": states.CHOSEN,
    "out": frozenset(
        {states.State.INFEASIBLE, states.State.NOT_SHORTLISTED, states.State.LOST, states.State.CUT}
        | {states.State.MERGED, states.State.WITHDRAWN}
    ),
}
"""What a reader may ask for, and the states that are meant."""


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to and in which order; an empty value does not narrow."""

    q: str = ""
    track: str = ""
    theme: str = ""
    district: str = ""
    state: str = ""
    order: str = "shuffled"

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Filters":
        """Take the filters from a query string; nonsense narrows nothing."""
        return cls(
            q=given.get("q", "").strip()[:200],
            track=given.get("track", "")[:40],
            theme=given.get("theme", "")[:40],
            district=given.get("district", "")[:80],
            state=state if (state := given.get("state", "")) in GROUPS else "",
            order=order if (order := given.get("order", "")) in ORDERS else "shuffled",
        )

    @property
    def is_narrow(self) -> bool:
        """Say whether the list is narrowed by anything but words."""
        return bool(self.track or self.theme or self.district or self.state)


class Shuffled(Paginator[Idea]):
    """Pages of ideas of which first only the keys are read, and put into the order of a reader's own seed."""

    def __init__(self, ideas: IdeaQuerySet, *, order: str, seed: str) -> None:
        super().__init__(_ordered(ideas, order, seed), PAGE_SIZE)  # type: ignore[arg-type]  # keys first, rows by page

    def page(self, number: int | str) -> Page[Idea]:
        """Read the rows of a page."""
        number = self.validate_number(number)
        keys: list[int] = self.object_list[(number - 1) * self.per_page : number * self.per_page]  # type: ignore[assignment]
        rows = (
            Idea.objects.select_related("track", "theme", "district", "cycle")
            .defer("district__geometry")
            .prefetch_related(first_photos())
            .in_bulk(keys)
        )
        return Page([rows[key] for key in keys if key in rows], number, self)


def first_photos() -> "Prefetch[str, Any, str]":
    """The pictures beside ideas, read at once."""
    return Prefetch("photos", Photo.objects.select_related("upload"))


def public(cycle: Cycle, filters: Filters) -> IdeaQuerySet:
    """What everybody may list of a cycle."""
    ideas = Idea.objects.public().filter(cycle=cycle)
    if filters.q:
        code = filters.q.upper()
        if Idea.objects.filter(code=code).exists():
            return ideas.filter(code=code)
        hits = search.find(filters.q, kinds=("idea",), scope=f"cycle:{cycle.code}", limit=200).hits
        ideas = ideas.filter(code__in={hit.ref.partition(":")[2] for hit in hits})
    for name, path in (("track", "track__code"), ("theme", "theme__code"), ("district", "district__code")):
        if value := getattr(filters, name):
            ideas = ideas.filter(**{path: value})
    if filters.state:
        ideas = ideas.filter(state__in=GROUPS[filters.state])
    return ideas


def by_code(code: str) -> Idea | None:
    """One idea with what its page shows; None when there is none."""
    return (
        Idea.objects.select_related("cycle", "track", "theme", "district", "author", "merged_into")
        .defer("district__geometry")
        .filter(code=code.upper())
        .first()
    )


def _ordered(ideas: IdeaQuerySet, order: str, seed: str) -> list[int]:
    if order == "newest":
        return list(ideas.order_by("-proposed_at", "-pk").values_list("pk", flat=True))
    if order == "supported":
        return list(ideas.order_by("-supporters", "-proposed_at", "-pk").values_list("pk", flat=True))
    keys = ideas.order_by().values_list("pk", flat=True)
    return sorted(keys, key=lambda pk: hashlib.sha256(f"{seed}:{pk}".encode()).digest())


def features(ideas: IdeaQuerySet, *, box: Box, zoom: float, url: str) -> dict[str, Any]:
    """The ideas in a box as GeoJSON, grouped by cells where they are many; `url` has CODE for the number."""
    inside = ideas.filter(lat__range=(box.south, box.north), long__range=(box.west, box.east))
    rows: list[Any] = list(inside.values_list("code", "title", "state", "lat", "long")[:MOST_POINTS])
    side = 360 / 2 ** min(zoom, 18) * 48 / 512 if len(rows) > GROUP_FROM else 1e-7
    cells: dict[tuple[int, int], list[Any]] = {}
    for row in rows:
        cells.setdefault((int(row[3] / side), int(row[4] / side)), []).append(row)
    return {"type": "FeatureCollection", "features": [_feature(group, url) for group in cells.values()]}


def _feature(group: list[Any], url: str) -> dict[str, Any]:
    lat, long = (sum(row[at] for row in group) / len(group) for at in (3, 4))
    properties: dict[str, Any] = {"count": len(group)}
    if len(group) == 1:
        code, title, state = group[0][:3]
        properties |= {
            "ref": f"idea:{code}",
            "url": url.replace("CODE", code),
            "title": title,
            "state": str(Idea.State(state).label),
            "color": "success" if state in states.CHOSEN else "neutral" if state in GROUPS["out"] else "",
        }
    point = {"type": "Point", "coordinates": [round(long, 6), round(lat, 6)]}
    return {"type": "Feature", "geometry": point, "properties": properties}
