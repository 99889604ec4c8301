"""Search over everything that everybody may read."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps

from korzo.capabilities.portal.queries import naming
from korzo.kernel import refs, search
from korzo.kernel.places import queries as places

ON_A_PAGE = 20
MOST_PLACES = 4
SHORTEST = 2
"""Letters below which nothing is looked for."""


@dataclass(frozen=True)
class Found:
    """One page of what was found: hits as everybody may see them, with the word for what each is; and places."""

    hits: list[tuple[refs.Described, Any]]
    total: int
    has_more: bool
    how: str
    places: list[places.Found]


def find(words: str, page: int) -> Found:
    """Look for words in everything; on the first page for streets and addresses too. Pages are counted from 1."""
    if len(words.strip()) < SHORTEST:
        return Found([], 0, has_more=False, how="all", places=[])
    found = search.find(words, limit=ON_A_PAGE, offset=(page - 1) * ON_A_PAGE)
    hits = [(shown, word(hit.kind)) for hit in found.hits if (shown := refs.describe(hit.ref))]
    near = [each for each in places.find(words, MOST_PLACES) if each.code] if page == 1 else []
    return Found(hits, found.total_at_least, found.more, found.how, near)


def word(kind: str) -> Any:
    """What something found is: an item of the portal by its kind, anything else by the capability that knows it."""
    if kind in naming.LISTS:
        return naming.LISTS[kind][0]
    owner = refs.owner(kind)
    config = apps.get_containing_app_config(owner) if owner else None
    return getattr(config, "title", "")
