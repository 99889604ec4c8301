"""Reads GeoJSON (RFC 7946) as cities really have it, and says exactly what is wrong with which feature.

A file is a FeatureCollection, or has one feature on each line (GeoJSONSeq, RFC 8142). No database here.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from korzo.kernel.places import geometry
from korzo.kernel.text import languages

AREAS, LINES, POINTS = ("Polygon", "MultiPolygon"), ("LineString", "MultiLineString"), ("Point",)
_LINE_SUFFIXES = (".geojsonl", ".geojsons", ".ndjson", ".jsonl")
_DEGREES = ("CRS84", "EPSG::4326", "EPSG:4326")
_MISPLACED: dict[str, Callable[[], str]] = {
    "endless": lambda: _("a coordinate is not a number"),
    "metres": lambda: _("coordinates are not degrees; export the file as WGS 84 (EPSG:4326)"),
    "exchanged": lambda: _("latitude and longitude are exchanged; GeoJSON wants longitude first"),
}


class Unreadable(ValueError):
    """The file as a whole is not GeoJSON in WGS 84."""


@dataclass(frozen=True)
class Refused(ValueError):
    """One feature cannot be taken: which property (or `geometry`), its value, and why."""

    prop: str
    value: str
    reason: str


@dataclass(frozen=True)
class Feature:
    """One feature of a file, counted from 0; `raw` is what the file says, a dict unless the file is wrong."""

    index: int
    raw: Any

    @property
    def properties(self) -> dict[str, Any]:
        """What is said about it."""
        return (self.raw.get("properties") if isinstance(self.raw, dict) else None) or {}

    def text(self, prop: str, *, needed: bool = False, longest: int = 160) -> str:
        """Read a property as text; raises Refused if it is needed and empty, or too long."""
        value = self.properties.get(prop)
        text = "" if value is None else " ".join(str(value).split())
        if needed and not text:
            raise Refused(prop, text, _("is missing"))
        if len(text) > longest:
            raise Refused(prop, text[:longest] + "…", _("is longer than %d characters") % longest)
        return text

    def names(self, prop: str, *, language: str, needed: bool = False) -> dict[str, str]:
        """Read a name in several languages: an object, or plain text, and beside it OpenStreetMap's `name:sr-Latn`."""
        value = self.properties.get(prop)
        if isinstance(value, dict):
            plain = {code.lower(): str(text) for code, text in value.items() if text}
        else:
            text = self.text(prop)
            plain = {language: text} if text else {}
        marked = {
            tag.partition(":")[2].lower(): str(text)
            for tag, text in self.properties.items()
            if tag.startswith(f"{prop}:") and text
        }
        found = {code: text for code, text in (plain | marked).items() if code in languages.OWN_NAME}
        if needed and not found:
            raise Refused(prop, "", _("is missing"))
        return found

    def shape(self, types: tuple[str, ...], near: geometry.Box | None) -> tuple[BaseGeometry, bool]:
        """Read the geometry, made valid, and whether that was needed; raises Refused."""
        raw = self.raw.get("geometry") if isinstance(self.raw, dict) else None
        said = raw.get("type", "") if isinstance(raw, dict) else ""
        if raw is None or said not in types:
            raise Refused("geometry", said, _("must be one of: %s") % ", ".join(types))
        try:
            drawn = shape(raw)
        except (ShapelyError, ValueError, TypeError, KeyError, IndexError) as error:
            raise Refused("geometry", said, _("cannot be read")) from error
        if drawn.is_empty:
            raise Refused("geometry", said, _("is empty"))
        if wrong := geometry.misplaced(geometry.box_of(drawn), near):
            raise Refused("geometry", ", ".join(map(str, drawn.bounds[:2])), _MISPLACED[wrong]())
        mended = geometry.mended(drawn)
        if mended is None:
            raise Refused("geometry", said, _("cannot be made valid"))
        return mended, not drawn.is_valid


def features(path: Path) -> Iterator[Feature]:
    """Yield the features of a file in order; raises Unreadable when the file is no GeoJSON in degrees."""
    if path.suffix.lower() in _LINE_SUFFIXES:
        yield from _lines(path)
        return
    try:
        whole = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise Unreadable(_("%(file)s is not JSON: %(error)s") % {"file": path.name, "error": error}) from error
    if not isinstance(whole, dict):
        raise Unreadable(_("%s is not a GeoJSON FeatureCollection.") % path.name)
    _degrees(path, whole)
    listed = [whole] if whole.get("type") == "Feature" else whole.get("features")
    if not isinstance(listed, list):
        raise Unreadable(_("%s is not a GeoJSON FeatureCollection.") % path.name)
    yield from (Feature(index, raw) for index, raw in enumerate(listed))


def _lines(path: Path) -> Iterator[Feature]:
    with path.open(encoding="utf-8-sig") as file:
        for index, line in enumerate(text for line in file if (text := line.strip().lstrip("\x1e"))):
            try:
                yield Feature(index, json.loads(line))
            except ValueError:
                yield Feature(index, line)


def _degrees(path: Path, whole: dict[str, Any]) -> None:
    """Old GeoJSON could name another reference system; take its word for it."""
    crs = whole.get("crs")
    said = str(crs["properties"].get("name", "")) if isinstance(crs, dict) and crs.get("properties") else ""
    if said and not said.upper().endswith(_DEGREES):
        raise Unreadable(
            _("%(file)s says its coordinates are %(crs)s. Export it as WGS 84 (EPSG:4326).")
            % {"file": path.name, "crs": said}
        )
