"""What the house publishes by itself, as the catalogue shows it: written after each run, by nobody's hand."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation

from korzo.capabilities.catalog.models import Dataset, Distribution
from korzo.capabilities.catalog.operations import describing, keeping, updating
from korzo.capabilities.catalog.operations.publishers import home
from korzo.capabilities.catalog.queries import describing as seen
from korzo.capabilities.catalog.rules import extents, licences, schemas, tabular
from korzo.capabilities.catalog.rules.columns import Column, quoted
from korzo.capabilities.catalog.rules.naming import named
from korzo.kernel.places import rows
from korzo.kernel.publishing import Dataset as Declared
from korzo.kernel.publishing import lake, store
from korzo.kernel.text.multilingual import Text

FORMS = {"CSV": "csv", "GEOJSON": "geojson"}
_DUCKDB = {
    "string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "datetime": "TIMESTAMP",
    "date": "DATE",
}  # fmt: skip


def keep(declared: Declared, *, now: datetime) -> Dataset:
    """Describe a declared data set as it now lies in the lake, and make its table anew if the data changed."""
    values = dict(_described(declared))
    publisher = home(now=now)
    with transaction.atomic():
        found = Dataset.objects.filter(declared=declared.name).first()
        if found is None:
            name = named(declared.name, lambda name: Dataset.objects.filter(name=name).exists())
            found = describing.create(
                publisher,
                {"name": name, "contact_email": publisher.email, **values},
                step=Dataset.Step.PUBLISHED,
                origin=Dataset.Origin.DECLARED,
                declared=declared.name,
                by=None,
                now=now,
            )
        elif changed := {name: value for name, value in values.items() if getattr(found, name) != value}:
            describing.change(found, changed, by=None, now=now)
        for kind in FORMS:
            _form(found, kind, declared, now=now)
    _table(found, declared, now=now)
    _columns_told(found, declared)
    return found


def _described(declared: Declared) -> Iterator[tuple[str, Any]]:
    yield "title", _said(declared.title)
    yield "notes", _said(declared.description)
    yield "keywords", _words(declared.keywords)
    yield "themes", [declared.theme]
    yield "frequency", declared.frequency
    yield "hvd_category", declared.hvd
    yield "licence", found.id if (found := licences.find(declared.licence)) else declared.licence
    yield "identifier", f"{settings.KORZO.base_url}/open/{declared.name}.csv"
    if area := extents.area(rows.boundary_box()):
        yield "spatial", area
    if declared.time and (span := _span(declared)):
        yield "temporal_start", span[0]
        yield "temporal_end", span[1]


def _said(lazy: Any) -> Text:
    """A translatable text in every language that has it."""
    with translation.override("en"):
        english = str(lazy)
    said = {"en": english}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            if code not in ("en", "sr-latn") and (text := str(lazy)) != english:
                said[code] = text
    return Text(said)


def _words(keywords: tuple[Any, ...]) -> dict[str, list[str]]:
    by_language: dict[str, list[str]] = {}
    for word in keywords:
        for code, text in _said(word).items():
            by_language.setdefault(code, []).append(text)
    return by_language


def _span(declared: Declared) -> tuple[date, date] | None:
    """From when until when the rows are, read from the statistics that Parquet keeps of each part."""
    import pyarrow.parquet as pq  # slow import, needed only here

    found: list[date] = []
    for part in sorted(lake.folder(declared).glob("[!.]*.parquet")):
        meta = pq.read_metadata(part)
        index = meta.schema.names.index(declared.time)
        for group in range(meta.num_row_groups):
            statistics = meta.row_group(group).column(index).statistics
            if statistics is not None and statistics.has_min_max:
                found += [_day(statistics.min), _day(statistics.max)]
    return (min(found), max(found)) if found else None


def _day(value: Any) -> date:
    return value.date() if isinstance(value, datetime) else value


def _file(declared: Declared, kind: str) -> Path:
    return Path(settings.KORZO.root) / "open" / f"{declared.name}.{FORMS[kind]}"


def _form(dataset: Dataset, kind: str, declared: Declared, *, now: datetime) -> None:
    """Keep the distribution of one whole file."""
    file = _file(declared, kind)
    found = dataset.distributions.filter(source=Distribution.Source.LAKE, format=kind).first()
    if not file.is_file():
        return
    values: dict[str, Any] = {"size": file.stat().st_size, "hash": _sha256(file), "hash_algorithm": "sha256"}
    if found and found.hash == values["hash"]:
        return
    values["updated_at"] = now
    if found is None:
        values |= {"source": Distribution.Source.LAKE, "file_name": file.name, "format": kind}
        describing.add_form(dataset, values, by=None, now=now)
    else:
        describing.change_form(found, values, by=None, now=now)
    with keeping.changing(dataset, now) as locked:
        locked.updated_at = now


def _table(dataset: Dataset, declared: Declared, *, now: datetime) -> None:
    """Make the table of the CSV form anew from the Parquet, column by column as declared, if it is older than that."""
    form = dataset.distributions.get(source=Distribution.Source.LAKE, format="CSV")
    parts = sorted(lake.folder(declared).glob("[!.]*.parquet"))
    newest = form.updated_at.timestamp() if form.updated_at else 0.0
    if not parts or (form.has_table and form.table.is_file() and form.table.stat().st_mtime >= newest):
        return
    columns = [Column(each.name, _DUCKDB[each.type], {"notes": str(each.description)}) for each in declared.public]
    chosen = ", ".join(_chosen(each) for each in columns)
    with store.replacing(form.table, sources=parts) as writing:
        query = f"SELECT row_number() OVER () AS _id, {chosen} FROM read_parquet(?, union_by_name = true)"  # noqa: S608 -- names are declared in code, and quoted
        writing.run(f"CREATE TABLE data AS {query}", [[str(part) for part in parts]])
        rows = writing.run("SELECT count(*) FROM data")[0][0]
    updating.updated(form, rows=rows, schema=schemas.described(columns), by=None, now=now)


def _columns_told(dataset: Dataset, declared: Declared) -> None:
    """Lay beside the CSV what its columns mean (CSV on the Web)."""
    view = seen.view(seen.whole(Dataset.objects.filter(pk=dataset.pk)).get())
    file = _file(declared, "CSV")
    form = next((each for each in view.distributions if each.url.endswith(f"/{file.name}")), None)
    if form is None or not form.schema or not file.is_file():
        return
    told = json.dumps({**tabular.csvw(form, view), "url": file.name}, ensure_ascii=False, indent=1)
    part = file.with_name(f".{file.name}-metadata.json")
    part.write_text(told, encoding="utf-8")
    part.replace(file.with_name(f"{file.name}-metadata.json"))


def _chosen(column: Column) -> str:
    """A column of Parquet as the table keeps it: instants are in UTC and say no zone, as CKAN has them."""
    name = quoted(column.name)
    return (
        f"{name} AT TIME ZONE 'UTC' AS {name}"
        if column.type == "TIMESTAMP"
        else f"CAST({name} AS {column.type}) AS {name}"
    )


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
