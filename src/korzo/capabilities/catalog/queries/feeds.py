"""Which data sets a feed of the catalogue holds, and the whole of it as a file that costs nothing until it changes."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Max, QuerySet

from korzo import __version__
from korzo.capabilities.catalog.models import Change, Dataset
from korzo.capabilities.catalog.queries import describing, index, lists
from korzo.capabilities.catalog.rules import lucene
from korzo.capabilities.catalog.rules.dcat import describing as dcat
from korzo.capabilities.catalog.rules.dcat import writing
from korzo.capabilities.catalog.rules.dcat.views import Page
from korzo.kernel.publishing import files

PAGE_SIZE = 100
_OLDEST = "metadata_created asc, id asc"
_WRITTEN_BY = max(file.stat().st_mtime_ns for file in Path(dcat.__file__).parent.glob("*.py"))


@dataclass(frozen=True)
class Asked:
    """What a harvester wants: words as in CKAN's search, and only what changed since a day."""

    q: str = ""
    fq: str = ""
    modified_since: date | None = None

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return self == Asked()

    @property
    def query(self) -> lucene.Node:
        """The same for the index; raises Unreadable."""
        parts = [lucene.read(self.q), lucene.parse(self.fq) if self.fq.strip() else lucene.EVERYTHING]
        if self.modified_since:
            since = datetime.combine(self.modified_since, time.min, UTC)
            parts.append(lucene.Range("metadata_modified", since.isoformat(), None))
        return lucene.And(tuple(parts))


def version(now: datetime) -> str:
    """What changes whenever the catalogue does: as strangers see it now, and as this Korzo writes it."""
    seen = lists.shown(now).order_by().aggregate(Count("pk"), Max("changed_at"))
    changes = Change.objects.aggregate(Count("pk"), Max("pk"))
    told = f"{__version__} {_WRITTEN_BY} {settings.KORZO.base_url} {settings.LANGUAGES} {seen} {changes}"
    return hashlib.sha256(told.encode()).hexdigest()[:24]


def page(asked: Asked, number: int, address: str, syntax: str, now: datetime) -> Iterator[str]:
    """One page of a feed, the oldest first, so that new ones never move the pages before.

    Raises Unreadable, and LookupError for a page after the last.
    """
    start = (number - 1) * PAGE_SIZE
    found = index.find(asked.query, by=None, now=now, sort=_OLDEST, start=start, rows=PAGE_SIZE)
    at = Page(address, number, PAGE_SIZE, found.total)
    if number > at.last:
        raise LookupError(number)
    return written(lists.shown(now).filter(pk__in=found.keys), syntax, at)


def written(chosen: QuerySet[Dataset], syntax: str, page: Page | None = None) -> Iterator[str]:
    """Data sets in a syntax, whole or as a page of many."""
    views = describing.views_of(chosen.order_by("made_at", "pk"))
    return writing.write(dcat.catalogue(describing.portal(), views, page), syntax)


def whole(syntax: str, now: datetime) -> Path:
    """The whole catalogue as a file, written anew by whoever asks first after a change; raises files.Busy."""
    syntax = {"n3": "ttl", "rdf": "xml"}.get(syntax, syntax)
    folder = Path(settings.KORZO.root) / "feeds"
    path = folder / f"{version(now)}.{syntax}"
    if not path.is_file():
        with files.staged(path) as part:
            if path.is_file():  # somebody else was first
                part.write_bytes(path.read_bytes())
            else:
                with part.open("w", encoding="utf-8") as out:
                    out.writelines(written(lists.shown(now), syntax))
        for old in (*folder.glob(f"[!.]*.{syntax}"), *folder.glob(f".*.{syntax}.lock")):
            if path.name not in old.name:
                old.unlink(missing_ok=True)
    return path


def one(of: Dataset, syntax: str) -> Iterator[str]:
    """One data set."""
    return writing.write(dcat.dataset(describing.portal(), describing.view(of)), syntax)
