"""Where a case is, as everybody may read it."""

from dataclasses import dataclass
from math import cos, radians
from typing import Self

from django.conf import settings
from django.db.models import F

from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.models.case import CaseQuerySet
from korzo.capabilities.cases.rules import addresses, cells, watching
from korzo.kernel.places import queries as places
from korzo.kernel.places.models import Street

_SURE = 0.9
_MEANT = 0.7


def public(case: Case) -> str:
    """Name the place of a case: what somebody typed once it was checked, until then only what the city itself knows.

    House numbers are left out, unless the city shows them (`KORZO_PUBLIC_ADDRESSES`).
    """
    if not case.address_is_public:
        return _known(case)
    return case.address if settings.KORZO.public_addresses == "address" else addresses.street(case.address)


def street(text: str) -> Street | None:
    """The street with this code, or the one that somebody most likely means."""
    streets = Street.objects.defer("geometry")
    if exact := streets.filter(code=text).first():
        return exact
    hit = next((each for each in places.find(text, limit=5) if each.street and each.score >= _MEANT), None)
    return streets.filter(code=hit.code).first() if hit else None


def streets(text: str) -> list[str]:
    """Names of streets that somebody may mean, best first, while they type."""
    found = places.find(text, limit=20) if len(text) > 1 else []
    return list(dict.fromkeys(each.street for each in found if each.kind == "street"))[:8]


@dataclass(frozen=True)
class Circle:
    """So many metres around a point."""

    lat: float
    long: float
    radius: int

    @classmethod
    def read(cls, near: str, within: str) -> Self | None:
        """Take it from a query string (`near=42.43,18.77&within=500`); None where it says nothing of use."""
        try:
            lat, long = (float(part) for part in near.split(","))
            radius = int(within or watching.RADII[1])
        except ValueError:
            return None
        if not (abs(lat) <= cells.NORTHMOST and abs(long) <= 180 and radius in watching.RADII):  # noqa: PLR2004 -- degrees
            return None
        return cls(round(lat, 5), round(long, 5), radius)

    def narrow(self, cases: CaseQuerySet) -> CaseQuerySet:
        """Keep the cases inside: the map's tiles find them, plain arithmetic cuts the corners off."""
        left, top, right, bottom = cells.span(watching.around(self.lat, self.long, self.radius), cells.TILE_LEVEL)
        tiles = [cells.tile_of(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]
        north = (F("lat") - self.lat) * watching.DEGREE_M
        east = (F("long") - self.long) * (watching.DEGREE_M * cos(radians(self.lat)))
        return cases.alias(apart=north * north + east * east).filter(tile__in=tiles, apart__lte=float(self.radius**2))


def _known(case: Case) -> str:
    """The nearest street of the city, or else the district; without a position the street that was surely meant."""
    if case.lat is not None and case.long is not None:
        return places.name_near(case.lat, case.long)
    found = places.find(case.address, limit=1)
    return (found[0].street or found[0].label) if found and found[0].score >= _SURE else ""
