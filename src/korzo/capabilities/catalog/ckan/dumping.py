"""Whole tables as files, streamed: `/datastore/dump/<resource id>`."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone

from korzo.capabilities.catalog.ckan import datastore, lookup, views, wire
from korzo.capabilities.catalog.ckan.wire import Call, Denied, Invalid, Missing, Problem
from korzo.capabilities.catalog.queries import tables
from korzo.capabilities.catalog.rules.columns import KEY, Column, plain, text
from korzo.kernel import limits
from korzo.kernel.publishing import store

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "json": "application/json",
    "xml": "text/xml; charset=utf-8",
}
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
Batches = Iterable[Sequence[Sequence[Any]]]


@views.open_to_all
def dump(request: HttpRequest, key: str) -> HttpResponseBase:
    """Give a whole table, or what is asked of it, as csv, tsv, json or xml."""
    call = Call(wire.read(request), views.caller(request), timezone.now(), {}, limits.client_address(request))
    try:
        name, columns, batches = _asked(call, key)
    except Missing:
        return wire.bare("Not found", status=404)
    except Denied as denied:
        return wire.bare(str(denied), status=403)
    except Problem as problem:
        told = {field: value for field, value in problem.error.items() if field != "__type"}
        return wire.bare(f"Bad request: {told}")
    made = StreamingHttpResponse(_written(name, columns, batches, bom=call.flag("bom")), content_type=TYPES[name])
    made["Content-Disposition"] = f'attachment; filename="{key[:40]}.{name}"'
    made["X-Content-Type-Options"] = "nosniff"
    return made


@datastore.told
def _asked(call: Call, key: str) -> tuple[str, tuple[Column, ...], Batches]:
    form = call.text("format", default="csv").lower()
    if form not in TYPES:
        raise Invalid.one("format", ", ".join(TYPES))
    call.flag("bom")
    found = lookup.data(call, key)
    if not found.has_table:
        raise store.Missing
    columns, batches = tables.stream(found, datastore.search(call, most=None))
    return form, columns, batches


def _written(form: str, columns: Sequence[Column], batches: Batches, *, bom: bool) -> Iterator[bytes]:
    if bom:
        yield b"\xef\xbb\xbf"
    if form == "json":
        parts = _json(columns, batches)
    elif form == "xml":
        parts = _xml(columns, batches)
    else:
        parts = _separated(columns, batches, "," if form == "csv" else "\t")
    for part in parts:
        yield part.encode(errors="replace")


def _separated(columns: Sequence[Column], batches: Batches, sign: str) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=sign, lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    for batch in batches:
        writer.writerows(list(map(text, row)) for row in batch)
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    yield out.getvalue()


def _json(columns: Sequence[Column], batches: Batches) -> Iterator[str]:
    fields = [{"id": column.name, "type": column.type_name} for column in columns]
    yield '{\n  "fields": ' + json.dumps(fields, ensure_ascii=False) + ',\n  "records": ['
    first = True
    for batch in batches:
        rows = (json.dumps(list(map(plain, row)), ensure_ascii=False) for row in batch)
        yield ("\n    " if first else ",\n    ") + ",\n    ".join(rows)
        first = False
    yield "\n]}\n"


def _xml(columns: Sequence[Column], batches: Batches) -> Iterator[str]:
    names = [_element(column.name) for column in columns]
    yield f'<data xmlns:xsi="{_XSI}">\n'
    for batch in batches:
        yield "".join(_row(columns, names, row) for row in batch)
    yield "</data>\n"


def _row(columns: Sequence[Column], names: Sequence[str], row: Sequence[Any]) -> str:
    key, cells = "", []
    for column, name, value in zip(columns, names, row, strict=True):
        if column.name == KEY:
            key = f" _id={quoteattr(str(value))}"
        elif value is None:
            cells.append(f'<{name} xsi:nil="true" />')
        else:
            cells.append(f"<{name}>{escape(_ILLEGAL.sub('', text(value)))}</{name}>")
    return f"<row{key}>{''.join(cells)}</row>\n"


def _element(name: str) -> str:
    """A name that XML takes: blanks become `_`, other signs go, a digit does not come first."""
    safe = re.sub(r"[^\w.-]", "", name.replace(" ", "_")).lstrip("-.")
    return safe if safe and not safe[0].isdigit() else f"_{safe}"
