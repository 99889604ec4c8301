"""Which subscriptions a case concerns: both are told as keys, and where a key meets its like one looks closer.

A key is a place and a kind: everywhere `*`, a district `d12`, a street `s34` or a cell of the map `t56`; every kind
`*`, a kind `c7` or a group of kinds `g:roads`. A case has at most a dozen keys, so that one look into an index finds
everybody whom it may concern, however many they are.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from math import cos, hypot, radians

from korzo.capabilities.cases.rules import cells
from korzo.capabilities.cases.rules.cells import Box

RADII = (200, 500, 1000)
"""Metres around a point that can be asked for."""
ANY = "*"
MORNING = time(8)
"""When those read who do not want to be told at once."""
DEGREE_M = 111_320.0


@dataclass(frozen=True)
class Wish:
    """What somebody wants to hear of: at most one place (a row, or metres around a point), at most one kind."""

    district: int | None = None
    street: int | None = None
    lat: float | None = None
    long: float | None = None
    radius: int | None = None
    category: int | None = None
    group: str = ""

    @property
    def is_everything(self) -> bool:
        """Say whether it is narrowed to nothing at all."""
        return self == Wish()

    def keys(self) -> list[str]:
        """The keys under which it is kept."""
        kind = f"c{self.category}" if self.category else f"g:{self.group}" if self.group else ANY
        return [f"{place} {kind}" for place in self._places()]

    def fits(self, spot: "Spot") -> bool:
        """Say whether a case is meant."""
        if self.district not in (None, spot.district) or self.street not in (None, spot.street):
            return False
        if self.category not in (None, spot.category) or self.group not in ("", spot.group):
            return False
        return not self.radius or metres(self.lat, self.long, spot.lat, spot.long) <= self.radius

    def _places(self) -> list[str]:
        if self.radius:
            left, top, right, bottom = cells.span(around(self.lat or 0, self.long or 0, self.radius), cells.TILE_LEVEL)
            return [f"t{cells.tile_of(x, y)}" for x in range(left, right + 1) for y in range(top, bottom + 1)]
        return [f"d{self.district}" if self.district else f"s{self.street}" if self.street else ANY]


@dataclass(frozen=True)
class Spot:
    """Where a case is, and what it is about."""

    category: int
    group: str = ""
    district: int | None = None
    street: int | None = None
    lat: float | None = None
    long: float | None = None

    def keys(self) -> list[str]:
        """All keys under which somebody may wait for it."""
        places = [ANY]
        if self.district:
            places.append(f"d{self.district}")
        if self.street:
            places.append(f"s{self.street}")
        if self.lat is not None and self.long is not None:
            places.append(f"t{cells.tile(self.lat, self.long)}")
        kinds = [ANY, f"c{self.category}", *([f"g:{self.group}"] if self.group else [])]
        return [f"{place} {kind}" for place in places for kind in kinds]


def metres(lat: float | None, long: float | None, other_lat: float | None, other_long: float | None) -> float:
    """How far apart two points are, as on a plane: exact to a hand's breadth within a city; endless without a point."""
    if lat is None or long is None or other_lat is None or other_long is None:
        return float("inf")
    return hypot((lat - other_lat) * DEGREE_M, (long - other_long) * DEGREE_M * cos(radians(lat)))


def around(lat: float, long: float, radius: float) -> Box:
    """The square around a circle."""
    high = radius / DEGREE_M
    wide = high / max(cos(radians(lat)), 0.01)
    return Box(long - wide, lat - high, long + wide, lat + high)


def due(pace: str, local: datetime) -> datetime:
    """When to tell what happened at `local` (aware, the reader's time): at once, the next morning, or on Monday's."""
    if pace == "at_once":
        return local
    day = local.date() if local.time() < MORNING else local.date() + timedelta(days=1)
    if pace == "weekly":
        day += timedelta(days=-day.weekday() % 7)
    return datetime.combine(day, MORNING, local.tzinfo)
