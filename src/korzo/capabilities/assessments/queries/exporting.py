"""An assessment for others' programs: a workbook with live formulas, tidy rows, JSON, and a fiscal data package."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Collection, Iterator, Sequence
from typing import IO, Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from korzo.capabilities.assessments.models import Assessment
from korzo.capabilities.assessments.queries import books, definitions, grids, snapshots, spelling
from korzo.capabilities.assessments.queries.audiences import Audience
from korzo.capabilities.assessments.queries.terms import Terms
from korzo.capabilities.assessments.rules import cells, whole
from korzo.capabilities.assessments.rules.cells import Cell, Phase
from korzo.capabilities.assessments.rules.instruments import Column, Row
from korzo.capabilities.assessments.rules.packs import Pack, Threshold
from korzo.kernel.publishing import lake
from korzo.kernel.text.multilingual import Text

COLUMNS = ("cell", "table", "line", "name", "register_row", "column", "year", "phase", "amount", "text", "unit")
_PRIVATE = ("note", "origin", "confidence", "document")
_TESTS = {"above": ">", "below": "<", "from": "≥", "upto": "≤", "within": "± ≤", "beyond": "± >"}
_STAMP = (1980, 1, 1, 0, 0, 0)
_PHASES = {
    Phase.ORIGINAL: "approved", Phase.REVISED: "adjusted", Phase.ACTUAL: "executed", Phase.PROJECTION: "proposed",
}  # fmt: skip
FISCAL = ("T1", "T2", "T3")
_DIRECTIONS = {"T1": "revenue", "T2": "expenditure", "T3": "expenditure"}


def workbook(target: IO[bytes], assessment: Assessment, audience: Audience) -> None:
    """Write tables and ratios, as far as the audience sees them; for the house with the sources of all figures."""
    packs = [*definitions.packs_of(assessment), *_limits(assessment)] if audience.sees("ratios") else []
    words = whole.Words(
        line=_("Line"),
        formula=_("Made of"),
        limits=_("What it is compared with"),
        unconfirmed=_("To be confirmed by your association or ministry."),
        sums=_("Sums of registers"),
        sources_title=_("Sources"),
        phases={phase: str(told) for phase, told in grids.PHASES.items()},
        name=lambda name: str(Text(name)),
        why=lambda unknown: str(spelling.why(unknown)),
        band=_band,
        sources=_sources(assessment) if audience.is_house else (),
    )
    hidden = _hidden(assessment, audience)
    whole.write(target, books.book(assessment), packs, list(assessment.years), words, hidden=hidden)


def _limits(assessment: Assessment) -> list[Pack]:
    limits = definitions.limits_of(assessment) if assessment.limits else None
    return [limits] if limits else []


def _band(threshold: Threshold) -> str:
    return f"{threshold.band}: {_TESTS[threshold.test]} {number_format(threshold.limit)}"


def _sources(assessment: Assessment) -> list[list[str]]:
    heads = [_("Cell"), _("Figure"), _("Counts"), _("How sure"), _("Document"), _("As it stood there"), _("Note")]
    rows = [
        [
            str(each.cell),
            format(each.amount.normalize(), "f") if each.amount is not None else each.text,
            _("yes") if each.is_chosen else _("no"),
            str(each.get_confidence_display()),
            each.document.title if each.document else "",
            each.original,
            each.note,
        ]
        for each in assessment.figures.select_related("document")
    ]
    return [heads, *rows]


def _hidden(assessment: Assessment, audience: Audience) -> frozenset[tuple[str, str]]:
    """The columns of registers, by table, that the audience does not read: they name whom the city deals with."""
    tables = definitions.instrument(assessment).tables if not audience.is_house else ()
    return frozenset((table.id, each.id) for table in tables for each in table.columns if not each.is_public)


def content(assessment: Assessment, audience: Audience) -> str:
    """All of it as JSON: signed, what was signed; for everybody, of that what is published."""
    snapshot = getattr(assessment, "snapshot", None)
    if audience.is_house and snapshot is not None:
        signed: str = snapshot.content
        return signed
    told: dict[str, Any] = json.loads(snapshot.content) if snapshot is not None else snapshots.content(assessment)
    if not audience.is_house:
        hidden = _hidden(assessment, audience)
        for name in snapshots.INSIDE:
            told.pop(name, None)
        told["figures"] = [
            {name: value for name, value in each.items() if name not in _PRIVATE}
            for each in told["figures"]
            if each.get("chosen", True) and audience.sees("tables") and not _is_in(cells.read(each["cell"]), hidden)
        ]
        for each in told["answers"]:
            each.pop("comment", None)
        for part, name in (("ratios", "ratios"), ("questions", "answers")):
            if not audience.sees(part):
                told.pop(name, None)
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _is_in(cell: Cell, hidden: Collection[tuple[str, str]]) -> bool:
    return (cell.table, cell.column) in hidden


def rows(assessment: Assessment, audience: Audience, terms: Terms) -> Iterator[tuple[str, ...]]:
    """Every figure that counts, one a row, with heads: totals too, marked by their table's own sums."""
    yield COLUMNS
    hidden = _hidden(assessment, audience)
    instrument = definitions.instrument(assessment)
    names: dict[tuple[str, str], str] = {}
    kinds: dict[tuple[str, str], str] = {}
    for table in instrument.tables:
        named: list[Row | Column] = [*table.rows, *table.columns]
        names |= {(table.id, each.id): str(Text(each.name)) for each in named}
        kinds |= {(table.id, each.id): each.kind for each in named}
    for figure in assessment.figures.filter(is_chosen=True):
        cell, register = figure.cell, bool(figure.column)
        if _is_in(cell, hidden):
            continue
        key = figure.column or figure.row
        kind, amount = kinds.get((figure.table, key), ""), figure.amount
        if amount is not None and kind == "money":
            amount = terms.turned(amount)
        yield (
            str(cell),
            figure.table,
            "" if register else figure.row,
            names.get((figure.table, key), ""),
            figure.row if register else "",
            figure.column,
            str(cell.year or ""),
            cell.phase.value,
            format(amount.normalize(), "f") if amount is not None else "",
            figure.text or figure.absence,
            terms.currency if kind == "money" else kind,
        )


def tidy(assessment: Assessment, audience: Audience, terms: Terms) -> str:
    """The same as CSV; a text that a spreadsheet would run as a formula has an apostrophe before it."""
    return _csv(rows(assessment, audience, terms))


def _csv(listed: Iterator[Sequence[str]]) -> str:
    kept = io.StringIO(newline="")
    csv.writer(kept, lineterminator="\r\n").writerows([lake.harmless(cell) for cell in row] for row in listed)
    return kept.getvalue()


def package(assessment: Assessment) -> bytes:
    """Revenue and expenditure as a Fiscal Data Package 0.3: `datapackage.json` beside `budget.csv`, zipped."""
    data = _csv(_fiscal(assessment)).encode()
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as file:
        described = json.dumps(_described(assessment, data), ensure_ascii=False, indent=2)
        for name, told in (("datapackage.json", described.encode()), ("budget.csv", data)):
            file.writestr(zipfile.ZipInfo(name, _STAMP), told, zipfile.ZIP_DEFLATED)
    return kept.getvalue()


def _fiscal(assessment: Assessment) -> Iterator[tuple[str, ...]]:
    yield ("id", "fiscal_year", "direction", "classification", "code", "name", "phase", "amount")
    instrument = definitions.instrument(assessment)
    made = {row.id for _table, row in instrument.lines() if row.formula is not None}
    for figure in assessment.figures.filter(is_chosen=True, table__in=FISCAL, amount__isnull=False):
        if figure.row in made:
            continue  # sums would count twice
        table = instrument.table(figure.table)
        row = table.row(figure.row) if table else None
        yield (
            str(figure.cell),
            str(figure.year),
            _DIRECTIONS[figure.table],
            "functional" if figure.table == "T3" else "economic",
            figure.row,
            str(Text(row.name)) if row else "",
            _PHASES[Phase(figure.phase)],
            format(figure.amount.normalize(), "f") if figure.amount is not None else "",
        )


def _described(assessment: Assessment, data: bytes) -> dict[str, Any]:
    years = assessment.years
    types = ("string", "year", "string", "string", "string", "string", "string", "number")
    names = ("id", "fiscal_year", "direction", "classification", "code", "name", "phase", "amount")
    columns = ("budget-line-id", "date:fiscal-year", "direction", "", "", "", "phase:id", "value")
    fields = [
        {"name": name, "type": type_} | ({"columnType": column} if column else {})
        for name, type_, column in zip(names, types, columns, strict=True)
    ]
    return {
        "name": f"{assessment.organisation.code}-{assessment.code}".lower(),
        "title": f"{assessment.organisation.name} {years[0]}–{years[-1]}",
        "profile": "fiscal-data-package",
        "profiles": {"fiscal": "*", "tabular": "*"},
        "countryCode": assessment.country,
        "granularity": "aggregated",
        "fiscalPeriod": {"start": f"{years[0]}-01-01", "end": f"{years[-1]}-12-31"},
        "resources": [
            {
                "name": "budget",
                "path": "budget.csv",
                "profile": "tabular-data-resource",
                "format": "csv",
                "encoding": "utf-8",
                "bytes": len(data),
                "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
                "schema": {"fields": fields, "primaryKey": ["id"]},
            }
        ],
        "model": {
            "measures": {"amount": {"source": "amount", "currency": assessment.currency, "factor": 1}},
            "dimensions": {
                "date": {
                    "dimensionType": "datetime",
                    "primaryKey": ["year"],
                    "attributes": {"year": {"source": "fiscal_year"}},
                },
                "direction": {
                    "dimensionType": "other",
                    "primaryKey": ["direction"],
                    "attributes": {"direction": {"source": "direction"}},
                },
                "phase": {
                    "dimensionType": "other",
                    "primaryKey": ["phase"],
                    "attributes": {"phase": {"source": "phase"}},
                },
                "classification": {
                    "dimensionType": "classification",
                    "primaryKey": ["kind", "code"],
                    "attributes": {
                        "kind": {"source": "classification"},
                        "code": {"source": "code"},
                        "label": {"source": "name", "labelfor": "code"},
                    },
                },
            },
        },
    }
