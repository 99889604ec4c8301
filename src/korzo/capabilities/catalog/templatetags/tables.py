"""How tables and their columns look in templates."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from korzo.capabilities.catalog.models import Dataset, Distribution
from korzo.capabilities.catalog.rules.columns import Column
from korzo.capabilities.catalog.views import words

register = template.Library()
LONGEST = 200


@register.filter
def named(distribution: Distribution) -> str:
    """What a distribution is called."""
    return words.name_of(distribution)


@register.filter
def headed(column: Column) -> str:
    """What people call a column."""
    return str(column.info.get("label") or column.name)


@register.filter
def grouped(number: int | None) -> str:
    """A large number in the reader's way."""
    return "" if number is None else number_format(number, force_grouping=True)


@register.filter
def cell(value: Any) -> str:
    """A value as people read it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return number_format(round(value, 6)) if value != int(value) else number_format(int(value))
    found = str(value)
    return found if len(found) <= LONGEST else f"{found[:LONGEST]}…"


@register.filter
def of(mapping: Mapping[str, Any], name: str) -> Any:
    """What stands under a name."""
    return mapping.get(name, name)


@register.filter
def unlocalised(number: float) -> str:
    """A number as HTML's attributes have it."""
    return str(number)


@register.filter
def asking(address: str, query: str) -> str:
    """The address of what a map shows, with the question in it."""
    return f"{address}?{query + '&' if query else ''}bbox={{bbox}}&zoom={{zoom}}"


@register.filter
def why(report: Mapping[str, Any]) -> str:
    """Why a file could not be read."""
    return words.problem(report)


@register.filter
def note(code: str) -> str:
    """What was mended on the way."""
    return str(words.NOTES.get(code, code))


@register.filter
def reason(code: str) -> str:
    """Why a value keeps its row out."""
    return words.reason(code)


@register.filter
def kind(code: str) -> str:
    """A kind of value in words."""
    return str(words.KINDS.get(code, code))


@register.simple_tag
def table_ways(
    distribution: Distribution, dataset: Dataset, view: str, query: str, place: object
) -> list[dict[str, Any]]:
    """The ways to look at a table; the question goes along."""
    listed = [("rows", _("Table")), ("chart", _("Chart")), ("map", _("Map")), ("take", _("Download"))]
    base = reverse("catalog:table", args=[dataset.name, distribution.pk])
    made = [
        {
            "label": word,
            "url": f"{base}?view={code}{'&' + query if query else ''}",
            "current": code == view,
            "count": None,
        }
        for code, word in listed
        if code != "map" or place
    ]
    sql = reverse("catalog:table-sql", args=[dataset.name, distribution.pk])
    return [*made, {"label": "SQL", "url": sql, "current": view == "sql", "count": None}]
