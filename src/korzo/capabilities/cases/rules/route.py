"""In which order to go to places, so that little time is lost between them: nearest first, then crossings undone."""

from collections.abc import Sequence
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

Place = tuple[float, float]
"""Latitude and longitude, degrees."""
EARTH_M = 6_371_008.8
LEAST = 1e-9
"""Degrees; less is noise."""
MOST_PASSES = 8


def metres(a: Place, b: Place) -> float:
    """Along the great circle."""
    (lat_a, long_a), (lat_b, long_b) = ((radians(x), radians(y)) for x, y in (a, b))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((long_b - long_a) / 2) ** 2
    return 2 * EARTH_M * asin(min(1.0, sqrt(half)))


def length(places: Sequence[Place], order: Sequence[int], start: Place | None = None) -> float:
    """Metres of a way that does not come back."""
    way = [*([start] if start else []), *(places[each] for each in order)]
    return sum(metres(one, other) for one, other in pairwise(way))


def nearest_first(places: Sequence[Place], start: Place | None = None) -> list[int]:
    """Always on to the nearest place that is left; from `start`, or from the first place."""
    left = list(range(len(places)))
    order = [] if start or not left else [left.pop(0)]
    while left:
        here = places[order[-1]] if order else start or places[0]
        order.append(left.pop(min(range(len(left)), key=lambda at: metres(here, places[left[at]]))))
    return order


def order(places: Sequence[Place], start: Place | None = None) -> list[int]:
    """The order of a short way through all places; never longer than nearest first, and the same every time.

    Two legs are exchanged wherever that is shorter (2-opt), on one plane around the places: over a city it lies on
    the globe to a few centimetres.
    """
    found = nearest_first(places, start)
    better = _uncrossed(_plane([*([start] if start else []), *(places[each] for each in found)]))
    turned = [found[each - bool(start)] for each in better if each >= bool(start)]
    return min(found, turned, key=lambda way: length(places, way, start))


def urgent_first(places: Sequence[Place], urgent: Sequence[bool], start: Place | None = None) -> list[int]:
    """First what is urgent, in a short way, and from where that ends all else."""
    first = [at for at, each in enumerate(urgent) if each]
    then = [at for at, each in enumerate(urgent) if not each]
    way = [first[each] for each in order([places[at] for at in first], start)]
    goes_on = places[way[-1]] if way else start
    return way + [then[each] for each in order([places[at] for at in then], goes_on)]


def _plane(places: Sequence[Place]) -> list[complex]:
    shrink = cos(radians(places[0][0])) if places else 1.0
    return [complex(long * shrink, lat) for lat, long in places]


def _uncrossed(spots: list[complex]) -> list[int]:
    """Improve the order of spots, the first of which stays first."""
    way, last, legs = list(range(len(spots))), len(spots) - 1, _legs(spots)
    for _ in range(MOST_PASSES):
        is_better = False
        for i in range(last):
            a, b = spots[i], spots[i + 1]
            leg = abs(a - b)
            for j in range(i + 2, last + 1):
                c = spots[j]
                saved = leg - abs(a - c)
                if j < last:
                    d = spots[j + 1]
                    saved += legs[j] - abs(b - d)
                if saved > LEAST:
                    spots[i + 1 : j + 1] = spots[j:i:-1]
                    way[i + 1 : j + 1] = way[j:i:-1]
                    legs = _legs(spots)
                    is_better, b, leg = True, spots[i + 1], legs[i]
        if not is_better:
            break
    return way


def _legs(spots: list[complex]) -> list[float]:
    return [abs(one - other) for one, other in pairwise(spots)]
