"""Assessments as open data: the ratios and lines of what is published. No column is about a person."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.assessments.models import Assessment
from korzo.capabilities.assessments.queries import books, definitions
from korzo.capabilities.assessments.rules import ratios
from korzo.capabilities.assessments.rules.values import Unknown, Value
from korzo.kernel import publishing
from korzo.kernel.publishing import Column
from korzo.kernel.text.multilingual import in_language

_HEAD = (
    Column("assessment", "string", "Code of the assessment", public=True),
    Column("organisation", "string", "Code of the city or company", public=True),
)
RATIO_COLUMNS = (
    *_HEAD,
    Column("year", "integer", "Year of the figures", public=True),
    Column("pack", "string", "Which set of ratios, with its version", public=True),
    Column("confirmed", "boolean", "Whether anybody has confirmed these definitions and comparators", public=True),
    Column("ratio", "string", "Code of the ratio", public=True),
    Column("name", "string", "Name of the ratio, in the city's main language", public=True),
    Column("value", "number", "The value in its unit; a share of 0.25 is 25 percent", public=True),
    Column("unit", "string", "share, percent, months, years, times or money", public=True),
    Column("band", "string", "Where it stands: good, average, bad; empty: no comparator is reached", public=True),
    Column(
        "reason",
        "string",
        "Why there is no value: missing, zero_denominator, base_not_positive, not_applicable",
        public=True,
    ),
)
LINE_COLUMNS = (
    *_HEAD,
    Column("year", "integer", "Year", public=True),
    Column("table", "string", "Code of the table", public=True),
    Column("line", "string", "Code of the line", public=True),
    Column("name", "string", "Name of the line, in the city's main language", public=True),
    Column("amount", "number", "What really was, in whole units of the currency, or as the kind says", public=True),
    Column("kind", "string", "money, count, share or rate", public=True),
    Column("currency", "string", "ISO 4217", public=True),
    Column("reason", "string", "Why there is no amount", public=True),
)


def partitions(since: datetime | None) -> Iterable[str]:
    """Assessments that are published; since a time, all that changed: what is taken back becomes empty."""
    found = (
        Assessment.objects.exclude(published=[]) if since is None else Assessment.objects.filter(changed_at__gte=since)
    )
    return list(found.values_list("code", flat=True))


def ratio_rows(code: str) -> Iterator[dict[str, Any]]:
    """All ratios of all years, if they are published."""
    found = _published(code, "ratios")
    if found is None:
        return
    book, language = books.book(found), settings.KORZO.language
    for pack in definitions.packs_of(found):
        for year in found.years:
            for each in ratios.compute(pack, book, year):
                yield {
                    **_head(found),
                    "year": year,
                    "pack": f"{pack.id}@{pack.version}",
                    "confirmed": pack.confirmed,
                    "ratio": each.ratio.id,
                    "name": in_language(each.ratio.name, language).text,
                    "value": _number(each.value),
                    "unit": each.ratio.unit,
                    "band": each.band,
                    "reason": _reason(each.value),
                }


def line_rows(code: str) -> Iterator[dict[str, Any]]:
    """All lines of all years, if the tables are published; registers name companies and lenders and are left out."""
    found = _published(code, "tables")
    if found is None:
        return
    book, language = books.book(found), settings.KORZO.language
    for table, row in definitions.instrument(found).lines():
        for year in found.years:
            value = book(row.id, year)
            yield {
                **_head(found),
                "year": year,
                "table": table.id,
                "line": row.id,
                "name": in_language(row.name, language).text,
                "amount": _number(value),
                "kind": row.kind,
                "currency": found.currency if row.kind == "money" else "",
                "reason": _reason(value),
            }


def _published(code: str, part: str) -> Assessment | None:
    found = Assessment.objects.select_related("organisation").filter(code=code).first()
    return found if found and part in found.published else None


def _head(assessment: Assessment) -> dict[str, str]:
    return {"assessment": assessment.code, "organisation": assessment.organisation.code}


def _number(value: Value) -> float | None:
    return float(value) if isinstance(value, Decimal) else None


def _reason(value: Value) -> str:
    return value.reason.value if isinstance(value, Unknown) else ""


RATIOS = publishing.declare(
    publishing.Dataset(
        name="assessment-ratios",
        title=_("Ratios of the city’s finances"),
        description=_("How the finances of the city stand, year by year, from its published self-assessments."),
        columns=RATIO_COLUMNS,
        partitions=partitions,
        rows=ratio_rows,
        theme="ECON",
        frequency="ANNUAL",
        keywords=(_("budget"), _("finances"), _("debt")),
    )
)
LINES = publishing.declare(
    publishing.Dataset(
        name="assessment-lines",
        title=_("Lines of the city’s finances"),
        description=_("Revenue, expenditure and what is owed, year by year, from published self-assessments."),
        columns=LINE_COLUMNS,
        partitions=partitions,
        rows=line_rows,
        theme="ECON",
        frequency="ANNUAL",
        keywords=(_("budget"), _("finances"), _("expenditure")),
    )
)
