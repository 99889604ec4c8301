"""Shapefiles (ESRI white paper, 1998) and GeoPackages (OGC 12-128), without GDAL."""

import json
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Any

from korzo.capabilities.catalog.rules.reading.shape import Unreadable, check_unpacked

GEOMETRY = "geometry"
_POINT, _LINE, _POLYGON, _POINTS = 1, 3, 5, 8
_ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
"""Bytes of the envelope in a geometry of a GeoPackage."""
_LONGEST_RECORD = 64_000_000
"""Bytes of one shape, or of one value of a GeoPackage."""


def notes(path: Path, kind: str) -> tuple[str, ...]:
    """`wgs84` where coordinates are not longitude and latitude, so that no map can be drawn."""
    if kind == "shp":
        with zipfile.ZipFile(path) as archive:
            name = next((name for name in archive.namelist() if name.lower().endswith(".prj")), "")
            projection = _Unpacked(archive, name).read(2000).decode("latin-1") if name else ""
        return ("wgs84",) if projection.lstrip().upper().startswith("PROJCS") else ()
    if kind == "gpkg":
        with closing(_opened(path)) as db:
            found = db.execute("SELECT srs_id FROM gpkg_geometry_columns LIMIT 1").fetchone()
        return ("wgs84",) if found and found[0] not in (4326, 4258, 0) else ()
    return ()


def shapefile(path: Path) -> Iterator[Mapping[str, Any]]:
    """The features of a zipped shapefile."""
    with zipfile.ZipFile(path) as archive:
        files = {PurePosixPath(name.lower()).suffix: name for name in reversed(archive.namelist())}
        try:
            shp, dbf = _Unpacked(archive, files[".shp"]), _Unpacked(archive, files[".dbf"])
            codepage = _Unpacked(archive, files[".cpg"]).read(50).decode("latin-1").strip() if ".cpg" in files else ""
            for record, geometry in zip(_dbf(dbf, codepage), _shp(shp), strict=False):
                yield record | {GEOMETRY: geometry}
        except Unreadable:
            raise
        except (
            KeyError,
            IndexError,
            ValueError,
            struct.error,
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            RuntimeError,
        ) as error:
            raise Unreadable("shapefile", error=str(error)[:80]) from None


class _Unpacked:
    """A file of an archive, unpacked piece by piece and counted: what the archive says of its size may be a lie."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._file, self._size = archive.open(name), 0
        self._packed = Path(archive.filename or "").stat().st_size

    def read(self, count: int) -> bytes:
        """So many bytes, or as many as there are; raises Unreadable, ValueError for a piece that is none."""
        if not 0 <= count <= _LONGEST_RECORD:
            raise ValueError(f"a record of {count} bytes")
        found = self._file.read(count)
        self._size += len(found)
        check_unpacked(self._size, self._packed)
        return found


def _dbf(file: _Unpacked, codepage: str) -> Iterator[dict[str, Any]]:
    raw = file.read(32)
    count, header, size = struct.unpack("<IHH", raw[4:12])
    raw += file.read(header - len(raw))
    encoding = {"": "utf-8", "65001": "utf-8", "1250": "windows-1250", "1251": "windows-1251", "949": "cp949"}.get(
        codepage.lower().removeprefix("ansi ").removeprefix("cp"), codepage
    )
    fields = []
    for at in range(32, header - 1, 32):
        if raw[at] == 0x0D:  # noqa: PLR2004 -- the end of the list
            break
        name = raw[at : at + 11].split(b"\0")[0].decode("latin-1")
        fields.append((name, chr(raw[at + 11]), raw[at + 16]))
    for _number in range(count):
        row, at, record = file.read(size), 1, {}
        for name, kind, length in fields:
            record[name] = _dbf_value(row[at : at + length], kind, encoding)
            at += length
        yield record


def _dbf_value(cell: bytes, kind: str, encoding: str) -> Any:
    try:
        text = cell.decode(encoding).strip("\0 ")
    except (UnicodeDecodeError, LookupError):
        text = cell.decode("windows-1250", "replace").strip("\0 ")
    if kind == "D" and len(text) == 8:  # noqa: PLR2004 -- YYYYMMDD
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    if kind == "L":
        return {"T": True, "Y": True, "F": False, "N": False}.get(text.upper())
    if kind in "NF" and (not text or set(text) == {"*"}):
        return None
    return text or None


def _shp(file: _Unpacked) -> Iterator[Any]:
    file.read(100)
    while len(head := file.read(8)) == 8:  # noqa: PLR2004 -- number and length
        yield _geometry(file.read(2 * struct.unpack(">i", head[4:])[0]))


def _geometry(body: bytes) -> Any:
    kind = struct.unpack("<i", body[:4])[0] % 10
    if kind == 0:
        return None
    if kind == _POINT:
        return {"type": "Point", "coordinates": list(struct.unpack("<2d", body[4:20]))}
    if kind == _POINTS:
        count = struct.unpack("<i", body[36:40])[0]
        return {"type": "MultiPoint", "coordinates": _pairs(body, 40, count)}
    if kind not in (_LINE, _POLYGON):
        raise ValueError(f"shapes of type {kind}")
    parts, points = struct.unpack("<2i", body[36:44])
    starts = [*struct.unpack(f"<{parts}i", body[44 : 44 + 4 * parts]), points]
    listed = _pairs(body, 44 + 4 * parts, points)
    rings = [listed[start:end] for start, end in pairwise(starts)]
    if kind == _LINE:
        single = len(rings) == 1
        return {"type": "LineString" if single else "MultiLineString", "coordinates": rings[0] if single else rings}
    polygons: list[list[Any]] = []
    for ring in rings:
        if _is_clockwise(ring) or not polygons:  # an outer ring; holes follow it
            polygons.append([ring])
        else:
            polygons[-1].append(ring)
    single = len(polygons) == 1
    return {"type": "Polygon" if single else "MultiPolygon", "coordinates": polygons[0] if single else polygons}


def _pairs(body: bytes, at: int, count: int) -> list[list[float]]:
    flat = struct.unpack(f"<{2 * count}d", body[at : at + 16 * count])
    return [[x, y] for x, y in zip(flat[::2], flat[1::2], strict=True)]


def _is_clockwise(ring: list[list[float]]) -> bool:
    return sum((b[0] - a[0]) * (b[1] + a[1]) for a, b in pairwise(ring)) >= 0


def _opened(path: Path) -> sqlite3.Connection:
    """Open a database of others: its schema may compute what it likes, but no value may grow large."""
    db = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_RECORD)
    db.execute("PRAGMA trusted_schema = OFF")
    return db


def _tables(db: sqlite3.Connection) -> set[str]:
    """The tables that hold rows: a view may be a query without an end. Raises ValueError for no GeoPackage."""
    stored = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE TABLE%'"
    found = {name for (name,) in db.execute(stored)}
    if not found >= {"gpkg_contents", "gpkg_geometry_columns"}:
        raise ValueError("its own tables are missing")
    return found


def geopackage(path: Path, layer: str = "") -> Iterator[Mapping[str, Any]]:
    """The features (or rows) of the first layer, or of the one named."""
    try:
        with closing(_opened(path)) as db:
            tables = _tables(db)
            layers = [name for (name,) in db.execute("SELECT table_name FROM gpkg_contents ORDER BY rowid")]
            layers = [name for name in layers if name in tables]
            name = layer if layer in layers else layers[0]
            placed = dict(db.execute("SELECT table_name, column_name FROM gpkg_geometry_columns")).get(name)
            escaped = name.replace('"', '""')
            cursor = db.execute(f'SELECT * FROM "{escaped}"')  # noqa: S608 -- a name of the file's own list
            names = [each[0] for each in cursor.description]
            for row in cursor:
                record = dict(zip(names, row, strict=True))
                geometry = record.pop(placed, None) if placed else None
                kept = {key: value for key, value in record.items() if not isinstance(value, bytes)}
                yield kept | ({GEOMETRY: _wkb(geometry)} if placed else {})
    except (sqlite3.Error, IndexError, struct.error, ValueError) as error:
        raise Unreadable("geopackage", error=str(error)[:100]) from None


def _wkb(blob: bytes | None) -> Any:
    if not blob or blob[:2] != b"GP":
        return None
    from shapely import from_wkb, to_geojson  # slow import, needed only here

    found = from_wkb(blob[8 + _ENVELOPES[blob[3] >> 1 & 7] :])
    return None if found.is_empty else json.loads(to_geojson(found))
