"""The index of data sets: one in each process, kept fresh from `Change`; nobody finds or counts what they may not see.

    found = index.find(index.asked(q, {"organization": ["city"]}), by=person, now=now, facets=("organization", "tags"))

`found.total`, `found.keys` (ids of one page as text, best first), `found.facets` ({field: {value: count}}).
Facets of pages: organization, theme, format, license_id, groups, access, language, and `keywords(language)`.
"""

import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from threading import Lock
from uuid import UUID

from django.db import connection
from django.db.models import Count, Max
from django.utils import timezone

from korzo.capabilities.catalog import permissions
from korzo.capabilities.catalog.models import Change, Publisher
from korzo.capabilities.catalog.permissions import Who
from korzo.capabilities.catalog.queries import indexed
from korzo.capabilities.catalog.rules import documents, lucene
from korzo.capabilities.catalog.rules.documents import Document, Found
from korzo.capabilities.catalog.rules.lucene import And, Node, Or, Term, Unreadable
from korzo.capabilities.catalog.rules.searching import Index
from korzo.kernel.people.roles import Role
from korzo.kernel.search.synonyms import SYNONYMS
from korzo.kernel.text import folding

__all__ = ["Found", "Unreadable", "asked", "find", "forget", "keywords"]

BEST = "score desc, metadata_modified desc, id asc"
_LATE = timedelta(minutes=2)
"""How much later than a greater number a smaller one may be committed on PostgreSQL."""
_FORGOTTEN_SECONDS = 12 * 3600
"""A process that asked nobody for so long reads everything anew, because changes are pruned daily."""


def asked(query: str = "", chosen: Mapping[str, Collection[str]] | None = None) -> Node:
    """What somebody typed, narrowed to chosen values (all of them, of each field); raises Unreadable."""
    parts: list[Node] = [lucene.read(query)] if query.strip() else []
    parts += [Term(field, value) for field, values in (chosen or {}).items() for value in values]
    return And(tuple(parts)) if parts else lucene.EVERYTHING


def keywords(language: str) -> str:
    """The facet of keywords as a reader of this language sees them."""
    return f"keywords_{language}"


def find(
    query: Node = lucene.EVERYTHING,
    *,
    by: Who,
    now: datetime,
    also: Collection[str] = (),
    sort: str = BEST,
    start: int = 0,
    rows: int = 10,
    facets: Sequence[str] = (),
) -> Found:
    """Find data sets that everybody sees, and `also` those of the reader's own publishers.

    `also` is of `private` (and still under embargo), `drafts`, `deleted`. Raises Unreadable.
    """
    steps = documents.order(sort or BEST)
    with _one_at_a_time:
        _kept.refresh()
        return _kept.index.search(
            query,
            among=_among(by, now, also),
            now=now,
            sort=steps,
            start=start,
            rows=rows,
            facets=facets,
        )


def warm_up() -> None:
    """Read everything, before somebody asks."""
    with _one_at_a_time:
        _kept.refresh()


def forget() -> None:
    """Read everything anew next time."""
    with _one_at_a_time:
        _kept.forget()


def _among(by: Who, now: datetime, also: Collection[str]) -> int:
    """The documents that a reader may be told of; time alone ends an embargo."""
    active, public = Term("state", "active"), Term("capacity", "public")
    waiting = lucene.Range(indexed.EMBARGO, "NOW", None, with_low=False)
    match = _kept.index.match
    seen = match(And((active, public)), now) & ~match(waiting, now)
    own = _own(by, now) if also and by else 0
    if "private" in also:
        seen |= match(active, now) & own
    if "drafts" in also:
        seen |= match(Term("state", "draft"), now) & own
    if "deleted" in also:
        seen |= match(Term("state", "deleted"), now) & own
    return seen


def _own(by: Who, now: datetime) -> int:
    if by is None or not permissions.can_work(by):
        return 0
    if by.has_role(Role.ADMINISTRATOR):
        return _kept.index.alive
    offices = {office for role, office in by.roles if role in permissions.EDITORS}
    theirs = Publisher.objects.filter(organisation__in=offices, is_deleted=False).values_list("pk", flat=True)
    return _kept.index.match(Or(tuple(Term("owner_org", str(pk)) for pk in theirs)), now)


class _Kept:
    """The index and how far it has read."""

    def __init__(self) -> None:
        self.index = Index(folding.tokens, folding.stem, lambda stem: SYNONYMS.get(stem, ()))
        self.forget()

    def forget(self) -> None:
        self.floor, self.seen, self.read_at = -1, set[int](), float("-inf")

    def refresh(self) -> None:
        """Read what changed since the last time, or everything."""
        if self.floor < 0 or time.monotonic() - self.read_at > _FORGOTTEN_SECONDS:
            self._read_all()
        self.read_at = time.monotonic()
        fresh = Change.objects.filter(pk__gt=self.floor)
        if connection.vendor == "postgresql":
            there = fresh.aggregate(many=Count("pk"), last=Max("pk"))
            if (there["many"], there["last"]) == (len(self.seen), max(self.seen, default=None)):
                return
        rows = list(fresh.order_by("pk").values_list("pk", "dataset_id", "at"))
        if changed := {dataset for pk, dataset, _at in rows if pk not in self.seen}:
            self._read(changed)
        settled = timezone.now() - _LATE if connection.vendor == "postgresql" else None
        for pk, _dataset, at in rows:
            if settled is not None and at > settled:
                break
            self.floor = pk
        self.seen = {pk for pk, *_rest in rows if pk > self.floor}

    def _read_all(self) -> None:
        self.seen = set()
        settled = Change.objects.all()
        if connection.vendor == "postgresql":
            settled = settled.filter(at__lt=timezone.now() - _LATE)
        self.floor = settled.aggregate(last=Max("pk"))["last"] or 0
        self.index.clear()
        self.index.put(_letting_others_go_on(indexed.documents()))

    def _read(self, changed: set[UUID]) -> None:
        found = list(indexed.documents(changed))
        self.index.remove({str(pk) for pk in changed} - {each.key for each in found})
        self.index.put(found)


def _letting_others_go_on(found: Iterable[Document]) -> Iterator[Document]:
    """The same, with a turn for other threads after each: reading many takes seconds of nothing but Python."""
    for each in found:
        yield each
        time.sleep(0)


_kept = _Kept()
_one_at_a_time = Lock()
