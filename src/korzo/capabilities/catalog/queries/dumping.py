"""Tables written out row by row, with the filters applied: for programs, for people's spreadsheets, for maps."""

import csv
import io
import json
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from korzo.capabilities.catalog.models import Distribution
from korzo.capabilities.catalog.queries import tables
from korzo.capabilities.catalog.queries.tables import Search
from korzo.capabilities.catalog.rules import placing, schemas, writing
from korzo.capabilities.catalog.rules.columns import KEY, Column, plain, text
from korzo.kernel.publishing import apart
from korzo.kernel.publishing.lake import harmless

Batches = Iterable[list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Dump:
    """A table on its way out."""

    media_type: str
    extension: str
    chunks: Iterator[bytes]


def dump(distribution: Distribution, asked: Search, form: str, *, bom: bool = False) -> Dump:
    """Write what is asked for in a form of `FORMS`; raises KeyError for another, and what `tables.stream` raises."""
    media_type, extension, write = FORMS[form]
    columns, batches = tables.stream(distribution, asked)
    chunks = _whole(distribution, asked, write) if form in WHOLE else write(distribution, columns, batches)
    return Dump(media_type, extension, _marked(chunks) if bom and form in ("csv", "tsv") else chunks)


def _marked(chunks: Iterator[bytes]) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf"
    yield from chunks


def _separated(delimiter: str, cell: Callable[[Any], str] = text) -> Callable[..., Iterator[bytes]]:
    def write(_of: Distribution, columns: Sequence[Column], batches: Batches) -> Iterator[bytes]:
        out = io.StringIO()
        writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
        writer.writerow([cell(column.name) for column in columns])
        for batch in batches:
            writer.writerows([cell(value) for value in row] for row in batch)
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
        yield out.getvalue().encode()

    return write


def _for_people(value: Any) -> str:
    """A value as spreadsheets of this region read it: decimal comma, blank before the time, nothing that runs."""
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, float):
        return text(value).replace(".", ",")
    return text(value).replace("T", " ").removesuffix(".000")


def _excel(of: Distribution, columns: Sequence[Column], batches: Batches) -> Iterator[bytes]:
    yield from _marked(_separated(";", _for_people)(of, columns, batches))


def _json(_of: Distribution, columns: Sequence[Column], batches: Batches) -> Iterator[bytes]:
    fields = [{"id": column.name, "type": column.type_name} for column in columns]
    yield f'{{\n  "fields": {json.dumps(fields, ensure_ascii=False)},\n  "records": [\n'.encode()
    before = ""
    for batch in batches:
        lines = (json.dumps([plain(value) for value in row], ensure_ascii=False) for row in batch)
        yield (before + "    " + ",\n    ".join(lines)).encode()
        before = ",\n"
    yield b"\n]}\n"


def _xml(_of: Distribution, columns: Sequence[Column], batches: Batches) -> Iterator[bytes]:
    names = [_element(column.name) for column in columns]
    yield b'<data xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
    for batch in batches:
        lines = []
        for row in batch:
            key = next((value for column, value in zip(columns, row, strict=True) if column.name == KEY), None)
            cells = "".join(
                f'<{name} xsi:nil="true"/>' if value is None else f"<{name}>{escape(_shown(value))}</{name}>"
                for column, name, value in zip(columns, names, row, strict=True)
                if column.name != KEY
            )
            lines.append(f"<row{'' if key is None else f' _id={quoteattr(str(key))}'}>{cells}</row>\n")
        yield "".join(lines).encode()
    yield b"</data>\n"


def _shown(value: Any) -> str:
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text(value))


def _element(name: str) -> str:
    made = re.sub(r"[^\w.-]", "", re.sub(r"\s+", "_", name))
    return made if re.match(r"[^\W\d]", made) else f"_{made}"


def _geojson(of: Distribution, columns: Sequence[Column], batches: Batches) -> Iterator[bytes]:
    place = placing.place(columns, schemas.fields(of.table_schema))
    names = [column.name for column in columns]
    taken = set(place.names) if place else set()
    yield b'{"type":"FeatureCollection","features":[\n'
    before = ""
    for batch in batches:
        lines = []
        for row in batch:
            record = dict(zip(names, row, strict=True))
            key = record.pop(KEY, None)
            known = {} if key is None else {"id": key}
            properties = {name: plain(value) for name, value in record.items() if name not in taken}
            feature = {"type": "Feature", **known, "geometry": geometry(record, place), "properties": properties}
            lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
        yield (before + ",\n".join(lines)).encode()
        before = ",\n"
    yield b"\n]}\n"


def geometry(record: dict[str, Any], place: placing.Place | None) -> Any:
    """The geometry of a row as GeoJSON has it, or None."""
    if place is None:
        return None
    if place.geometry:
        try:
            return json.loads(record.get(place.geometry) or "null")
        except ValueError:
            return None
    lat, long = record.get(place.lat), record.get(place.long)
    return {"type": "Point", "coordinates": [long, lat]} if placing.on_globe(lat, long) else None


def _whole(distribution: Distribution, asked: Search, write: apart.Write) -> Iterator[bytes]:
    """Pass on a file that another process writes."""
    with tempfile.TemporaryDirectory(prefix="korzo-") as folder:
        path = Path(folder) / "table"
        tables.written(distribution, asked, path, write)
        yield from _read(path)


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(1 << 18):
            yield chunk


WHOLE = ("xlsx", "parquet")
"""Forms that are written into a file before its first byte goes out."""
FORMS: dict[str, tuple[str, str, Callable[..., Any]]] = {
    "csv": ("text/csv; charset=utf-8", "csv", _separated(",")),
    "excel": ("text/csv; charset=utf-8", "csv", _excel),
    "tsv": ("text/tab-separated-values; charset=utf-8", "tsv", _separated("\t")),
    "json": ("application/json; charset=utf-8", "json", _json),
    "xml": ("application/xml; charset=utf-8", "xml", _xml),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", writing.xlsx),
    "geojson": ("application/geo+json", "geojson", _geojson),
    "parquet": ("application/vnd.apache.parquet", "parquet", writing.parquet),
}
