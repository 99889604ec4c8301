"""Distributions that are filled from a view of a database, looked at again and again.

What cannot be read leaves the old version served; stewards hear of it once, when it begins.
"""

import csv
import io
import tempfile
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.capabilities.catalog import events, permissions
from korzo.capabilities.catalog.models import Dataset, Distribution, Live
from korzo.capabilities.catalog.operations import databases, tables
from korzo.capabilities.catalog.operations.databases import Copied, Unreadable
from korzo.capabilities.catalog.operations.refusals import NotAllowed, Refused
from korzo.kernel import jobs, trail
from korzo.kernel.outside import sealed
from korzo.kernel.people.models import Person

FILE = "view.csv"
MOST_HOURS = 24 * 366
_LOOKED_AT = 1 << 18


def name(
    distribution: Distribution,
    *,
    address: str,
    password: str,
    view: str,
    hours: int,
    by: Person,
    now: datetime,
) -> Live:
    """Fill a distribution from a view; without a password the one that is kept for this address stays.

    Raises NotAllowed, Refused.
    """
    _may(distribution, by)
    try:
        where, told = databases.read(address)
    except Unreadable:
        raise Refused.one("address", _("This database may not be named. Ask the administrator to allow it.")) from None
    problems = {}
    if not view.strip() or len(view) > 200 or "\0" in view:  # noqa: PLR2004 -- the field's length
        problems["view"] = [_("Name one view.")]
    if not 1 <= hours <= MOST_HOURS:
        problems["hours"] = [_("Write how many hours lie between two looks.")]
    if problems:
        raise Refused(problems)
    kept = Live.objects.filter(distribution=distribution).first() or Live(distribution=distribution)
    stays = kept.address == str(where)
    secret = password or told
    if secret or not stays:
        kept.sealed = sealed.seal(secret)
    if not stays or kept.view != view.strip():
        kept.digest = ""
    kept.address, kept.view, kept.hours, kept.by = str(where), view.strip(), hours, by
    kept.problem, kept.checked_at = "", None
    with transaction.atomic():
        kept.save()
        told_ = events.ViewNamed(ref=distribution.dataset.ref, distribution=str(distribution.pk), kept=True)
        trail.record(told_, by=by, now=now)
    return kept


def give_up(distribution: Distribution, *, by: Person, now: datetime) -> None:
    """Read the view no more; what was read stays. Raises NotAllowed."""
    _may(distribution, by)
    with transaction.atomic():
        if Live.objects.filter(distribution=distribution).delete()[0]:
            told = events.ViewNamed(ref=distribution.dataset.ref, distribution=str(distribution.pk), kept=False)
            trail.record(told, by=by, now=now)


def of(distribution: Distribution) -> Live | None:
    """What a distribution is filled from."""
    return Live.objects.filter(distribution=distribution).first()


def due(now: datetime) -> list[Live]:
    """The views whose turn it is."""
    listed = Live.objects.exclude(distribution__dataset__step=Dataset.Step.DELETED)
    return [each for each in listed if _is_due(each, now)]


def _is_due(live: Live, now: datetime) -> bool:
    return live.checked_at is None or live.checked_at + timedelta(hours=live.hours) <= now


@jobs.job(retries=0)
def look_later(key: int) -> None:
    """Read a view in the background, if its turn has not been meanwhile."""
    found = Live.objects.select_related("distribution__dataset__publisher").filter(pk=key).first()
    if found and _is_due(found, timezone.now()):
        look(found, now=timezone.now())


def look(live: Live, *, now: datetime) -> bool:
    """Read a view, and serve it where it has changed; returns whether it has."""
    mine = Live.objects.filter(pk=live.pk, checked_at=live.checked_at).update(checked_at=now)
    if not mine:
        return False  # somebody else looks just now
    live.checked_at = now
    try:
        return _looked(live, now=now)
    except Unreadable as error:
        _failed(live, error.problem, now=now)
        return False


def _looked(live: Live, *, now: datetime) -> bool:
    folder = Path(settings.KORZO.root) / "files" / "data"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        password = sealed.unseal(live.sealed)
    except sealed.Unreadable:
        raise Unreadable(Live.Problem.REFUSED) from None
    where, _none = databases.read(live.address)
    with tempfile.TemporaryFile(dir=folder) as file:
        copied = databases.copy(where, password, live.view, file, most=settings.KORZO.table_megabytes * 2**20)
        if not copied.rows:
            raise Unreadable(Live.Problem.EMPTY)
        live.problem = ""
        if copied.digest == live.digest:
            live.save(update_fields=["problem"])
            return False
        given = {"encoding": "utf-8", "delimiter": ",", "skip": 0, "heading": 1}
        said = {"kinds": _kinds(file, copied), "given": given}
        tables.receive(live.distribution, _chunks(file), FILE, confirm="never", said=said, by=None, now=now)
    live.digest = copied.digest
    live.save(update_fields=["problem", "digest"])
    return True


def _kinds(file: IO[bytes], copied: Copied) -> Mapping[str, str]:
    """What is known of the columns; text that begins as a shape does may be one."""
    file.seek(0)
    sample = file.read(_LOOKED_AT).decode("utf-8", "replace")
    whole = sample.rpartition("\n")[0] if len(sample) >= _LOOKED_AT // 4 else sample
    shapes = {
        name
        for row in csv.DictReader(io.StringIO(whole))
        for name, value in row.items()
        if name and isinstance(value, str) and value.startswith('{"type"')
    }
    return {name: kind for name, kind in copied.kinds.items() if name not in shapes}


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(1 << 20):
        yield chunk


def _failed(live: Live, problem: Live.Problem, *, now: datetime) -> None:
    """Keep what went wrong; its stewards hear of it when it begins, not each time."""
    was, live.problem = live.problem, problem
    with transaction.atomic():
        live.save(update_fields=["problem"])
        if not was:
            told = events.ViewFailed(
                ref=live.distribution.dataset.ref, distribution=str(live.distribution_id), problem=problem
            )
            trail.record(told, by=None, now=now)


def _may(distribution: Distribution, by: Person) -> None:
    dataset = distribution.dataset
    if (
        dataset.origin != Dataset.Origin.EDITED
        or distribution.source != Distribution.Source.UPLOAD
        or not permissions.can_edit(by, dataset)
    ):
        raise NotAllowed
