"""JSON, GeoJSON, Shapefile, GeoPackage, Parquet: files that say themselves what they hold."""

import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from korzo.capabilities.catalog.rules.reading import geo
from korzo.capabilities.catalog.rules.reading.shape import Reading, Row, Unreadable, check_unpacked, named

GEOMETRY = "geometry"
MOST_JSON = 512_000_000
_LISTS = ("records", "data", "results", "result", "items", "rows", "value", "values", "features")


def zipped(path: Path) -> str:
    """What a zip file is; raises Unreadable for what says itself that it unpacks to more than a machine can hold."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            names = [entry.filename.lower() for entry in entries]
            whole = sum(entry.file_size for entry in entries)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Unreadable("zip", error=str(error)[:100]) from None
    check_unpacked(whole, path.stat().st_size)
    if any(name.endswith(".shp") for name in names):
        return "shp"
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names or "content.xml" in names:
        return "sheet"
    raise Unreadable("form", form="ZIP")


def look(path: Path, kind: str, given: dict[str, Any]) -> Reading:
    """Find the columns; raises Unreadable."""
    if kind == "parquet":
        import pyarrow.parquet as pq  # slow import, needed only here

        try:
            return Reading(kind=kind, names=named([pq.read_schema(path).names], len(pq.read_schema(path).names)))
        except (OSError, ValueError) as error:
            raise Unreadable("parquet", error=str(error)[:100]) from None
    listed: dict[str, None] = {}
    for _number, record in _records(path, kind, given.get("sheet", "")):
        listed.update(dict.fromkeys(record))
        if len(listed) > 20_000:  # noqa: PLR2004 -- the limit is told above with the number of columns
            break
    keys = tuple(listed)
    names = named([keys], len(keys))
    notes = geo.notes(path, kind)
    return Reading(kind=kind, names=names, headings=keys, sheet=given.get("sheet", ""), notes=notes)


def rows(path: Path, reading: Reading) -> Iterator[Row]:
    """The records in the order of the columns with their number in the file."""
    for number, record in _records(path, reading.kind, reading.sheet):
        yield number, [_text(record.get(key)) for key in reading.headings]


def _records(path: Path, kind: str, sheet: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    if kind == "shp":
        yield from enumerate(geo.shapefile(path), start=1)
    elif kind == "gpkg":
        yield from enumerate(geo.geopackage(path, sheet), start=1)
    else:
        yield from enumerate(_json(path), start=1)


def _json(path: Path) -> Iterator[Mapping[str, Any]]:
    if path.stat().st_size > MOST_JSON:
        raise Unreadable("json_large", most=MOST_JSON)
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
        found = json.loads(text)
    except UnicodeDecodeError:
        raise Unreadable("encoding", encoding="utf-8") from None
    except RecursionError:
        raise Unreadable("json", line=1, error="nested too deep") from None
    except json.JSONDecodeError as error:
        lines = text.splitlines()
        if error.msg != "Extra data" or not lines[0].lstrip().startswith("{"):
            raise Unreadable("json", line=error.lineno, error=error.msg) from None
        found = [_one(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    yield from _listed(found)


def _one(number: int, line: str) -> Any:
    try:
        return json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise Unreadable("json", line=number, error=str(error)[:80]) from None


def _listed(found: Any) -> Iterator[Mapping[str, Any]]:
    """The records wherever they are: a list, a list in an object, features, lists of values below a heading."""
    if isinstance(found, Mapping):
        inside = next((found[name] for name in _LISTS if isinstance(found.get(name), list)), None)
        lists = [value for value in found.values() if isinstance(value, list)]
        found = inside if inside is not None else lists[0] if len(lists) == 1 and found.get("type") is None else [found]
    if not isinstance(found, list):
        raise Unreadable("json_list")
    heading: list[str] = []
    for each in found:
        if isinstance(each, Mapping) and each.get("type") == "Feature":
            known = {} if each.get("id") is None else {"id": each["id"]}
            yield known | dict(each.get("properties") or {}) | {GEOMETRY: each.get("geometry")}
        elif isinstance(each, Mapping):
            yield each
        elif isinstance(each, list):
            if not heading and all(isinstance(cell, str) for cell in each):
                heading = list(named([each], len(each)))
                continue
            heading = heading or [f"column {at}" for at in range(1, len(each) + 1)]
            yield dict(zip(heading, each, strict=False))
        else:
            yield {"value": each}


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return str(int(value)) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else str(value)  # noqa: PLR2004
