"""Files that lie elsewhere and are fetched again and again, and files that others drop into a folder."""

import hashlib
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from korzo.capabilities.catalog import permissions
from korzo.capabilities.catalog.models import Distribution
from korzo.capabilities.catalog.operations import tables
from korzo.capabilities.catalog.operations.refusals import NotAllowed, Refused
from korzo.capabilities.catalog.operations.updating import is_id
from korzo.kernel import outside
from korzo.kernel.people.models import Person

KEPT = "korzo_fetch"
"""Under which key of `Distribution.custom` stand hours, ETag, Last-Modified and hash."""
HOPS = 4
MOST_HOURS = 24 * 366
MOST = 256 * 2**20
SETTLED = 30.0
"""Seconds for which a dropped file must not have grown."""


def schedule(distribution: Distribution, hours: int, *, by: Person) -> None:
    """Fetch a link every so many hours and keep a table of it (0: no longer). Raises NotAllowed, Refused."""
    if not permissions.can_edit(by, distribution.dataset):
        raise NotAllowed
    if distribution.source != Distribution.Source.LINK or not 0 <= hours <= MOST_HOURS:
        raise Refused.one("hours", _("Only a file that lies elsewhere is fetched, each hour or less often."))
    before = kept(distribution)
    custom = {name: value for name, value in distribution.custom.items() if name != KEPT}
    distribution.custom = custom | ({KEPT: before | {"hours": hours}} if hours else {})
    distribution.save(update_fields=["custom"])


def kept(of: Distribution) -> dict[str, Any]:
    """What is kept about fetching; nothing where a program sent something else under the same name."""
    found = of.custom.get(KEPT)
    return dict(found) if isinstance(found, dict) and isinstance(found.get("hours"), int) else {}


def due(now: datetime) -> list[Distribution]:
    """The links that are to be fetched now."""
    listed = Distribution.objects.filter(source=Distribution.Source.LINK, custom__has_key=KEPT).select_related(
        "dataset"
    )
    return [
        each
        for each in listed
        if (said := kept(each))
        and (
            each.link_checked_at is None
            or each.link_checked_at + timedelta(hours=min(max(said["hours"], 1), MOST_HOURS)) <= now
        )
    ]


def fetch(distribution: Distribution, *, now: datetime) -> bool:
    """Fetch a link, if it has changed since; returns whether it has. What cannot be reached leaves the old file."""
    before = kept(distribution)
    headers = {"If-None-Match": before.get("etag", ""), "If-Modified-Since": before.get("modified", "")}
    distribution.link_checked_at = now
    try:
        answer = _asked(distribution.url, {name: value for name, value in headers.items() if value})
    except (outside.Forbidden, outside.NotReached, outside.Lost):
        distribution.link_status = 599
        distribution.save(update_fields=["link_checked_at", "link_status"])
        return False
    digest = hashlib.sha256(answer.body).hexdigest()
    is_new = answer.is_fine and digest != before.get("sha256")
    distribution.link_status = answer.status
    if answer.is_fine:
        before |= {
            "etag": answer.headers.get("etag", "")[:300],
            "modified": answer.headers.get("last-modified", "")[:100],
            "sha256": digest,
        }
        distribution.custom = {**distribution.custom, KEPT: before}
    distribution.save(update_fields=["link_checked_at", "link_status", "custom"])
    if is_new:
        name = Path(urlsplit(distribution.url).path).name or "file"
        suffix = f".{distribution.format.lower()}" if distribution.format and not Path(name).suffix else ""
        tables.receive(distribution, [answer.body], name + suffix, by=None, now=now)
    return is_new


def _asked(url: str, headers: dict[str, str]) -> outside.Answer:
    for _hop in range(HOPS):
        answer = outside.ask("GET", url, headers=headers, seconds=60, most=MOST)
        where = answer.headers.get("location")
        if answer.status not in (301, 302, 303, 307, 308) or not where:
            return answer
        url = urljoin(url, where)
    raise outside.NotReached("too many redirections")


def drops() -> Path:
    """The folder below which each distribution has one of its own, named by its id."""
    return Path(settings.KORZO.root) / "drop"


def take_dropped(*, now: datetime) -> int:
    """Take in the files that others dropped, once they no longer grow; returns how many."""
    taken = 0
    for folder in drops().glob("*/") if drops().is_dir() else ():
        named = Distribution.objects.select_related("dataset").filter(pk=folder.name) if is_id(folder.name) else None
        distribution = named.first() if named else None
        if distribution is None:
            continue
        for path in sorted(folder.iterdir()):
            if path.name.startswith(".") or path.is_symlink() or not path.is_file():
                continue
            if time.time() - path.stat().st_mtime < SETTLED:
                continue
            try:
                tables.receive(distribution, _chunks(path), path.name, confirm="never", by=None, now=now)
                path.unlink()
            except Refused:
                path.rename(path.with_name(f".refused-{path.name}"))
            taken += 1
    return taken


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            yield chunk
