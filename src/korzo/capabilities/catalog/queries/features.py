"""Tables with places as collections of features: which there are, and what lies where when."""

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

from korzo.capabilities.catalog.models import Dataset, Distribution
from korzo.capabilities.catalog.queries import lists, tables
from korzo.capabilities.catalog.rules import cql, extents, filtering, lying, placing, schemas
from korzo.capabilities.catalog.rules.columns import KEY, SCHEMA, Column, plain, quoted
from korzo.capabilities.catalog.rules.filtering import Condition
from korzo.capabilities.catalog.rules.placing import Place
from korzo.kernel.publishing import store

MOST = 10_000
_NUMBERS = ("number", "integer")
_TIMES = ("date", "datetime")
_DUCKDB = {name: kind for kind, name in SCHEMA.items() if kind != "INTEGER"}
_SHORT = 8


@dataclass(frozen=True)
class Collection:
    """A table whose rows have a place; `time` is the column that says when, if there is one."""

    id: str
    distribution: Distribution
    place: Place
    time: str = ""

    @property
    def dataset(self) -> Dataset:
        """What it belongs to."""
        return self.distribution.dataset

    @property
    def box(self) -> extents.Box:
        """Where it lies: as its description says, else anywhere."""
        return extents.box(self.dataset.spatial) or (-180.0, -90.0, 180.0, 90.0)


@dataclass(frozen=True)
class Asked:
    """What is wanted of a collection; `after` is the number of the last feature of the page before."""

    limit: int = 10
    after: int = 0
    box: extents.Box | None = None
    span: lying.Span | None = None
    filters: Mapping[str, str] = field(default_factory=dict)
    cql: str = ""
    language: str = "cql2-text"


@dataclass(frozen=True)
class Found:
    """A page of features, how many there are in all, and the number after which the next page begins."""

    features: list[dict[str, Any]]
    matched: int
    next: int | None


def placed(of: Distribution) -> Place | None:
    """Where the rows of a table lie, as its schema tells; None where they have no place."""
    fields = schemas.fields(of.table_schema)
    columns = [Column(str(each["name"]), "DOUBLE" if each.get("type") in _NUMBERS else "VARCHAR") for each in fields]
    return placing.place(columns, fields)


def collections(now: datetime) -> Iterator[Collection]:
    """What strangers may see: the first table of a data set under its name, others under name and number."""
    seen = set()
    shown = lists.to_have(now).order_by().values("pk")
    found = Distribution.objects.filter(has_table=True, dataset__in=shown).select_related("dataset__publisher")
    for each in found.order_by("dataset__name", "position", "made_at", "pk"):
        if place := placed(each):
            name = each.dataset.name
            yield _collection(name if name not in seen else f"{name}.{str(each.pk)[:_SHORT]}", each, place)
            seen.add(name)


def collection(named: str, now: datetime) -> Collection | None:
    """The collection of this name, or the one of a distribution."""
    name = named.partition(".")[0]
    shown = lists.to_have(now).order_by().values("pk")
    there = Distribution.objects.filter(has_table=True, dataset__in=shown).select_related("dataset__publisher")
    try:
        there = there.filter(pk=uuid.UUID(named))
    except ValueError:
        there = there.filter(dataset__name=name)
    first = True
    for each in there.order_by("position", "made_at", "pk"):
        if place := placed(each):
            id_ = name if first else f"{name}.{str(each.pk)[:_SHORT]}"
            if named in (id_, str(each.pk)):
                return _collection(named, each, place)
            first = False
    return None


def _collection(id_: str, of: Distribution, place: Place) -> Collection:
    times = (str(each["name"]) for each in schemas.fields(of.table_schema) if each.get("type") in _TIMES)
    return Collection(id_, of, place, next(times, ""))


def columns(of: Collection) -> list[Column]:
    """The columns that say something of a feature beside where it lies."""
    aside = {KEY, of.place.geometry}
    return [each for each in tables.columns(of.distribution) if each.name not in aside]


def listed(of: Collection) -> list[Column]:
    """The same as far as the description of the table knows them, without opening it."""
    known = schemas.fields(of.distribution.table_schema)
    named = ((str(each["name"]), _DUCKDB.get(str(each.get("type")), "VARCHAR")) for each in known)
    return [Column(name, kind) for name, kind in named if name != of.place.geometry]


def find(of: Collection, asked: Asked) -> Found:
    """A page of features by number; raises store.Missing, filtering.Wrong, store.TooSlow."""
    known = tables.columns(of.distribution)
    condition = _condition(of, asked, known)
    names = ", ".join(quoted(each.name) for each in known)
    with store.opened(of.distribution.table) as table:
        rows = table.all(
            f"SELECT {names} FROM {table.data} WHERE ({condition.sql}) AND {quoted(KEY)} > ? "  # noqa: S608 -- names are checked
            f"ORDER BY {quoted(KEY)} LIMIT {asked.limit + 1}",
            (*condition.values, asked.after),
        )
        matched = tables.counted(of.distribution.table, table, condition)
    features = [_feature(of, [each.name for each in known], row) for row in rows[: asked.limit]]
    return Found(features, matched, features[-1]["id"] if len(rows) > asked.limit else None)


def one(of: Collection, number: int) -> dict[str, Any] | None:
    """A single feature; raises store.Missing."""
    with store.opened(of.distribution.table) as table:
        names = [each.name for each in table.columns()]
        rows = table.all(f"SELECT * FROM {table.data} WHERE {quoted(KEY)} = ?", [number])  # noqa: S608 -- the name is the store's
    return _feature(of, names, rows[0]) if rows else None


def _condition(of: Collection, asked: Asked, known: Sequence[Column]) -> Condition:
    parts = [filtering.where(asked.filters, known)]
    if asked.box:
        parts.append(lying.boxed(of.place, asked.box))
    if asked.span:
        parts.append(lying.happened(of.time, asked.span))
    if asked.cql:
        boxed = partial(lying.boxed, of.place)
        parts.append(cql.where(asked.cql, known, boxed, language=asked.language))
    return filtering.both(*parts)


def _feature(of: Collection, names: Sequence[str], row: Sequence[Any]) -> dict[str, Any]:
    values = dict(zip(names, row, strict=True))
    number = values.pop(KEY)
    if of.place.geometry:
        geometry = _read(values.pop(of.place.geometry))
    else:
        lat, long = values[of.place.lat], values[of.place.long]
        geometry = {"type": "Point", "coordinates": [long, lat]} if placing.on_globe(lat, long) else None
    properties = {name: _plain(value) for name, value in values.items()}
    return {"type": "Feature", "id": number, "geometry": geometry, "properties": properties}


def _read(text: Any) -> Any:
    try:
        found = json.loads(text) if isinstance(text, str) else text
    except ValueError:
        return None
    return found if isinstance(found, dict) and found.get("type") and extents.box(found) else None


def _plain(value: Any) -> Any:
    """A value as JSON has it; instants say that they are in UTC."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat() + "Z"
    return value.isoformat() if isinstance(value, date) else plain(value)
