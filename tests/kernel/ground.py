"""A small city as GeoJSON files, and fixtures that import it."""

import json
from pathlib import Path
from typing import Any

import pytest

from korzo.kernel.places import importing, memory

CITY = [[18.0, 42.0], [18.1, 42.0], [18.1, 42.1], [18.0, 42.1], [18.0, 42.0]]
WEST = [[18.0, 42.0], [18.05, 42.0], [18.05, 42.1], [18.0, 42.1], [18.0, 42.0]]
EAST = [[18.05, 42.0], [18.1, 42.0], [18.1, 42.1], [18.05, 42.1], [18.05, 42.0]]
NEXT = [[18.1, 42.0], [18.3, 42.0], [18.3, 42.1], [18.1, 42.1], [18.1, 42.0]]
STREETS = {
    "lipova": ("Lipova", [[18.02, 42.05], [18.04, 42.05]]),
    "kovacka": ("Kovačka", [[18.02, 42.06], [18.04, 42.06]]),
    "trg": ("Trg slobode", [[18.06, 42.05], [18.07, 42.05]]),
    "jula": ("13. jula", [[18.06, 42.06], [18.07, 42.06]]),
    "njegoseva": ("Bulevar Njegoševa", [[18.06, 42.07], [18.08, 42.07]]),
    "uska": ("Đure Šarića", [[18.06, 42.08], [18.08, 42.08]]),
}


@pytest.fixture(autouse=True)
def fresh() -> Any:
    memory.forget()
    yield
    memory.forget()


def collection(*features: tuple[str, Any, dict[str, Any]]) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}
            for kind, coordinates, properties in features
        ],
    }


def put(folder: Path, name: str, content: dict[str, Any]) -> Path:
    path = folder / f"{name}.geojson"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    put(tmp_path, "boundary", collection(("Polygon", [CITY], {"name": "Grad"})))
    put(
        tmp_path,
        "districts",
        collection(
            ("Polygon", [WEST], {"code": "zapad", "name": {"sr": "Запад", "en": "West"}, "population": 1000}),
            ("Polygon", [EAST], {"code": "istok", "name": "Исток", "name:en": "East"}),
        ),
    )
    put(
        tmp_path,
        "streets",
        collection(*(("LineString", line, {"code": code, "name": name}) for code, (name, line) in STREETS.items())),
    )
    put(
        tmp_path,
        "addresses",
        collection(
            ("Point", [18.0300, 42.0501], {"street": "lipova", "number": "12", "postal_code": "85000"}),
            ("Point", [18.0302, 42.0501], {"street": "Липова", "number": "12 A"}),
            ("Point", [18.0340, 42.0501], {"street": "Lipova", "number": "120"}),
            ("Point", [18.0350, 42.0601], {"street": "kovačka", "number": "bb"}),
            ("Point", [18.0650, 42.0601], {"street": "13. jula", "number": "5"}),
        ),
    )
    put(
        tmp_path,
        "neighbours",
        collection(("Polygon", [NEXT], {"name": "Susjedi", "authority": "Opština Susjedi", "phone": "+382 20 555"})),
    )
    put(
        tmp_path,
        "features",
        collection(("Polygon", [WEST], {"kind": "park", "code": "p", "name": {"sr": "Парк мира"}})),
    )
    return tmp_path


@pytest.fixture
def city(folder: Path) -> Path:
    importing.load(folder)
    return folder
