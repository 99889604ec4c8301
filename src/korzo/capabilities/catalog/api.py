"""Data sets as JSON with a description in OpenAPI, for programs that do not speak CKAN. Reading needs no key."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

from korzo.capabilities.catalog.models import Dataset
from korzo.capabilities.catalog.queries import addresses, index, lists
from korzo.kernel import limits

router = Router()
MOST = 100
SEARCHES = limits.Limit.parse("1200/10m")
FACETS = {
    "publisher": "organization", "theme": "theme", "format": "format", "licence": "license_id", "keyword": "tags",
    "group": "groups",
}  # fmt: skip
"""What a list can be narrowed to, and the index's name for it."""


class Problem(Schema):
    """Why something was not done."""

    detail: str


class DistributionOut(Schema):
    """A form of a data set; `table` says that its rows can be asked for by CKAN's `datastore_search`."""

    id: UUID
    iri: str
    title: dict[str, str]
    description: dict[str, str]
    format: str
    media_type: str
    url: str
    size: int | None = Field(None, description="Bytes")
    updated_at: datetime | None
    table: bool


class DatasetOut(Schema):
    """A data set; texts by language, themes, languages and frequency as codes of the EU's vocabularies."""

    id: UUID
    iri: str
    name: str
    title: dict[str, str]
    description: dict[str, str]
    publisher: str
    keywords: dict[str, list[str]]
    themes: list[str]
    licence: str
    access: str
    frequency: str
    languages: list[str]
    temporal_start: date | None
    temporal_end: date | None
    issued_at: datetime | None
    updated_at: datetime | None
    changed_at: datetime
    distributions: list[DistributionOut]


class DatasetsOut(Schema):
    """A page of data sets, and how many there are with each value of a facet."""

    items: list[DatasetOut]
    total: int
    page: int
    more: bool
    facets: dict[str, dict[str, int]]


class DatasetsWanted(Schema):
    """What a list is narrowed to; `q` is words, or Lucene's language when a colon is in it."""

    q: str = Field("", max_length=400)
    publisher: str = ""
    theme: str = ""
    format: str = ""
    licence: str = ""
    keyword: str = ""
    group: str = ""
    page: int = Field(1, ge=1, le=100_000)
    page_size: int = Field(20, ge=1, le=MOST)


@router.get("/datasets", response={200: DatasetsOut, (422, 429): Problem}, summary="Published data sets, best first")
def datasets(request: HttpRequest, wanted: Query[DatasetsWanted]) -> Any:
    """Find published data sets."""
    now = timezone.now()
    if not limits.allow("catalog.search", limits.client_address(request), SEARCHES, now=now):
        return Status(429, {"detail": "Too many searches from your address. Wait a few minutes."})
    asked = wanted.dict()
    chosen: Mapping[str, list[str]] = {name: [asked[key]] for key, name in FACETS.items() if asked[key]}
    start = (wanted.page - 1) * wanted.page_size
    try:
        query = index.asked(wanted.q.replace("\x00", ""), chosen)
        found = index.find(query, by=None, now=now, start=start, rows=wanted.page_size, facets=tuple(FACETS.values()))
    except index.Unreadable as unreadable:
        return Status(422, {"detail": str(unreadable)})
    rows = Dataset.objects.select_related("publisher").prefetch_related("distributions").in_bulk(map(UUID, found.keys))
    items = [_dataset(rows[key]) for key in map(UUID, found.keys) if key in rows]
    facets = {key: found.facets[name] for key, name in FACETS.items()}
    more = found.total > start + len(items)
    return {"items": items, "total": found.total, "page": wanted.page, "more": more, "facets": facets}


@router.get("/datasets/{name}", response={200: DatasetOut, (404, 422): Problem}, summary="One data set")
def dataset(request: HttpRequest, name: str) -> Any:  # noqa: ARG001 -- ninja's signature
    """Show a published data set by its name or id."""
    found = lists.find(name.replace("\x00", ""))
    if found is None or not found.is_shown(timezone.now()):
        return Status(404, {"detail": "There is no such data set."})
    return _dataset(found)


def _dataset(of: Dataset) -> dict[str, Any]:
    same = (
        "name", "keywords", "themes", "licence", "access", "frequency", "languages", "temporal_start", "temporal_end",
        "issued_at", "updated_at", "changed_at",
    )  # fmt: skip
    return {
        **{name: getattr(of, name) for name in same},
        "id": of.pk,
        "iri": addresses.dataset(of),
        "title": dict(of.title),
        "description": dict(of.notes),
        "publisher": of.publisher.name,
        "distributions": [
            {
                "id": each.pk,
                "iri": addresses.distribution(each),
                "title": dict(each.title),
                "description": dict(each.description),
                "format": each.format,
                "media_type": each.media_type,
                "url": addresses.public(each) or settings.KORZO.base_url,
                "size": each.size,
                "updated_at": each.updated_at,
                "table": each.has_table and of.is_open,
            }
            for each in of.distributions.all()
        ],
    }
