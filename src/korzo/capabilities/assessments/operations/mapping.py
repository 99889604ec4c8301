"""Keeping where codes belong, so that next year's file needs no hand."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.assessments import events, permissions
from korzo.capabilities.assessments.models import Assessment, Definition
from korzo.capabilities.assessments.operations.refusals import NotAllowed, Refused
from korzo.capabilities.assessments.queries import definitions
from korzo.capabilities.assessments.rules import charts, mapping, packs
from korzo.capabilities.assessments.rules.charts import Chart
from korzo.kernel import trail
from korzo.kernel.people.models import Person

_LONGEST = 40


@transaction.atomic
def keep(
    assessment: Assessment,
    chart: str,
    lines: Mapping[str, str],
    *,
    code_of: Sequence[str] = (),
    by: Person,
    now: datetime,
) -> Definition:
    """Add codes with their lines to a chart (empty: the lines themselves), as a chart of this organisation.

    `code_of` are heads of columns that make a code together.

    Every time is a new version; assessments that were signed keep theirs. Raises NotAllowed, Refused.
    """
    if not permissions.can_lead(by, assessment) or assessment.is_locked:
        raise NotAllowed
    instrument = definitions.instrument(assessment)
    there_are = {row.id for _table, row in instrument.lines() if row.formula is None}
    if not lines or not set(lines.values()) <= there_are or not all(0 < len(code) <= _LONGEST for code in lines):
        raise Refused("", _("Choose a line from the list for at least one code."))
    before = definitions.chart(chart) if chart else mapping.own_lines(instrument)
    code = f"{assessment.organisation.code}-{before.base or before.id or 'lines'}"[:40]
    before = replace(before, code_of=tuple(code_of) or before.code_of)
    text = _text(code, f"{now:%Y%m%d%H%M%S%f}", before, lines, str(assessment.organisation.name))
    charts.read(text)
    made = Definition(kind=Definition.Kind.CHART, code=code, version=f"{now:%Y%m%d%H%M%S%f}", text=text, added_at=now)
    made.full_clean()
    made.save(force_insert=True)
    told = events.DefinitionAdded(f"definition:{code}@{made.version}", hashlib.sha256(text.encode()).hexdigest())
    trail.record(told, by=by, now=now)
    return made


def _text(code: str, version: str, before: Chart, lines: Mapping[str, str], name: str) -> str:
    """The chart as TOML, of which strings are spelled as in JSON."""
    rows = [f"id = {json.dumps(code)}", f"version = {json.dumps(version)}"]
    shipped = before.base or (before.id if before.id in packs.names(charts.HERE) else "")
    if shipped:
        rows.append(f"base = {json.dumps(shipped)}")
    rows.append(f"title.en = {json.dumps(f'{name}: {shipped or chr(8211)}', ensure_ascii=False)}")
    if before.code_of:
        rows.append(f"code_of = {json.dumps(before.code_of, ensure_ascii=False)}")
    if not shipped:
        rows += ["[names]", *(f"{json.dumps(line)} = {json.dumps(to)}" for line, to in sorted(before.names.items()))]
    rules = {**dict(before.rules), **lines}
    rows += ["[rules]", *(f"{json.dumps(each)} = {json.dumps(line)}" for each, line in sorted(rules.items()))]
    return "\n".join(rows) + "\n"
