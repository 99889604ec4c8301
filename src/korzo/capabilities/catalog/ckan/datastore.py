"""CKAN's datastore: tables that programs fill and everybody asks."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from django.utils.translation import gettext as _

from korzo.capabilities.catalog import operations
from korzo.capabilities.catalog.ckan import lookup, taken
from korzo.capabilities.catalog.ckan.actions import reading, writing
from korzo.capabilities.catalog.ckan.wire import Call, Invalid, Missing, TooMany
from korzo.capabilities.catalog.models import Distribution
from korzo.capabilities.catalog.operations import aliases, rows
from korzo.capabilities.catalog.queries import tables
from korzo.capabilities.catalog.rules import filtering, schemas, selecting
from korzo.capabilities.catalog.rules.columns import KEY, Column, plain, text
from korzo.kernel import limits
from korzo.kernel.publishing import store

Dict = dict[str, Any]
QUERIES = limits.Limit.parse("120/10m")
_P = ParamSpec("_P")
_R = TypeVar("_R")
FORMATS = ("objects", "lists", "csv", "tsv")


def told(work: Callable[_P, _R]) -> Callable[_P, _R]:
    """Turn what the tables refuse into CKAN's errors."""

    @wraps(work)
    def answered(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        try:
            return work(*args, **kwargs)
        except filtering.Wrong as wrong:
            raise Invalid.one(wrong.field, _wrong(wrong)) from wrong
        except rows.BadRecord as bad:
            raise Invalid({**bad.problems, "records_row": bad.row}) from bad
        except store.Missing as missing:
            raise Missing(_("This resource has no table.")) from missing
        except store.TooSlow as slow:
            raise Invalid.one("query", _("This takes too long. Ask for less.")) from slow
        except store.TooLarge as large:
            raise Invalid.one("query", _("This needs too much memory. Ask for less.")) from large
        except selecting.Forbidden as forbidden:
            raise _forbidden(forbidden) from forbidden
        except store.Wrong as wrong:
            raise Invalid.one("query", str(wrong)[:500]) from wrong

    return answered


def _wrong(wrong: filtering.Wrong) -> str:
    if wrong.problem == "unknown":
        known = {"sort": 'invalid value "%s"', "fields": "invalid value “%s”"}
        return known.get(wrong.field, "Unknown field: %s") % str(wrong.what)[:100]
    if wrong.problem == "deep":
        return _("This is nested too deeply, or has too many conditions.")
    return _("“%s” does not fit here.") % str(wrong.what)[:100]


def _forbidden(forbidden: selecting.Forbidden) -> Invalid | Missing:
    if forbidden.problem == "table":
        return Missing(f'Table "{forbidden.what[:100]}"')
    said = {
        "several": "Query is not a single statement.",
        "not_select": _("Only one SELECT is answered."),
        "syntax": _("The query cannot be read: %s"),
        "function": _("The function %s may not be used."),
    }.get(forbidden.problem, forbidden.problem)
    return Invalid.one("query", said % forbidden.what[:300] if "%s" in said else said)


# Writing -------------------------------------------------------------------------------------------------------------
@writing()
@told
def datastore_create(call: Call) -> Dict:
    """Make a table, or add columns and rows to it. resource_id, fields, records, primary_key, delete_fields, force.

    aliases are other names of the table, in place of those before. `resource` {package_id, name ...} instead of
    resource_id makes a new one; include_records gives the rows back.
    """
    if call.data.get("resource"):
        given = call.mapped("resource")
        dataset = lookup.kept(call, str(given.get("package_id") or ""))
        values = taken.resource({"url_type": "datastore", **given, "url": ""}, None)
        found = operations.add_form(dataset, values, by=call.by, now=call.now)
    else:
        found = _to_write(call)
    names = [str(each).strip() for each in call.listed("aliases")] if "aliases" in call.data else None
    if names is not None:
        aliases.check(found, names)
    key = call.listed("primary_key") if "primary_key" in call.data else None
    records = _records(call)
    columns = rows.create(
        found, fields=[_field(each) for each in call.listed("fields")], records=records,
        primary_key=None if key is None else [str(each) for each in key], delete_fields=call.flag("delete_fields"),
        by=call.by, now=call.now,
    )  # fmt: skip
    if names is not None:
        aliases.name(found, names, by=call.by, now=call.now)
    made: Dict = {
        "resource_id": str(found.pk),
        "fields": [_shown(each) for each in columns],
        "primary_key": schemas.primary_key(found.table_schema),
        "method": "insert",
    }
    if call.flag("include_records"):
        made["records"] = records
    return made


@writing()
@told
def datastore_upsert(call: Call) -> Dict:
    """Add or change rows, all or none. resource_id, records, method (upsert, insert, update), force, dry_run."""
    found, method = _to_write(call), call.text("method", default="upsert")
    if method not in ("upsert", "insert", "update"):
        raise Invalid.one("method", _("Write upsert, insert or update."))
    records = _records(call)
    count = rows.upsert(
        found, records, method=method, dry_run=call.flag("dry_run"), by=call.by, now=call.now  # type: ignore[arg-type]  # checked above
    )  # fmt: skip
    made: Dict = {"resource_id": str(found.pk), "method": method, "calculate_record_count": False, "total": count}
    if call.flag("include_records"):
        made["records"] = records
    return made


@writing()
@told
def datastore_delete(call: Call) -> Dict:
    """Delete rows; without filters the whole table. resource_id, filters, force."""
    found = _to_write(call)
    if "filters" in call.data and call.data["filters"] not in (None, ""):
        rows.delete(found, call.mapped("filters"), by=call.by, now=call.now)
    elif found.has_table:
        rows.drop(found, by=call.by, now=call.now)
    else:
        raise store.Missing
    return {**{name: call.data[name] for name in ("filters",) if name in call.data}, "resource_id": str(found.pk)}


@writing()
@told
def datastore_records_delete(call: Call) -> Dict:
    """Delete rows, never the table. resource_id, filters ({} for all rows), force."""
    found = _to_write(call)
    if not isinstance(call.data.get("filters"), dict | str):
        raise Invalid.one("filters", _("Missing value"))
    rows.delete(found, call.mapped("filters"), by=call.by, now=call.now)
    return {"resource_id": str(found.pk), "filters": call.mapped("filters")}


def _to_write(call: Call) -> Distribution:
    found = lookup.distribution(call, call.text("resource_id", "id"), to_change=True)
    has_file = found.current_id or found.source == Distribution.Source.LAKE
    if found.source != Distribution.Source.TABLE and has_file and not call.flag("force"):
        raise Invalid({"read-only": [_("This table was made from a file. Send force to change it all the same.")]})
    return found


def _records(call: Call) -> list[Dict]:
    records = call.listed("records")
    if not all(isinstance(each, dict) for each in records):
        raise Invalid.one("records", _("A record is an object with a value for each column."))
    return records


def _field(given: Any) -> rows.Field:
    if not isinstance(given, dict) or not isinstance(given.get("id"), str):
        raise Invalid.one("fields", _("A field is an object with an id."))
    info = given.get("info")
    if info is not None and not isinstance(info, dict):
        raise Invalid.one("fields", _("info is an object."))
    return rows.Field(given["id"], str(given.get("type") or ""), info)


# Reading -------------------------------------------------------------------------------------------------------------
@reading()
@told
def datastore_info(call: Call) -> Dict:
    """Describe a table: its columns, rows and size. id."""
    found = _to_read(call)
    info = tables.info(found)
    key = schemas.primary_key(found.table_schema)
    meta = {
        "id": str(found.pk), "count": info.count, "table_type": "BASE TABLE", "size": info.size, "db_size": info.size,
        "idx_size": 0, "aliases": [each.name for each in found.aliases.all()],
    }  # fmt: skip
    fields = [
        {
            **_shown(each),
            "schema": {
                "native_type": each.type_name, "notnull": False, "index_name": None, "is_index": False,
                "uniquekey": each.name in key,
            },
        }
        for each in info.columns
        if each.name != KEY
    ]  # fmt: skip
    return {"meta": meta, "fields": fields}


@reading()
@told
def datastore_search(call: Call) -> Dict:
    """Find rows. resource_id, filters, q, distinct, limit (100, at most 32000), offset, fields, sort, include_total.

    With plain false, q is PostgreSQL's language for words (`a & (b | !c)`).
    records_format is one of objects, lists, csv, tsv; include_next_page gives the filter for the rows that follow.
    """
    found, asked = _to_read(call), search(call)
    form = call.text("records_format", default="objects")
    if form not in FORMATS:
        raise Invalid.one("records_format", _("Write one of %s.") % ", ".join(FORMATS))
    got = tables.search(found, asked)
    made: Dict = {
        name: call.data[name] for name in ("filters", "q", "distinct", "sort", "offset") if call.data.get(name)
    }
    made |= {name: getattr(asked, name) for name in ("filters", "q", "offset") if name in made}
    if got.ops:
        made["filterops"] = list(got.ops)
    made |= {
        "include_total": asked.include_total,
        "include_next_page": call.flag("include_next_page"),
        "limit": asked.limit,
        "records_format": form,
        "resource_id": str(found.pk),
        "fields": [_shown(each) for each in got.columns],
        "records": _written(form, got.columns, got.rows),
    }
    if asked.include_total:
        made |= {"total": got.total, "total_was_estimated": False}
    if made["include_next_page"] and got.next_id is not None:
        made["next_page"] = {KEY: {"gt": got.next_id}}
    return made


@reading()
@told
def datastore_search_sql(call: Call) -> Dict:
    """Answer one SELECT over tables named by the ids of their resources, in double quotes. sql."""
    if call.by is None and not limits.allow("catalog.sql", call.address, QUERIES, now=call.now):
        raise TooMany(_("Too many searches from your address. Wait a few minutes, or use a token."))
    query = call.text("sql")

    def find(name: str) -> Path | None:
        try:
            found = lookup.data(call, name)
        except Missing:
            return None
        return found.table if found.has_table else None

    got = tables.sql(query, find)
    records = [{name: plain(value) for name, value in record.items()} for record in got.records()]
    made: Dict = {"sql": query, "records": records, "fields": [_shown(each) for each in got.columns]}
    return made | ({"records_truncated": True} if got.truncated else {})


def search(call: Call, *, most: int | None = tables.MOST) -> tables.Search:
    """What is asked for; `most` None leaves the limit as it came, or none."""
    if most is None:
        limit = call.number("limit", 0) if call.data.get("limit") not in (None, "") else None
    else:
        limit = call.number("limit", 100, most=most)
    q = call.data.get("q") or call.data.get("full_text") or ""
    if isinstance(q, str) and q.lstrip()[:1] == "{":
        q = call.mapped("q")
    if isinstance(q, Mapping):
        q = {str(name): str(value) for name, value in q.items()}
    sort = call.data.get("sort") or ""
    return tables.Search(
        filters=call.mapped("filters"),
        q=q if isinstance(q, str | dict) else str(q),
        fields=[str(each).strip() for each in call.listed("fields")],
        sort=[str(each) for each in sort] if isinstance(sort, list) else str(sort),
        plain=call.flag("plain", default=True),
        distinct=call.flag("distinct"),
        limit=limit,
        offset=call.number("offset", 0),
        include_total=call.flag("include_total", default=True),
    )


def _to_read(call: Call) -> Distribution:
    found = lookup.data(call, call.text("resource_id", "id"))
    if not found.has_table:
        raise store.Missing
    return found


def _shown(column: Column) -> Dict:
    made: Dict = {"id": column.name, "type": column.type_name}
    return made | ({"info": dict(column.info)} if column.info else {})


def _written(form: str, columns: Sequence[Column], found: Iterable[Sequence[Any]]) -> Any:
    names = [column.name for column in columns]
    if form == "objects":
        return [dict(zip(names, map(plain, row), strict=True)) for row in found]
    if form == "lists":
        return [list(map(plain, row)) for row in found]
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, delimiter="," if form == "csv" else "\t", lineterminator="\n")
    writer.writerows(list(map(text, row)) for row in found)
    return out.getvalue()
