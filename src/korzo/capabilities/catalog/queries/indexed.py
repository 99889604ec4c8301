"""Data sets as the index wants them: every field by which a client of CKAN's asks, and those of Korzo's own pages."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from typing import Any
from uuid import UUID

from django.conf import settings

from korzo.capabilities.catalog.models import Dataset, Distribution, Group
from korzo.capabilities.catalog.queries import words
from korzo.capabilities.catalog.rules import vocabularies
from korzo.capabilities.catalog.rules.documents import Document, is_moment, is_number, is_text
from korzo.kernel.text import folding
from korzo.kernel.text.multilingual import everything, in_language

EMBARGO = "embargo_date"
STATES: Mapping[str, str] = {Dataset.Step.DRAFT: "draft", Dataset.Step.REVIEW: "draft", Dataset.Step.DELETED: "deleted"}
"""CKAN's states; every other step is `active`."""
_FIELDS = (
    "pk", "name", "step", "is_private", "embargo_until", "publisher_id", "publisher__name", "publisher__title", "title",
    "notes", "keywords", "themes", "languages", "licence", "access", "frequency", "hvd_category", "landing_page",
    "version", "author", "author_email", "maintainer", "maintainer_email", "spatial_uri", "identifier", "extras",
    "custom", "made_at", "changed_at", "issued_at", "updated_at", "views", "origin",
)  # fmt: skip
_BATCH = 500


def documents(only: Collection[UUID] | None = None) -> Iterator[Document]:
    """All data sets, or those with these ids, whoever may see them."""
    rows = Dataset.objects.order_by("changed_at", "pk")
    if only is not None:
        rows = rows.filter(pk__in=only)
    found = iter(rows.values(*_FIELDS).iterator(chunk_size=_BATCH))
    while batch := list(islice(found, _BATCH)):
        keys = [each["pk"] for each in batch]
        forms, groups = _forms(keys), _groups(keys)
        yield from (_document(each, forms[each["pk"]], groups[each["pk"]]) for each in batch)


def _forms(keys: list[UUID]) -> Mapping[UUID, list[dict[str, Any]]]:
    found = defaultdict(list)
    fields = ("dataset_id", "url", "format", "media_type", "resource_type", "title", "description", "updated_at")
    for row in Distribution.objects.filter(dataset__in=keys).order_by("position").values(*fields):
        found[row["dataset_id"]].append(row)
    return found


def _groups(keys: list[UUID]) -> Mapping[UUID, list[tuple[str, str]]]:
    found = defaultdict(list)
    for dataset, name, title in Group.objects.filter(datasets__in=keys, is_deleted=False).values_list(
        "datasets", "name", "title"
    ):
        found[dataset].append((name, everything(title)))
    return found


def _document(row: dict[str, Any], forms: list[dict[str, Any]], groups: list[tuple[str, str]]) -> Document:
    title, spoken = row["title"], words.by_language(row["keywords"], _languages())
    exact: dict[str, Iterable[str]] = {
        "id": (str(row["pk"]),),
        "name": (row["name"],),
        "state": (STATES.get(row["step"], "active"),),
        "capacity": ("private" if row["is_private"] else "public",),
        "owner_org": (str(row["publisher_id"]),),
        "organization": (row["publisher__name"],),
        "dataset_type": ("dataset",),
        "license_id": (row["licence"],),
        "tags": words.shown(row["keywords"], _languages()[0]),
        "groups": [name for name, _title in groups],
        "res_format": [each["format"] for each in forms],
        "format": [
            vocabularies.file_type(each["format"], each["media_type"]) or each["format"].upper() for each in forms
        ],
        "res_url": [each["url"] for each in forms if row["access"] != Dataset.Access.NON_PUBLIC],
        "res_type": [each["resource_type"] for each in forms],
        "url": (row["landing_page"],),
        "version": (row["version"],),
        "theme": row["themes"],
        "language": row["languages"],
        "access": (row["access"],),
        "frequency": (row["frequency"],),
        "hvd_category": (row["hvd_category"],),
        "spatial_uri": (row["spatial_uri"],),
        "identifier": (row["identifier"],),
        "origin": (row["origin"],),
        "title_string": (folding.fold(in_language(title, _languages()[0]).text),),
        **{f"keywords_{language}": shown for language, shown in spoken.items()},
    }
    texts = {
        "title": everything(title),
        "words": " ".join(
            [row["name"], *(each for listed in row["keywords"].values() for each in listed),
             everything(row["publisher__title"]), *(f"{name} {text}" for name, text in groups)]
        ),
        "notes": everything(row["notes"]),
        "author": row["author"],
        "author_email": row["author_email"],
        "maintainer": row["maintainer"],
        "maintainer_email": row["maintainer_email"],
        "res_name": " ".join(everything(each["title"]) for each in forms),
        "res_description": " ".join(everything(each["description"]) for each in forms),
    }  # fmt: skip
    modified = max(row["changed_at"], row["updated_at"] or row["changed_at"])
    numbers = {
        "metadata_created": row["made_at"].timestamp(),
        "metadata_modified": modified.timestamp(),
        "views_total": float(row["views"]),
        "views_recent": float(row["views"]),
    }
    for name, moment in (("issued_date", row["issued_at"]), ("updated_date", row["updated_at"])):
        if moment:
            numbers[name] = moment.timestamp()
    others = [*row["custom"].items(), *((str(each["key"]), each["value"]) for each in row["extras"])]
    for name, value in others:
        if isinstance(value, str | int | float):
            texts.setdefault(f"extras_{name}", str(value))
            if is_moment(name) and (at := _moment(str(value))) is not None:
                numbers.setdefault(name, at)
            # What decides who sees a data set is there already, so nobody's extras can say otherwise.
            if not (is_text(name) or is_number(name)):
                exact.setdefault(name, (str(value),))
    numbers.pop(EMBARGO, None)
    if row["embargo_until"]:
        numbers[EMBARGO] = row["embargo_until"].timestamp()
    kept = {field: found for field, values in exact.items() if (found := [value for value in values if value])}
    return Document(str(row["pk"]), kept, {field: text for field, text in texts.items() if text}, numbers)


@cache
def _languages() -> tuple[str, ...]:
    """The portal's languages, its own first."""
    own = settings.LANGUAGE_CODE
    return (own, *(code for code, _name in settings.LANGUAGES if code != own))


def _moment(text: str) -> float | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
