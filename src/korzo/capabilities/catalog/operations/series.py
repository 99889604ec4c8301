"""Series: data sets that follow one another."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from korzo.capabilities.catalog import events, permissions
from korzo.capabilities.catalog.models import Series
from korzo.capabilities.catalog.operations.refusals import NotAllowed, Refused
from korzo.kernel import trail
from korzo.kernel.people.models import Person


@transaction.atomic
def keep(series: Series, values: Mapping[str, Any], *, by: Person, now: datetime) -> Series:
    """Enter a series or describe it anew; raises NotAllowed, Refused."""
    if not permissions.can_set_up(by):
        raise NotAllowed
    for name, value in values.items():
        setattr(series, name, value)
    try:
        series.full_clean()
    except ValidationError as error:
        raise Refused.of(error) from error
    series.save()
    trail.record(events.SeriesKept(f"data-series:{series.pk}"), by=by, now=now)
    return series
