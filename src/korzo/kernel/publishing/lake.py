"""Writing the lake. Only parts that changed are written; every file appears whole or not at all."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import IO, Any

import structlog
from django.conf import settings
from django.utils import timezone

from korzo.kernel import jobs, publishing
from korzo.kernel.publishing import Column, Dataset

OVERLAP = timedelta(minutes=5)
log = structlog.get_logger()


@dataclass(frozen=True)
class Written:
    """What a run wrote: the parts that changed, and the rows in them."""

    name: str
    parts: int
    rows: int


def folder(dataset: Dataset) -> Path:
    """Where a data set lies."""
    return Path(settings.KORZO.root) / "open" / dataset.name


def publish_all(*, anew: bool = False) -> Iterator[Written]:
    """Write every declared data set, and tell who listens; a listener that fails keeps nothing from being written."""
    for dataset in sorted(publishing.datasets.values(), key=lambda each: each.tells_of_others):
        now = timezone.now()
        written = publish(dataset, now=now, anew=anew)
        for listener in publishing.listeners:
            try:
                listener(dataset, now)
            except Exception:
                log.exception("a listener failed", dataset=dataset.name)
        yield written


def publish(dataset: Dataset, *, now: datetime, anew: bool = False) -> Written:
    """Write the parts of a data set that changed since the last run, then the whole files from all parts."""
    target = folder(dataset)
    target.mkdir(parents=True, exist_ok=True)
    since = None if anew else _since(target, dataset)
    changed = sorted(set(dataset.partitions(since)))
    if since is None:
        for stale in set(_parts(target)) - set(changed):
            _remove(target, stale)
    rows = sum(_write_part(dataset, target, part) for part in changed)
    if changed or since is None:
        _assemble(dataset, target)
    _replace(target / "schema.json", json.dumps(_schema(dataset, now), ensure_ascii=False, indent=1, default=str))
    return Written(dataset.name, len(changed), rows)


@jobs.every(hours=6)
def publish_changes() -> None:
    """Publish in a process of its own, so that the worker stays small."""
    subprocess.run([sys.executable, "-m", "korzo", "publish"], check=True)


def _since(target: Path, dataset: Dataset) -> datetime | None:
    """When the last run started, a little earlier; None when there was none or the columns changed since."""
    try:
        kept = json.loads((target / "schema.json").read_text())
        started = datetime.fromisoformat(kept["published_at"])
    except (OSError, ValueError, LookupError, TypeError):
        return None
    return started - OVERLAP if kept["columns"] == _columns(dataset) else None


def _parts(target: Path) -> list[str]:
    return sorted(path.stem for path in target.glob("[!.]*.parquet"))


def _remove(target: Path, part: str) -> None:
    for path in (target / f"{part}.parquet", target / "csv" / f"{part}.csv", target / "geojson" / f"{part}.ndjson"):
        path.unlink(missing_ok=True)


def _write_part(dataset: Dataset, target: Path, part: str) -> int:
    """Write one part in all forms, Parquet last: from then on it counts. Returns its rows; an empty part goes."""
    import pyarrow as pa  # slow import, needed only here
    import pyarrow.parquet as pq

    rows = list(dataset.published(part))
    if not rows:
        _remove(target, part)
        return 0
    schema = pa.schema(
        [
            pa.field(column.name, _arrow(pa, column), metadata={"description": column.description})
            for column in dataset.public
        ]
    )
    table = pa.Table.from_pylist(rows, schema=schema)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([_cell(row[column.name]) for column in dataset.public] for row in rows)
    _replace(target / "csv" / f"{part}.csv", out.getvalue())
    if dataset.position:
        lines = (json.dumps(feature, ensure_ascii=False, default=_json) for feature in _features(dataset, rows))
        _replace(target / "geojson" / f"{part}.ndjson", "".join(f"{line}\n" for line in lines))
    with _staged(target / f"{part}.parquet") as stored:
        pq.write_table(table, stored, compression="zstd")
    return len(rows)


def _assemble(dataset: Dataset, target: Path) -> None:
    """Put the whole CSV and GeoJSON together from the parts, without reading them into memory."""
    with _staged(target.parent / f"{dataset.name}.csv") as out:
        out.write((",".join(column.name for column in dataset.public) + "\r\n").encode())
        for part in _parts(target):
            with (target / "csv" / f"{part}.csv").open("rb") as source:
                shutil.copyfileobj(source, out)
    if not dataset.position:
        return
    with _staged(target.parent / f"{dataset.name}.geojson") as out:
        out.write(b'{"type":"FeatureCollection","features":[\n')
        first = True
        for part in _parts(target):
            with (target / "geojson" / f"{part}.ndjson").open("rb") as source:
                for line in source:
                    out.write((b"" if first else b",") + line)
                    first = False
        out.write(b"]}\n")


def _features(dataset: Dataset, rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    lat, long = dataset.position or ("", "")
    for row in rows:
        placed = row[lat] is not None and row[long] is not None
        geometry = {"type": "Point", "coordinates": [row[long], row[lat]]} if placed else None
        yield {
            "type": "Feature",
            "geometry": geometry,
            "properties": {name: value for name, value in row.items() if name not in (lat, long)},
        }


def harmless(text: str) -> str:
    """A text for CSV: one that a spreadsheet would run as a formula gets an apostrophe before it, numbers stay."""
    return f"'{text}" if text.startswith(tuple("=+-@\t\r")) and not text[1:].replace(".", "").isdecimal() else text


def _cell(value: Any) -> Any:
    """A value as CSV has it."""
    if isinstance(value, str):
        return harmless(value)
    return "" if value is None else _json(value) if isinstance(value, datetime | date) else value


def _json(value: Any) -> Any:
    return value.isoformat()


def _columns(dataset: Dataset) -> list[dict[str, str]]:
    return [{"name": column.name, "type": column.type, "description": column.description} for column in dataset.public]


def _schema(dataset: Dataset, now: datetime) -> dict[str, Any]:
    return {
        "name": dataset.name,
        "title": str(dataset.title),
        "description": str(dataset.description),
        "licence": dataset.licence,
        "columns": _columns(dataset),
        "published_at": now.isoformat(),
    }


def _arrow(pa: Any, column: Column) -> Any:
    return {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "datetime": pa.timestamp("ms", tz="UTC"),
        "date": pa.date32(),
    }[column.type]


@contextmanager
def _staged(path: Path) -> Iterator[IO[bytes]]:
    """Open a file that takes its place only when it was written to the end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _replace(path: Path, text: str) -> None:
    with _staged(path) as out:
        out.write(text.encode())
