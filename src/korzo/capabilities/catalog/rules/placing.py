"""Where rows lie: a column of GeoJSON, or a pair with latitude and longitude."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from korzo.capabilities.catalog.rules.columns import Column

PAIRS = (
    (("lat", "latitude", "geo_lat", "gps_lat", "sirina", "širina", "ширина", "위도"),
     ("lon", "lng", "long", "longitude", "geo_lon", "geo_long", "gps_lon", "duzina", "dužina", "дужина", "경도")),
    (("y", "wgs84_y", "y_wgs84", "coord_y"), ("x", "wgs84_x", "x_wgs84", "coord_x")),
)  # fmt: skip
"""Names of latitude and of longitude; x and y are believed only when the values lie on the globe."""


@dataclass(frozen=True)
class Place:
    """Either the column with geometries, or those with latitude and longitude."""

    geometry: str = ""
    lat: str = ""
    long: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that it takes."""
        return (self.geometry,) if self.geometry else (self.lat, self.long)


def place(columns: Sequence[Column], fields: Sequence[Mapping[str, Any]]) -> Place | None:
    """Where the rows of a table lie, as far as its columns tell."""
    kinds = {str(field.get("name")): field.get("kind") or field.get("type") for field in fields}
    geometry = next((column.name for column in columns if kinds.get(column.name) == "geojson"), "")
    if geometry:
        return Place(geometry=geometry)
    numbers = {column.name.lower(): column.name for column in columns if column.is_number}
    for lats, longs in PAIRS:
        lat = next((numbers[name] for name in lats if name in numbers), "")
        long = next((numbers[name] for name in longs if name in numbers), "")
        if lat and long:
            return Place(lat=lat, long=long)
    return None


def on_globe(lat: Any, long: Any) -> bool:
    """Whether a pair is a place on the globe."""
    return isinstance(lat, int | float) and isinstance(long, int | float) and -90 <= lat <= 90 and -180 <= long <= 180  # noqa: PLR2004
