"""Where things happen: at houses, by how many people live there and what is usual in that part of town, or in parks."""

from dataclasses import dataclass
from itertools import accumulate
from random import Random

import shapely

from korzo.capabilities.cases.demo.catalogue import Kind
from korzo.kernel.places import queries as places
from korzo.kernel.places.models import Address, Boundary, District, Feature

_OUT_IN_THE_OPEN = 0.45
_METRES_A_DEGREE = 111_000
_EDGE_DEGREES = 0.0003
"""Nothing is placed within some 30 m of the city's edge, so that a step aside does not lead out of it."""
_DAILY = {"centre": 9_000, "old_town": 7_000, "beach": 6_000, "industry": 1_500}
"""People who are there by day without living there."""


@dataclass(frozen=True)
class Spot:
    """A point, the street and kind of district it lies in, and the number of the house next to it."""

    lat: float
    long: float
    street: str
    number: str
    district: str

    @property
    def address(self) -> str:
        """The house, as its street's sign has it; empty in the open."""
        return f"{self.street} {self.number}".strip()


class Town:
    """The ground as the generator needs it: houses by district, and points in parks and on beaches."""

    def __init__(self, seed: int) -> None:
        rows = list(
            Address.objects.order_by("street__code", "number_key").values_list("lat", "long", "street__name", "number")
        )
        self._kinds = {district.pk: district for district in District.objects.all()}
        self._city = shapely.union_all([each.shape for each in Boundary.objects.all()]).buffer(-_EDGE_DEGREES)
        self._houses: dict[int, list[Spot]] = {pk: [] for pk in self._kinds}
        for (_lat, _long, street, number), (spot, pk) in zip(
            rows, self._settled([row[:2] for row in rows]), strict=True
        ):
            if spot and pk:
                self._houses[pk].append(Spot(spot.lat, spot.long, street, number, spot.district))
        self._districts = [pk for pk, houses in self._houses.items() if houses]
        self._open = {ground: self._scattered(ground, Random(f"{seed}/{ground}")) for ground in ("park", "beach")}

    def choose(self, kind: Kind, random: Random) -> Spot:
        """A likely place for this kind of problem."""
        if kind.ground and self._open[kind.ground] and random.random() < _OUT_IN_THE_OPEN:
            return random.choice(self._open[kind.ground])
        weights = accumulate(self._weight(pk, kind) for pk in self._districts)
        pk = random.choices(self._districts, cum_weights=list(weights))[0]
        return near(random.choice(self._houses[pk]), random, metres=9)

    def _weight(self, pk: int, kind: Kind) -> float:
        district = self._kinds[pk]
        people = (district.population or 0) + _DAILY.get(district.kind, 0)
        return max(1, people) * kind.where.get(district.kind, 1.0)

    def _scattered(self, ground: str, random: Random) -> list[Spot]:
        """Points in all open grounds of a kind, as many as fit their size."""
        points: list[tuple[float, float]] = []
        for feature in Feature.objects.filter(kind=ground).order_by("code"):
            for _ in range(120):
                long, lat = random.uniform(feature.west, feature.east), random.uniform(feature.south, feature.north)
                if shapely.contains_xy(feature.shape, long, lat):
                    points.append((round(lat, 6), round(long, 6)))
        return [spot for spot, _pk in self._settled(points) if spot]

    def _settled(self, points: list[tuple[float, float]]) -> list[tuple[Spot | None, int | None]]:
        """Each point with its district; nothing for those at the edge of the city or beyond."""
        inside = shapely.contains_xy(self._city, [long for _lat, long in points], [lat for lat, _long in points])
        homes = places.districts_of(points)
        return [
            (Spot(lat, long, "", "", self._kinds[pk].kind), pk) if pk and within else (None, None)
            for (lat, long), pk, within in zip(points, homes, inside, strict=True)
        ]


def near(spot: Spot, random: Random, *, metres: float) -> Spot:
    """A point a few metres beside another."""
    lat = spot.lat + random.uniform(-metres, metres) / _METRES_A_DEGREE
    long = spot.long + random.uniform(-metres, metres) / _METRES_A_DEGREE
    return Spot(round(lat, 6), round(long, 6), spot.street, spot.number, spot.district)
