"""Publishers, groups and series: made, described, given up and purged by administrators."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.capabilities.catalog import events, permissions
from korzo.capabilities.catalog.models import Change, Dataset, Group, Publisher, Series
from korzo.capabilities.catalog.operations.refusals import NotAllowed, Refused
from korzo.kernel import trail
from korzo.kernel.people.models import Person

Register = Publisher | Group
Some = TypeVar("Some", bound=Publisher | Group)
_KEPT = {"id", "made_at", "is_deleted"}
_REFS = {Publisher: "publisher", Group: "data-group", Series: "data-series"}


def make(
    kind: type[Some], values: Mapping[str, Any], *, key: UUID | None = None, by: Person | None, now: datetime
) -> Some:
    """Enter a publisher or group; raises NotAllowed, Refused."""
    _may(by)
    made = kind(made_at=now, **({"pk": key} if key else {}))
    with transaction.atomic():
        _write(made, values, force_insert=True)
        trail.record(events.RegisterMade(ref(made)), by=by, now=now)
    return made


def change(of: Some, values: Mapping[str, Any], *, by: Person | None, now: datetime) -> Some:
    """Describe it anew, and bring it back if it was deleted; raises NotAllowed, Refused."""
    _may(by)
    with transaction.atomic():
        of.is_deleted = False
        _write(of, values)
        trail.record(events.RegisterChanged(ref(of), tuple(sorted(values))), by=by, now=now)
    return of


def delete(of: Register, *, by: Person | None, now: datetime) -> None:
    """Offer it no more; what belongs to it stays. Raises NotAllowed, Refused for a publisher that has data sets."""
    _may(by)
    if isinstance(of, Publisher) and of.datasets.exclude(step=Dataset.Step.DELETED).exists():
        raise Refused.one("", _("It still has data sets. Delete them or give them to another publisher first."))
    with transaction.atomic():
        of.is_deleted = True
        of.save(update_fields=["is_deleted"])
        _tell(of)
        trail.record(events.RegisterDeleted(ref(of)), by=by, now=now)


def purge(of: Register, *, by: Person | None, now: datetime) -> None:
    """Remove it for good; raises NotAllowed, Refused for a publisher that anything belongs to."""
    _may(by)
    if isinstance(of, Publisher) and (of.datasets.exists() or of.series.exists() or of.services.exists()):
        raise Refused.one("", _("It still has data sets. Purge them or give them to another publisher first."))
    with transaction.atomic():
        _tell(of)
        trail.record(events.RegisterPurged(ref(of)), by=by, now=now)
        of.delete()


def keep_series(series: Series, values: Mapping[str, Any], *, by: Person, now: datetime) -> Series:
    """Enter a series or describe it anew; raises NotAllowed, Refused."""
    _may(by)
    with transaction.atomic():
        _write(series, values)
        trail.record(events.SeriesKept(ref(series)), by=by, now=now)
    return series


def ref(of: Register | Series) -> str:
    """How the trail names it."""
    return f"{_REFS[type(of)]}:{of.pk}"


def _may(by: Person | None) -> None:
    if by is not None and not permissions.can_set_up(by):
        raise NotAllowed


def _write(of: Register | Series, values: Mapping[str, Any], *, force_insert: bool = False) -> None:
    if unknown := sorted(set(values) - {field.name for field in of._meta.fields} | set(values) & _KEPT):  # noqa: SLF001 -- Django's way
        raise Refused({name: [_("There is no such field.")] for name in unknown})
    for name, value in values.items():
        setattr(of, name, value)
    try:
        of.full_clean()
    except ValidationError as error:
        raise Refused.of(error) from error
    of.save(force_insert=force_insert)
    _tell(of)


def _tell(of: Register | Series) -> None:
    """Have every index read what belongs to it anew."""
    theirs: QuerySet[Dataset] = of.datasets.all()
    at = timezone.now()
    Change.objects.bulk_create([Change(dataset_id=key, at=at) for key in theirs.values_list("pk", flat=True)])
