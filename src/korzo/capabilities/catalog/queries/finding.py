"""One page of data sets as people look for them: words, chosen facets, an order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.catalog.models import Dataset, Group, Publisher
from korzo.capabilities.catalog.permissions import Who
from korzo.capabilities.catalog.queries import index
from korzo.capabilities.catalog.queries.lists import PAGE_SIZE
from korzo.capabilities.catalog.rules import licences, vocabularies

FACETS = {
    "theme": _("Theme"),
    "organization": _("Publisher"),
    "format": _("Format"),
    "groups": _("Group"),
    "license_id": _("Licence"),
    "access": _("Access"),
}
SORTS = {
    "": (_("Best first"), index.BEST),
    "new": (_("Newest data first"), "updated_date desc, title_string asc"),
    "title": (_("By title"), "title_string asc"),
    "views": (_("Most read first"), "views_total desc, title_string asc"),
}
_MOST = 12
_WORDS: Mapping[str, Mapping[str, Any]] = {"theme": vocabularies.THEMES, "access": dict(Dataset.Access.choices)}


@dataclass(frozen=True)
class Choice:
    """A value of a facet: how many more it leaves, and the list with it chosen or given up."""

    field: str
    value: str
    label: str
    count: int
    url: str
    chosen: bool


@dataclass(frozen=True)
class Result:
    """What was found: a page of it, the facets with their values, and what is chosen now."""

    page: Page[Any]
    datasets: Sequence[Dataset]
    facets: Sequence[tuple[Any, Sequence[Choice]]]
    chosen: Sequence[Choice]
    query: str
    sort: str
    unreadable: str = ""


def find(asked: QueryDict, *, by: Who, now: datetime) -> Result:
    """Find what a list's address asks for; words that cannot be read find nothing and say why."""
    query, sort = asked.get("q", "").strip(), asked.get("sort", "")
    chosen = {field: asked.getlist(field) for field in FACETS if asked.getlist(field)}
    wanted = asked.get("page", "1")
    number = max(1, int(wanted)) if wanted.isdecimal() and len(wanted) < 6 else 1  # noqa: PLR2004 -- no list is so long
    order = SORTS.get(sort, SORTS[""])[1]
    unreadable, found = "", index.Found(0, (), {})
    try:
        found = index.find(
            index.asked(query, chosen), by=by, now=now, sort=order, start=(number - 1) * PAGE_SIZE, rows=PAGE_SIZE,
            facets=tuple(FACETS),
        )  # fmt: skip
    except index.Unreadable as error:
        unreadable = str(error)
    facets = [(word, _choices(field, found.facets.get(field, {}), chosen, asked)) for field, word in FACETS.items()]
    return Result(
        page=Paginator(range(found.total), PAGE_SIZE).get_page(number),
        datasets=_rows(found.keys),
        facets=[(word, values) for word, values in facets if len(values) > 1 or any(each.chosen for each in values)],
        chosen=[each for _word, values in facets for each in values if each.chosen],
        query=query,
        sort=sort if sort in SORTS else "",
        unreadable=unreadable,
    )


def _rows(keys: Sequence[str]) -> list[Dataset]:
    rows = Dataset.objects.select_related("publisher").prefetch_related("distributions").in_bulk(map(UUID, keys))
    return [rows[UUID(key)] for key in keys if UUID(key) in rows]


def _choices(
    field: str, counts: Mapping[str, int], chosen: Mapping[str, Sequence[str]], asked: QueryDict
) -> list[Choice]:
    """The values of a facet, the most frequent first; those that are chosen always."""
    picked = chosen.get(field, ())
    most = sorted(counts, key=lambda value: (value not in picked, -counts[value], value))[: max(_MOST, len(picked))]
    values = most + [value for value in picked if value not in counts]
    labels = _labels(field, values)
    return [
        Choice(
            field, value, labels.get(value, value), counts.get(value, 0), _turned(asked, field, value), value in picked
        )
        for value in values
        if value
    ]


def _labels(field: str, values: Sequence[str]) -> dict[str, str]:
    if field in ("organization", "groups"):
        rows = (Publisher if field == "organization" else Group).objects.filter(name__in=values)
        return {row.name: str(row.title) for row in rows}
    if field == "license_id":
        return {value: str(_(found.title)) for value in values if (found := licences.find(value))}
    listed = _WORDS.get(field, {})
    return {value: str(_(listed[value])) for value in values if value in listed}


def _turned(asked: QueryDict, field: str, value: str) -> str:
    """The list's address with a value chosen, or given up where it was."""
    turned = asked.copy()
    turned.pop("page", None)
    values = turned.getlist(field)
    turned.setlist(field, [each for each in values if each != value] if value in values else [*values, value])
    return f"?{turned.urlencode()}"
