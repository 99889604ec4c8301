"""What an index keeps of a document, what it is asked and what it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from korzo.capabilities.catalog.rules.lucene import Unreadable

NUMBERS: Final = frozenset({"views_total", "views_recent"})
MOMENTS: Final = frozenset({"metadata_created", "metadata_modified"})
TEXTS: Final = frozenset({
    "title", "notes", "author", "maintainer", "author_email", "maintainer_email", "res_name", "res_description", "text",
    "words",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """What is indexed: exact values, texts and numbers by field; moments are seconds since 1970."""

    key: str
    exact: Mapping[str, Sequence[str]]
    texts: Mapping[str, str]
    numbers: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Sort:
    """One step of an order; `score` is how well a document fits the words."""

    field: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """How many, the keys of one page, and for each facet how many documents have each of its values."""

    total: int
    keys: tuple[str, ...]
    facets: Mapping[str, Mapping[str, int]]


def is_text(field: str) -> bool:
    """Whether a field is looked through word by word."""
    return field in TEXTS or field.startswith("extras_")


def is_number(field: str) -> bool:
    """Whether a field is compared as a number or a moment."""
    return field in NUMBERS or is_moment(field)


def is_moment(field: str) -> bool:
    """Whether a field holds moments."""
    return field in MOMENTS or field.endswith("_date")


def order(written: str) -> tuple[Sort, ...]:
    """Read an order such as `score desc, metadata_modified desc`; raises Unreadable."""
    steps = []
    for step in filter(None, map(str.strip, written.split(","))):
        field, _blank, direction = step.partition(" ")
        if (direction := direction.strip().lower() or "asc") not in ("asc", "desc"):
            raise Unreadable(f"“{step}” is no order; write a field and asc or desc")
        steps.append(Sort(field, direction == "desc"))
    return tuple(steps)
