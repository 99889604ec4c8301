"""Rows of a table that programs fill (CKAN's datastore): make it, add, change and delete rows, drop it.

Every call is all or nothing: it writes a copy that takes the place of the table at the end.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.utils.translation import gettext as _

from korzo.capabilities.catalog import permissions
from korzo.capabilities.catalog.models import Dataset, Distribution
from korzo.capabilities.catalog.operations.refusals import NotAllowed, Refused
from korzo.capabilities.catalog.operations.updating import updated
from korzo.capabilities.catalog.rules import filtering, schemas
from korzo.capabilities.catalog.rules.columns import DUCKDB, KEY, Column, Unfit, fitted, is_name, quoted
from korzo.kernel.people.models import Person
from korzo.kernel.publishing import files, store

Method = Literal["upsert", "insert", "update"]
Record = Mapping[str, Any]
MOST_COLUMNS = 1_000
_NUMBER = "_number"
"""No column can be called so: their names do not begin like this."""


@dataclass(frozen=True)
class Field:
    """A column as CKAN's clients describe it; without a type it is found in the records."""

    id: str
    type: str = ""
    info: Mapping[str, Any] | None = None


class BadRecord(Refused):
    """A record does not fit; `row` counts from 0."""

    def __init__(self, row: int, message: str) -> None:
        self.row = row
        super().__init__({"records": [message]})


def create(
    distribution: Distribution,
    *,
    fields: Sequence[Field] = (),
    records: Sequence[Record] = (),
    primary_key: Sequence[str] | None = None,
    delete_fields: bool = False,
    by: Person | None,
    now: datetime,
) -> tuple[Column, ...]:
    """Make the table, or add columns and rows to the one that is there; raises NotAllowed, Refused, BadRecord.

    Columns that are there and not named stay, unless `delete_fields`.
    """
    _may(distribution, by)
    there = _there(distribution)
    wanted = _wanted(fields, records, there)
    if delete_fields and fields:
        named = {field.id for field in fields}
        wanted = tuple(column for column in wanted if column.name in named)
    key = tuple(schemas.primary_key(distribution.table_schema) if primary_key is None else primary_key)
    if unknown := set(key) - {column.name for column in wanted}:
        raise Refused.one("primary_key", _("There is no column %s.") % ", ".join(sorted(unknown)))
    with _written(distribution, there) as writing:
        _shape(writing, there, wanted)
        _store(writing, wanted, key, records, "upsert" if key else "insert")
        count = writing.run("SELECT count(*) FROM data")[0][0]
    schema = schemas.described(wanted, primary_key=key)
    updated(distribution, schema=schema, rows=count, by=by, now=now)
    return wanted


def upsert(
    distribution: Distribution,
    records: Sequence[Record],
    *,
    method: Method = "upsert",
    dry_run: bool = False,
    by: Person | None,
    now: datetime,
) -> int:
    """Add or change rows, found by the key or `_id`; returns how many rows there are then.

    Raises NotAllowed, store.Missing, Refused, BadRecord.
    """
    _may(distribution, by)
    there = _there(distribution)
    if there is None:
        raise store.Missing(str(distribution.pk))
    key = tuple(schemas.primary_key(distribution.table_schema))
    try:
        with _written(distribution, there) as writing:
            _store(writing, there, key, records, method)
            count: int = writing.run("SELECT count(*) FROM data")[0][0]
            if dry_run:
                raise _Dry(count)  # noqa: TRY301 -- leaves the copy behind
    except _Dry as dry:
        return dry.count
    updated(distribution, rows=count, by=by, now=now)
    return count


def delete(distribution: Distribution, filters: Mapping[str, Any], *, by: Person | None, now: datetime) -> int:
    """Delete the rows that fit (`{}`: all); returns how many. Raises NotAllowed, store.Missing, filtering.Wrong."""
    _may(distribution, by)
    there = _there(distribution)
    if there is None:
        raise store.Missing(str(distribution.pk))
    condition = filtering.where(filters, _with_key(there))
    with _written(distribution, there) as writing:
        deleted: int = writing.run(f"DELETE FROM data WHERE {condition.sql}", condition.values)[0][0]  # noqa: S608
        count = writing.run("SELECT count(*) FROM data")[0][0]
    updated(distribution, rows=count, by=by, now=now)
    return deleted


def drop(distribution: Distribution, *, by: Person | None, now: datetime) -> None:
    """Take the table away; the file that it was made of stays. Raises NotAllowed."""
    _may(distribution, by)
    with files.locked(distribution.table.with_name(f".{distribution.table.name}.lock")):
        distribution.table.unlink(missing_ok=True)
    distribution.aliases.all().delete()
    updated(distribution, schema={}, has_table=False, rows=None, by=by, now=now)


class _Dry(Exception):
    def __init__(self, count: int) -> None:
        self.count = count


def _may(distribution: Distribution, by: Person | None) -> None:
    dataset = distribution.dataset
    if by is not None and (dataset.origin != Dataset.Origin.EDITED or not permissions.can_edit(by, dataset)):
        raise NotAllowed


def _there(distribution: Distribution) -> tuple[Column, ...] | None:
    said = schemas.infos(distribution.table_schema)
    with suppress(store.Missing), store.opened(distribution.table) as table:
        return tuple(
            Column(each.name, each.type, *said.get(each.name, ({}, ""))) for each in table.columns() if each.name != KEY
        )
    return None


def _with_key(columns: Sequence[Column]) -> list[Column]:
    return [Column(KEY, "BIGINT"), *columns]


def _written(distribution: Distribution, there: Sequence[Column] | None) -> Any:
    distribution.table.parent.mkdir(parents=True, exist_ok=True)
    return store.replacing(distribution.table) if there is None else store.changing(distribution.table)


def _wanted(given: Sequence[Field], records: Sequence[Record], there: Sequence[Column] | None) -> tuple[Column, ...]:
    """The columns that the table has then; raises Refused."""
    found = {column.name: column for column in there or ()}
    spelled = {name.lower() for name in found}
    named = [*given, *(Field(name) for record in records[:1] for name in record if not given and name != KEY)]
    for each in named:
        before = found.get(each.id)
        if not is_name(each.id):
            raise Refused.one("fields", _("“%s” cannot be a column’s name.") % each.id)
        if before is None and each.id.lower() in spelled:
            raise Refused.one("fields", _("There are two columns with the name “%s”.") % each.id)
        spelled.add(each.id.lower())
        written = each.type.strip().lower() or (before.ckan if before else "")
        if written and written not in DUCKDB:
            raise Refused.one("fields", _("There is no type “%s”.") % each.type)
        type_ = before.type if before and not each.type else DUCKDB.get(written, "VARCHAR")
        if not written:
            type_ = before.type if before else _guessed([record.get(each.id) for record in records])
        if before and before.type != type_:
            raise Refused.one("fields", _("The column “%s” has another type already.") % each.id)
        info = dict(each.info) if each.info is not None else dict(before.info) if before else {}
        found[each.id] = Column(each.id, type_, info, _shown(written, type_))
    if len(found) > MOST_COLUMNS:
        raise Refused.one("fields", _("A table has at most %d columns.") % MOST_COLUMNS)
    if not found:
        raise Refused.one("fields", _("Say which columns the table has."))
    return tuple(found.values())


def _shown(written: str, type_: str) -> str:
    """CKAN's name of the type where ours alone would not tell it."""
    return written if type_ == "DOUBLE" and written in ("numeric", "float8") else ""


def _guessed(values: Sequence[Any]) -> str:
    """The type of what programs send without saying: JSON's own types; whatever else is text."""
    kinds = {type(value) for value in values if value is not None}
    if kinds == {bool}:
        return "BOOLEAN"
    if kinds and kinds <= {int}:
        return "INTEGER" if all(-(2**31) <= value < 2**31 for value in values if value is not None) else "BIGINT"
    if kinds and kinds <= {int, float}:
        return "DOUBLE"
    return "JSON" if kinds and kinds <= {dict, list} else "VARCHAR"


def _shape(writing: store.Writing, there: Sequence[Column] | None, wanted: Sequence[Column]) -> None:
    """Make the table, or give it the columns that it is to have."""
    if there is None:
        columns = ", ".join(f"{quoted(column.name)} {column.type}" for column in wanted)
        writing.run(f"CREATE TABLE data ({quoted(KEY)} BIGINT, {columns})")
        return
    names, before = {column.name for column in wanted}, {column.name for column in there}
    for column in wanted:
        if column.name not in before:
            writing.run(f"ALTER TABLE data ADD COLUMN {quoted(column.name)} {column.type}")
    for name in before - names:
        writing.run(f"ALTER TABLE data DROP COLUMN {quoted(name)}")


def _store(
    writing: store.Writing, columns: Sequence[Column], key: Sequence[str], records: Sequence[Record], method: Method
) -> None:
    """Add and change rows; raises Refused, BadRecord."""
    if not records:
        return
    by_name = {column.name: column for column in _with_key(columns)}
    values = [_checked(row, record, by_name) for row, record in enumerate(records)]
    if method == "insert" or (not key and not any(KEY in record for record in records)):
        if method != "insert":
            raise Refused.one("key", _("The table has no key; send _id with each record, or insert."))
        _insert(writing, columns, values)
        _unique(writing, key)
        return
    _change(writing, by_name, key or (KEY,), values, method)
    _unique(writing, key)


def _change(
    writing: store.Writing,
    columns: Mapping[str, Column],
    key: Sequence[str],
    values: Sequence[dict[str, Any]],
    method: Method,
) -> None:
    """Change the rows that are found by their key, all at once, and add the others."""
    merged: dict[tuple[str, ...], dict[str, Any]] = {}
    first: list[int] = []
    for row, record in enumerate(values):
        if any(record.get(name) is None for name in key):
            raise BadRecord(row, _("The record lacks its key: %s.") % ", ".join(key))
        spelled = tuple(str(record[name]) for name in key)
        if spelled not in merged:
            first.append(row)
        merged[spelled] = merged.get(spelled, {}) | record
    listed = list(merged.values())
    same = " AND ".join(f"d.{quoted(name)} = CAST(i.{quoted(name)} AS {columns[name].type})" for name in key)
    with _incoming(writing, [columns[name] for name in key], listed):
        absent = f"SELECT i.{_NUMBER} FROM incoming i WHERE NOT EXISTS (SELECT 1 FROM data d WHERE {same}) ORDER BY 1"  # noqa: S608
        new = {n for (n,) in writing.run(absent)}
    if new and (method == "update" or KEY in key):
        raise BadRecord(first[min(new)], _("There is no row with this key."))
    changed: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for n, record in enumerate(listed):
        names = tuple(sorted(name for name in record if name not in key and name != KEY))
        if n not in new and names:
            changed.setdefault(names, []).append(record)
    for names, records in changed.items():
        with _incoming(writing, [columns[name] for name in (*key, *names)], records):
            sets = ", ".join(f"{quoted(name)} = CAST(i.{quoted(name)} AS {columns[name].type})" for name in names)
            writing.run(f"UPDATE data AS d SET {sets} FROM incoming i WHERE {same}")  # noqa: S608 -- names are quoted
    if new:
        own = [column for column in columns.values() if column.name != KEY]
        _insert(writing, own, [record for n, record in enumerate(listed) if n in new])


@contextmanager
def _incoming(
    writing: store.Writing, columns: Sequence[Column], records: Sequence[Mapping[str, Any]]
) -> Iterator[None]:
    """Have records as a table `incoming` with their number."""
    import pyarrow as pa  # slow import, needed only here

    arrays = [_array(pa, column, [record.get(column.name) for record in records]) for column in columns]
    numbers = pa.array(range(len(records)), pa.int64())
    names = [column.name for column in columns]
    writing.connection.register("incoming", pa.table([*arrays, numbers], names=[*names, _NUMBER]))
    try:
        yield
    finally:
        writing.connection.unregister("incoming")


def _checked(row: int, record: Any, columns: Mapping[str, Column]) -> dict[str, Any]:
    if not isinstance(record, Mapping):
        raise BadRecord(row, _("A record is an object with a value for each column."))
    if extra := [name for name in record if name not in columns]:
        raise BadRecord(row, _("row “%(row)d” has extra keys “%(keys)s”") % {"row": row + 1, "keys": ", ".join(extra)})
    fit = {}
    for name, value in record.items():
        try:
            fit[name] = fitted(None if value == "" and columns[name].type != "VARCHAR" else value, columns[name].type)
        except Unfit:
            told = _("“%(value)s” does not fit into the column %(column)s (%(type)s).")
            said = {"value": str(value)[:80], "column": name, "type": columns[name].type_name}
            raise BadRecord(row, told % said) from None
    return fit


def _insert(writing: store.Writing, columns: Sequence[Column], values: Sequence[Mapping[str, Any]]) -> None:
    listed = ", ".join(quoted(column.name) for column in columns)
    cast = ", ".join(f"CAST({quoted(column.name)} AS {column.type})" for column in columns)
    last = writing.run(f"SELECT coalesce(max({quoted(KEY)}), 0) FROM data")[0][0]  # noqa: S608 -- a name of ours
    with _incoming(writing, columns, values):
        into = f"INSERT INTO data ({quoted(KEY)}, {listed})"
        writing.run(f"{into} SELECT {_NUMBER} + 1 + ?, {cast} FROM incoming", [last])  # noqa: S608 -- names are quoted


def _array(pa: Any, column: Column, values: list[Any]) -> Any:
    kinds = {
        "INTEGER": pa.int64(), "BIGINT": pa.int64(), "DOUBLE": pa.float64(), "BOOLEAN": pa.bool_(),
        "DATE": pa.date32(), "TIME": pa.time64("us"), "TIMESTAMP": pa.timestamp("us"),
        "VARCHAR[]": pa.list_(pa.string()),
    }  # fmt: skip
    return pa.array(values, kinds.get(column.type, pa.string()))


def _unique(writing: store.Writing, key: Sequence[str]) -> None:
    if not key:
        return
    listed = ", ".join(quoted(name) for name in key)
    twice = writing.run(f"SELECT {listed} FROM data GROUP BY ALL HAVING count(*) > 1 LIMIT 1")  # noqa: S608
    if twice:
        told = _("Two rows have the same key: %s.") % ", ".join(map(str, twice[0]))
        raise Refused({"records": [told], "key": [told]})
