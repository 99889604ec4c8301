"""Notices for tests."""

from datetime import datetime, timedelta
from typing import Any

from korzo.capabilities.portal.models import Notice
from korzo.capabilities.portal.operations import notices
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.places.models import District, Street


def announced(
    by: Person,
    now: datetime,
    *,
    office: str = "roads",
    streets: tuple[str, ...] = ("mill",),
    districts: tuple[str, ...] = (),
    at: datetime | None = None,
    **more: Any,
) -> Notice:
    """Water is off in a street from `now` on for four hours, said at `at`."""
    values = {
        "kind": "water",
        "title": {"en": "No water", "sr": "Нема воде"},
        "text": {"en": "A pipe is renewed."},
        "begins_at": now,
        "ends_at": now + timedelta(hours=4),
        **more,
    }
    return notices.announce(
        Organisation.objects.get(code=office),
        values,
        streets=Street.objects.filter(code__in=streets),
        districts=District.objects.filter(code__in=districts),
        by=by,
        now=at or now,
    )
