"""A small invented city for tests: a square of about 4 by 3 km with two districts."""

from dataclasses import dataclass

from korzo.capabilities.cases.models import Attribute, Category, RoutingRule
from korzo.kernel.people.models import Organisation
from korzo.kernel.places.models import Address, Boundary, District, Neighbour, Street

WEST, SOUTH, EAST, NORTH = 18.40, 42.40, 18.45, 42.43
MIDDLE = (42.415, 18.42)
OUTSIDE = (42.50, 18.42)
NEXT_DOOR = (42.435, 18.42)


@dataclass(frozen=True)
class City:
    """What was built."""

    roads: Organisation
    water: Organisation
    intake: Organisation
    pothole: Category
    leak: Category
    noise: Category


def square(west: float, south: float, east: float, north: float) -> dict[str, object]:
    """A rectangle as GeoJSON."""
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def build() -> City:
    """Store the city."""
    half = (WEST + EAST) / 2
    Boundary.objects.create(code="city", name={"en": "Testgrad"}, geometry=square(WEST, SOUTH, EAST, NORTH))
    District.objects.create(code="west", name={"en": "West", "sr": "Запад"}, geometry=square(WEST, SOUTH, half, NORTH))
    District.objects.create(code="east", name={"en": "East", "sr": "Исток"}, geometry=square(half, SOUTH, EAST, NORTH))
    Neighbour.objects.create(
        code="next", name={"en": "Nextgrad"}, authority="Nextgrad town hall", email="hall@example.org",
        geometry=square(WEST, NORTH, EAST, NORTH + 0.02),
    )  # fmt: skip
    for number, (code, name, lat) in enumerate(
        [("lime", "Ulica lipa", 42.410), ("mill", "Mlinska ulica", 42.415), ("main", "Трг слободе", 42.420)]
    ):
        line = {"type": "LineString", "coordinates": [[WEST + 0.001, lat], [EAST - 0.001, lat]]}
        street = Street.objects.create(code=code, name=name, geometry=line)
        for house in range(1, 21):
            Address.objects.create(street=street, number=str(house + number), lat=lat, long=WEST + 0.002 * house)
    city = Organisation.objects.create(code="city", kind="city", name={"en": "City"})
    made = {
        code: Organisation.objects.create(code=code, kind=kind, name={"en": name, "sr": name}, parent=city)
        for code, kind, name in [
            ("intake", "department", "Call centre"),
            ("roads", "department", "Roads office"),
            ("water", "utility", "Waterworks"),
        ]
    }
    pothole = Category.objects.create(
        code="pothole",
        name={"en": "Pothole", "sr": "Рупа на путу"},
        group="roads",
        group_name={"en": "Roads"},
        amount=5,
        order=1,
    )
    leak = Category.objects.create(
        code="leak", name={"en": "Water leak", "sr": "Цурење воде"}, group="water", group_name={"en": "Water"}, amount=24,
        clock="hours", order=2,
    )  # fmt: skip
    Attribute.objects.create(
        category=leak, code="FLOW", datatype="singlevaluelist", is_required=True, question={"en": "How strong is it?"},
        values=[{"key": "drops", "name": {"en": "Drops"}}, {"key": "jet", "name": {"en": "A jet"}}],
    )  # fmt: skip
    noise = Category.objects.create(
        code="noise", name={"en": "Noise"}, group="order", group_name={"en": "Order"}, is_private=True, order=3
    )
    RoutingRule.objects.create(office=made["roads"], group="roads")
    RoutingRule.objects.create(office=made["water"], category=leak)
    return City(made["roads"], made["water"], made["intake"], pothole, leak, noise)
