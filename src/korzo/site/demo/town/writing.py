"""Writes the town as the GeoJSON files that `korzo places import` reads, one feature on a line."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from korzo.kernel.places.geometry import as_geojson
from korzo.site.demo.town.town import Town


def write(town: Town, folder: Path) -> list[Path]:
    """Leave one file for each kind of place in the folder, made if it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    kinds: dict[str, Iterable[tuple[BaseGeometry, dict[str, Any]]]] = {
        "boundary": [(town.boundary, {"code": "city", "name": town.name})],
        "districts": (
            (d.shape, {"code": d.code, "name": d.name, "kind": d.kind, "population": d.population})
            for d in town.districts
        ),
        "streets": (
            (s.shape, {"code": s.code, "name": s.name, "aliases": list(s.aliases), "class": s.kind})
            for s in town.streets
        ),
        "addresses": (
            (Point(h.long, h.lat), {"street": h.street, "number": h.number, "postal_code": h.postal_code})
            for h in town.houses
        ),
        "neighbours": (
            (n.shape, {"code": n.code, "name": n.name, "authority": n.authority, "email": n.email, "phone": n.phone})
            for n in town.neighbours
        ),
        "features": ((f.shape, {"code": f.code, "kind": f.kind, "name": f.name}) for f in town.features),
    }
    return [_collection(folder / f"{kind}.geojson", features) for kind, features in kinds.items()]


def _collection(path: Path, features: Iterable[tuple[BaseGeometry, dict[str, Any]]]) -> Path:
    lines = (
        json.dumps(
            {"type": "Feature", "properties": properties, "geometry": as_geojson(shape, digits=7)},
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for shape, properties in features
    )
    path.write_text('{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n", encoding="utf-8")
    return path
