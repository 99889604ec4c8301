"""Taking a row of a register away, and putting it back as it stood."""

from collections.abc import Iterable
from datetime import datetime

from django.core import serializers
from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.assessments import events
from korzo.capabilities.assessments.models import Assessment, Figure
from korzo.capabilities.assessments.operations import standing
from korzo.capabilities.assessments.operations.refusals import NotAllowed, Refused
from korzo.capabilities.assessments.operations.setting_up import lock
from korzo.capabilities.assessments.queries import definitions
from korzo.kernel import trail
from korzo.kernel.people.models import Person


@transaction.atomic
def remove(assessment: Assessment, table: str, row: str, *, by: Person, now: datetime) -> str:
    """Take a row away, whoever typed or imported its cells; what stood there, for `put_back`. Raises NotAllowed."""
    locked = _locked(assessment, table, by)
    rows = list(locked.figures.filter(table=table, row=row))
    kept: str = serializers.serialize("json", rows)
    locked.figures.filter(pk__in=[each.pk for each in rows]).delete()
    _told(locked, ((each, each.told, "") for each in rows), by, now)
    return kept


@transaction.atomic
def put_back(assessment: Assessment, table: str, row: str, kept: str, *, by: Person, now: datetime) -> None:
    """Put a row back that `remove` took away, with all that was said of its cells. Raises NotAllowed, Refused."""
    locked = _locked(assessment, table, by)
    if locked.figures.filter(table=table, row=row).exists():
        raise Refused("", _("There is such a row again. Add another one."))
    rows = [each.object for each in serializers.deserialize("json", kept) if isinstance(each.object, Figure)]
    documents = set(locked.documents.values_list("pk", flat=True))
    people = set(Person.objects.filter(pk__in={each.by_id for each in rows}).values_list("pk", flat=True))
    for each in rows:
        if (each.assessment_id, each.table, each.row) != (locked.pk, table, row):
            raise NotAllowed
        each.pk = None
        each.document_id = each.document_id if each.document_id in documents else None
        each.by_id = each.by_id if each.by_id in people else None
    Figure.objects.bulk_create(rows)
    _told(locked, ((each, "", each.told) for each in rows), by, now)


def _locked(assessment: Assessment, table: str, by: Person) -> Assessment:
    locked = lock(assessment)
    standing.allowed(locked, {table}, by)
    asked = definitions.instrument(locked).table(table)
    if asked is None or not asked.is_register:
        raise NotAllowed
    return locked


def _told(assessment: Assessment, steps: Iterable[tuple[Figure, str, str]], by: Person, now: datetime) -> None:
    Assessment.objects.filter(pk=assessment.pk).update(changed_at=now)
    for figure, before, after in steps:
        trail.record(events.FigureEntered(assessment.ref, str(figure.cell), before, after), by=by, now=now)
