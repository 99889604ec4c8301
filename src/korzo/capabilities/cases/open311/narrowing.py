"""What the extensions add to the list of requests: around a point, in a state, of an office, with a picture.

Source: CitySDK as Rostock's Klarschiff speaks it (`bfpi/klarschiff-backoffice`, `CitySDK_API.md`).
"""

from collections.abc import Mapping
from math import cos, radians
from typing import Any

from django.db.models import F, FloatField, QuerySet
from django.db.models.functions import Cast

from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.open311 import reading
from korzo.capabilities.cases.open311.wire import Problem
from korzo.capabilities.cases.rules import cells
from korzo.capabilities.cases.rules.states import WORDS
from korzo.kernel.people.models import Organisation

METRES_A_DEGREE = 111_195.0
FARTHEST_M = 2_500.0
PENDING = "PENDING"  # waits for its sender's yes, and is on no list
NEAR_THE_POLE = 85.0


def narrowed(cases: "QuerySet[Case]", given: Mapping[str, str]) -> "QuerySet[Case]":
    """Apply the extensions' parameters; raises Problem."""
    if given.get("radius", "").strip():
        cases = _around(cases, given)
    if words := {word.strip().upper() for word in given.get("detailed_status", "").split(",") if word.strip()}:
        if unknown := words - {PENDING, *(each.citysdk for each in WORDS.values())}:
            raise Problem(400, f"detailed_status is not one of ours: {', '.join(sorted(unknown))[:200]}")
        cases = cases.filter(state__in=[state.value for state, each in WORDS.items() if each.citysdk in words])
    if agency := given.get("agency_responsible", "").strip():
        cases = cases.filter(office__in=_called(agency))
    if given.get("with_picture", "").strip().lower() == "true":
        cases = cases.filter(text_is_public=True, photos__update=None, photos__upload__isnull=False).distinct()
    return cases


def _around(cases: "QuerySet[Case]", given: Mapping[str, str]) -> "QuerySet[Case]":
    """Those within `radius` metres of a point: first the squares that the circle touches, then the circle."""
    lat, long, radius = (reading.number(given, name) for name in ("lat", "long", "radius"))
    if lat is None or long is None or radius is None or abs(lat) > NEAR_THE_POLE or abs(long) > 180:  # noqa: PLR2004
        raise Problem(400, "radius needs lat and long of a point")
    if not 0 <= radius <= FARTHEST_M:
        raise Problem(400, f"radius is in metres, at most {FARTHEST_M:.0f}")
    shrink = cos(radians(lat))
    high, wide = radius / METRES_A_DEGREE, radius / METRES_A_DEGREE / shrink
    box = cells.Box(long - wide, lat - high, long + wide, lat + high)
    left, top, right, bottom = cells.span(box, cells.TILE_LEVEL)
    tiles = [cells.tile_of(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]
    north: Any = (Cast(F("lat"), FloatField()) - lat) * METRES_A_DEGREE
    east: Any = (Cast(F("long"), FloatField()) - long) * (METRES_A_DEGREE * shrink)
    return cases.filter(tile__in=tiles).alias(away=north * north + east * east).filter(away__lte=radius * radius)


def _called(agency: str) -> list[int]:
    """The keys of the offices with this code, or this name in any language."""
    offices = Organisation.objects.only("code", "name")
    return [each.pk for each in offices if agency == each.code or agency in each.name.values()]
