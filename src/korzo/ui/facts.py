"""What component templates need beside their props: numbers of pages, chart columns, map attributes."""

import zlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.html import json_script
from django.utils.safestring import mark_safe

from korzo.ui import icons

Props = Mapping[str, Any]


def icon(props: Props) -> Props:
    """The shape of the named drawing."""
    return {"shape": mark_safe(icons.SHAPES[props["name"]])}  # noqa: S308 -- our own drawings


def pagination(props: Props) -> Props:
    """Addresses of the pages around this one; all else in the query stays."""
    page, request = props["page"], props["request"]
    query = request.GET.copy() if request else QueryDict(mutable=True)

    def address(number: int) -> str:
        query[props["parameter"]] = str(number)
        return "?" + query.urlencode()

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    gap = page.paginator.ELLIPSIS
    return {
        "several": page.paginator.num_pages > 1,
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
        "steps": [
            None if number == gap else {"number": number, "url": address(number), "current": number == page.number}
            for number in numbers
        ],
    }


def pairs(props: Props) -> Props:
    """Breadcrumbs as (label, address) pairs, from pairs or from anything with label and url."""
    return {"crumbs": [item if isinstance(item, tuple) else (item["label"], item["url"]) for item in props["items"]]}


def progress(props: Props) -> Props:
    """The steps as numbers."""
    return {"now": int(props["now"]), "total": int(props["total"])}


def place(props: Props) -> Props:
    """An id for the map, so that the way past it can be linked."""
    return {"map_id": _id("map", props["label"], props["features"], props["latitude_name"])}


def chart(props: Props) -> Props:
    """The drawing's specification for the browser, and the rows of the table behind it."""
    columns = [props[name] for name in ("series", "x", "y") if props[name]]
    labels = props["labels"] or {}
    rows = None if props["rows"] is None else [dict(row) for row in props["rows"]]
    chart_id = _id("chart", props["title"], props["url"], props["x"], props["y"])
    spec = {name: props[name] for name in ("x", "y", "series", "kind", "unit", "url")}
    spec |= {"labels": {key: str(value) for key, value in labels.items()}, "rows": rows, "columns": columns}
    return {
        "chart_id": chart_id,
        "columns": [labels.get(column, column) for column in columns],
        "cells": [[_cell(row.get(column)) for column in columns] for row in rows or ()],
        "script": json_script(spec, f"{chart_id}-data"),
    }


def _cell(value: object) -> Props:
    return {"value": value, "number": isinstance(value, int | float | Decimal)}


def _id(prefix: str, *parts: object) -> str:
    """An id that stays the same for the same thing."""
    return f"{prefix}-{zlib.crc32(repr(parts).encode()):08x}"
