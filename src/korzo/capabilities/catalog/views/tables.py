"""Pages of one distribution: its rows, charts, a map, SQL, and everything to take away."""

import math
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from korzo.capabilities.catalog import permissions
from korzo.capabilities.catalog.models import Dataset, Distribution, Version
from korzo.capabilities.catalog.queries import drawing, dumping, looking, tables
from korzo.capabilities.catalog.queries.looking import Question
from korzo.capabilities.catalog.rules import crossing, filtering, selecting
from korzo.capabilities.catalog.rules.columns import KEY, Column, plain
from korzo.capabilities.catalog.views import inside, words
from korzo.kernel import limits
from korzo.kernel.publishing import store
from korzo.kernel.publishing.lake import harmless
from korzo.ui import doors

VIEWS = ("rows", "chart", "map", "take")
QUERIES = limits.Limit.parse("120/10m")
WIDEST = 40
"""Columns that a page shows beside one another."""


def _asked(request: HttpRequest, name: str, key: str) -> tuple[Dataset, Distribution, tuple[Column, ...]]:
    dataset = inside.dataset(request, name)
    distribution = inside.distribution(dataset, key)
    if not distribution.has_table or not permissions.can_have(doors.reader(request), dataset, timezone.now()):
        raise Http404
    try:
        return dataset, distribution, tables.columns(distribution)
    except store.Missing:
        raise Http404 from None


@require_safe
def table(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """Show the rows, a chart, a map, or what there is to take away."""
    dataset, distribution, columns = _asked(request, name, key)
    question = looking.read(request.GET, columns)
    view = request.GET.get("view", "")
    view = view if view in (*VIEWS, "row") else "chart" if question.by else "rows"
    where = looking.place(distribution, columns)
    context: dict[str, Any] = {
        "dataset": dataset,
        "distribution": distribution,
        "columns": [column for column in columns if column.name != KEY],
        "question": question,
        "view": view,
        "place": where,
        "ops": words.OPS,
        "query": _query(request),
        "crumbs": _crumbs(dataset, distribution),
        "versions": distribution.versions.filter(state=Version.State.READY)[:20],
        "narrowed": bool(question.filters or question.words or question.of or len(question.by) > 1),
        "filter_rows": [*question.filters, looking.Filter("", "has", "")],
    }
    try:
        context |= _SHOWN[view](request, distribution, question, columns)
    except filtering.Wrong as error:
        context["problem"] = words.wrong(error)
    except store.TooSlow:
        context["problem"] = _("This takes too long. Ask for less.")
    except (store.TooLarge, store.Wrong):
        context["problem"] = _("This needs too much memory. Ask for less.")
    return render(request, f"catalog/table/{'rows' if view == 'row' else view}.html", context)


def _rows(
    request: HttpRequest, distribution: Distribution, question: Question, columns: tuple[Column, ...]
) -> dict[str, Any]:
    one = request.GET.get("view") == "row"
    shown = [column.name for column in columns if column.name != KEY]
    found = tables.search(
        distribution,
        question.search(
            limit=looking.PAGE, offset=(question.page - 1) * looking.PAGE, fields=shown if one else shown[:WIDEST]
        ),
    )
    total = found.total or 0
    pages = Paginator(range(min(total, 10_000_000_000)), looking.PAGE)
    return {
        "total": total,
        "page": pages.get_page(question.page),
        "heads": [_head(request, column, question) for column in found.columns],
        "cells": [
            [(column, plain(value), column.is_number) for column, value in zip(found.columns, row, strict=True)]
            for row in found.rows
        ],
        "hidden": max(len(shown) - WIDEST, 0),
    }


def _head(request: HttpRequest, column: Column, question: Question) -> dict[str, Any]:
    """A heading that sorts: up first, then down."""
    now = next((way for way in ("asc", "desc") if question.sort == f'"{column.name}" {way}'), "")
    query = request.GET.copy()
    query["sort"] = f"{column.name} {'desc' if now == 'asc' else 'asc'}"
    query.pop("page", None)
    said = {"asc": "ascending", "desc": "descending"}
    return {
        "column": column,
        "sorted": said.get(now, ""),
        "url": f"?{query.urlencode()}",
        "label": column.info.get("label") or column.name,
    }


def _chart(
    _request: HttpRequest, distribution: Distribution, question: Question, columns: tuple[Column, ...]
) -> dict[str, Any]:
    if not question.by:
        return {"sums": words.SUMS, "periods": words.PERIODS, "numbers": _numbers(columns)}
    found = looking.grouped(distribution, question, columns)
    kind = question.kind or ("line" if found.is_time and len(found.rows) > 2 else "bar")  # noqa: PLR2004 -- two points are no line
    drawn = found.rows if found.is_time else found.rows[:30]
    named = {column.name: column.info.get("label") or column.name for column in columns}
    value = _value_name(question, named)
    return {
        "grouped": found,
        "drawn": drawn,
        "kind": kind if found.is_time or kind == "line" else "bar-across",
        "series": question.by[1] if len(question.by) > 1 else "",
        "labels": {**{name: named[name] for name in question.by}, "value": value},
        "value_name": value,
        "chart_title": _("%(value)s by %(column)s")
        % {"value": value, "column": ", ".join(str(named[name]) for name in question.by)},
        "rows_of": [(row[question.by[0]], row["value"]) for row in found.rows],
        "crossed": crossing.cross(found.rows, question.by) if len(question.by) > 1 else None,
        "sums": words.SUMS,
        "periods": words.PERIODS,
        "numbers": _numbers(columns),
    }


def _numbers(columns: tuple[Column, ...]) -> list[Column]:
    return [column for column in columns if column.is_number and column.name != KEY]


def _value_name(question: Question, named: dict[str, Any]) -> str:
    word = str(words.SUMS[question.sum])
    return f"{word}: {named[question.of]}" if question.of else word


def _map(
    _request: HttpRequest, distribution: Distribution, question: Question, columns: tuple[Column, ...]
) -> dict[str, Any]:
    where = looking.place(distribution, columns)
    if where is None:
        return {}
    total = tables.search(distribution, question.search(limit=0)).total
    return {"total": total, "bounds": looking.bounds(distribution, where, question, columns)}


def _take(
    request: HttpRequest, distribution: Distribution, question: Question, _columns: tuple[Column, ...]
) -> dict[str, Any]:
    return {
        "total": tables.search(distribution, question.search(limit=0)).total,
        "downloads": [(form, words.FORMS[form]) for form in words.FORMS],
        "address": request.build_absolute_uri("/").rstrip("/"),
        "share": request.build_absolute_uri(),
    }


_SHOWN = {"rows": _rows, "row": _rows, "chart": _chart, "map": _map, "take": _take}


def _query(request: HttpRequest) -> str:
    """The question without the view and the page, to be taken along."""
    query = request.GET.copy()
    for name in ("view", "page"):
        query.pop(name, None)
    return query.urlencode()


def _crumbs(dataset: Dataset, distribution: Distribution) -> list[tuple[str, str]]:
    return [
        (_("Open data"), reverse("catalog:datasets")),
        (str(dataset.title), reverse("catalog:dataset", args=[dataset.name])),
        (words.name_of(distribution), ""),
    ][:2]


@require_safe
def download(request: HttpRequest, name: str, key: str, form: str) -> HttpResponseBase:
    """Hand out the rows that are asked for in a form, streamed."""
    dataset, distribution, columns = _asked(request, name, key)
    question = looking.read(request.GET, columns)
    if form not in dumping.FORMS or form == "xml":
        raise Http404
    shown = [column.name for column in columns if column.name != KEY]
    try:
        if question.by:
            return _grouped_csv(distribution, question, columns, form)
        dump = dumping.dump(distribution, question.search(limit=None, fields=shown), form)
    except filtering.Wrong as error:
        return HttpResponse(words.wrong(error), status=400, content_type="text/plain; charset=utf-8")
    answer = StreamingHttpResponse(dump.chunks, content_type=dump.media_type)
    title = slugify(words.name_of(distribution)) or "table"
    answer["Content-Disposition"] = f'attachment; filename="{dataset.name}-{title}.{dump.extension}"'
    answer["Access-Control-Allow-Origin"] = "*"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _grouped_csv(
    distribution: Distribution, question: Question, columns: tuple[Column, ...], form: str
) -> HttpResponse:
    import csv

    found = looking.grouped(distribution, question, columns)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="groups.csv"'
    if form == "excel":
        answer.write("\ufeff")
    writer = csv.writer(answer, delimiter=";" if form == "excel" else ",")
    writer.writerow([*question.by, "value"])
    writer.writerows([*(harmless(row[name]) for name in question.by), row["value"]] for row in found.rows)
    return answer


@require_safe
def features(request: HttpRequest, name: str, key: str) -> JsonResponse:
    """Answer what the map shows in a box at a zoom, as GeoJSON."""
    _dataset, distribution, columns = _asked(request, name, key)
    try:
        box = [float(part) for part in request.GET.get("bbox", "").split(",")]
        zoom = float(request.GET.get("zoom", "12"))
    except ValueError:
        box, zoom = [], 0.0
    if len(box) != 4 or not all(map(math.isfinite, [*box, zoom])):  # noqa: PLR2004 -- four sides
        return JsonResponse({"error": "bbox=west,south,east,north in degrees and zoom are needed"}, status=400)
    try:
        question, zoom = looking.read(request.GET, columns), min(max(zoom, 0.0), 20.0)
        found = looking.features(distribution, question, columns, box, zoom)
        drawn = drawing.shapes(distribution, question, columns, box, zoom)
    except (filtering.Wrong, store.TooSlow, store.TooLarge):
        return JsonResponse({"error": "this cannot be answered"}, status=400)
    told: dict[str, Any] = {"type": "FeatureCollection", "features": [*found, *drawn.features]}
    if drawn.matched is not None:
        told |= {"drawn": len(drawn.features), "matched": drawn.matched}
    answer = JsonResponse(told, content_type="application/geo+json")
    answer["Cache-Control"] = "public, max-age=30"
    return answer


@require_safe
def sql(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """Answer a SELECT that somebody writes."""
    dataset, distribution, columns = _asked(request, name, key)
    written = request.GET.get("sql", "").strip()
    context: dict[str, Any] = {
        "dataset": dataset,
        "distribution": distribution,
        "columns": columns,
        "crumbs": _crumbs(dataset, distribution),
        "view": "sql",
        "place": looking.place(distribution, columns),
        "query": "",
        "examples": _examples(columns),
        "written": written,
    }
    if written and not limits.allow("catalog.sql", limits.client_address(request), QUERIES, now=timezone.now()):
        context["problem"] = _("Too many searches from your address. Wait a few minutes.")
    elif written:
        try:
            found = tables.sql(
                written, {"data": distribution.table, str(distribution.pk): distribution.table}.get, most=500
            )
            context["found"] = found
            context["cells"] = [
                [(plain(value), column.is_number) for column, value in zip(found.columns, row, strict=True)]
                for row in found.rows
            ]
        except selecting.Forbidden as error:
            context["problem"] = words.forbidden(error)
        except store.Wrong as error:
            context["problem"] = str(error)
        except store.TooSlow:
            context["problem"] = _("This takes too long. Ask for less.")
        except store.TooLarge:
            context["problem"] = _("This needs too much memory. Ask for less.")
    return render(request, "catalog/table/sql.html", context)


def _examples(columns: tuple[Column, ...]) -> list[tuple[str, str]]:
    """Queries to begin with, over this table's own columns."""
    named = [column for column in columns if column.name != KEY]
    label = next((column for column in named if column.type == "VARCHAR"), named[0])
    listed = [
        (_("The first rows"), "SELECT * FROM data LIMIT 20"),
        (
            _("How many of each"),
            f'SELECT "{label.name}", count(*) AS n FROM data GROUP BY ALL ORDER BY n DESC LIMIT 20',  # noqa: S608 -- shown, not run
        ),
    ]
    number = next((column for column in named if column.is_number), None)
    if number:
        query = (
            f'SELECT "{label.name}", avg("{number.name}") AS mean FROM data GROUP BY ALL ORDER BY mean DESC LIMIT 20'  # noqa: S608
        )
        listed.append((_("A mean of each"), query))
    return [(title, f"?{urlencode({'sql': query})}") for title, query in listed]


@require_safe
def version(request: HttpRequest, name: str, key: str, number: int) -> HttpResponseBase:
    """Hand out the file that a distribution had under a number: an address that never changes."""
    dataset = inside.dataset(request, name)
    distribution = inside.distribution(dataset, key)
    found = distribution.versions.filter(number=number, state=Version.State.READY).first()
    if (
        not permissions.can_have(doors.reader(request), dataset, timezone.now())
        or found is None
        or not found.path.is_file()
    ):
        raise Http404
    answer = FileResponse(found.path.open("rb"), as_attachment=True, filename=found.file_name)
    answer["Content-Type"] = "application/octet-stream"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
