"""The asset register: everything that the city keeps, closed registers too, with the reason why they are closed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.conf import settings

from korzo.capabilities.catalog.models import Dataset, Publisher
from korzo.capabilities.catalog.queries import lists
from korzo.kernel.text.multilingual import in_language


@dataclass(frozen=True)
class Office:
    """What one publisher keeps."""

    publisher: Publisher
    datasets: list[Dataset]


@dataclass(frozen=True)
class Register:
    """The whole register by publisher, and how many entries of each access there are."""

    offices: list[Office]
    counts: dict[str, int]
    total: int


def whole(now: datetime) -> Register:
    """Read the register; data sets that were harvested are other bodies'."""
    rows = sorted(
        lists.shown(now).exclude(origin=Dataset.Origin.HARVESTED).exclude(step=Dataset.Step.DEPRECATED),
        key=lambda each: (str(each.publisher.title), each.publisher.name, str(each.title)),
    )
    offices = [Office(of, list(each)) for of, each in groupby(rows, key=lambda each: each.publisher)]
    counts = {code: sum(each.access == code for each in rows) for code in Dataset.Access.values}
    return Register(offices, counts, len(rows))


def rows(now: datetime) -> Iterator[dict[str, Any]]:
    """One row an entry, in the city's main language: for files and for the lake."""
    language = settings.KORZO.language
    for office in whole(now).offices:
        for each in office.datasets:
            yield {
                "name": each.name,
                "title": in_language(each.title, language).text,
                "publisher": in_language(office.publisher.title, language).text,
                "access": each.access,
                "reason": in_language(each.access_reason, language).text,
                "personal_data": each.personal_data,
                "frequency": each.frequency,
                "licence": each.licence,
                "issued_at": each.issued_at,
            }
