"""Data sets with tables for the tests."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from korzo.capabilities.catalog import operations
from korzo.capabilities.catalog.models import Dataset, Distribution, Publisher
from korzo.capabilities.catalog.operations import rows
from korzo.kernel.people.models import Organisation, Person


def made(now: datetime, *, name: str = "wifi", step: str = "published", organisation: str = "") -> Dataset:
    office = Organisation.objects.get(code=organisation) if organisation else None
    publisher, _new = Publisher.objects.get_or_create(
        name=organisation or "city", defaults={"title": {"en": "City"}, "made_at": now, "organisation": office}
    )
    values: dict[str, Any] = {"name": name, "title": {"en": name.title()}, "notes": {"en": "Words"}, "licence": "cc-by"}
    return operations.create(
        publisher, values, origin=Dataset.Origin.EDITED, step=Dataset.Step(step), by=admin(), now=now
    )


def admin() -> Person:
    return Person.objects.get(email="administrator@example.org")


def form(dataset: Dataset, now: datetime, **values: Any) -> Distribution:
    return operations.add_form(
        dataset, {"source": "upload", "title": {"en": "Table"}, "format": "CSV"} | values, by=admin(), now=now
    )


def table(dataset: Dataset, now: datetime, records: Sequence[dict[str, Any]], **more: Any) -> Distribution:
    distribution = form(dataset, now, source="datastore")
    rows.create(distribution, records=records, by=admin(), now=now, **more)
    return distribution
