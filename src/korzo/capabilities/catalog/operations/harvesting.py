"""Taking data sets over from other catalogues.

A reader of one protocol yields what a source has (`Remote`) or could not be read (`Unread`); this room knows each again
by its guid, writes what changed, and takes out what is gone: only after the source was read to its end without a fault,
and only when no large part is missing, because one empty answer must not empty the catalogue.
"""

import hashlib
import json
import re
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.capabilities.catalog import events, permissions
from korzo.capabilities.catalog.models import Dataset, Harvested, Publisher, Run, Source
from korzo.capabilities.catalog.operations import describing, stepping
from korzo.capabilities.catalog.operations.publishers import home
from korzo.capabilities.catalog.operations.refusals import NotAllowed, Refused
from korzo.capabilities.catalog.rules.naming import named
from korzo.kernel import jobs, outside, trail
from korzo.kernel.people.models import Person
from korzo.kernel.text.folding import fold

LOSS = 0.2
"""The part of what is known that may be missing before somebody has to say that it is really gone."""
FEW = 3
"""So many may always be missing."""
SILENT = timedelta(minutes=30)
_PROBLEMS = 200
_REDIRECTS = 5
_BYTES = 40_000_000
_SECONDS = 60.0
_SPACE = uuid.UUID("5b8c3d6e-6c0b-5f43-9a0b-2f4a2b0d9e51")


class Unreadable(Exception):
    """The source cannot be read, or not to its end; says why in words for the report."""


@dataclass(frozen=True)
class Remote:
    """A data set as a source has it: values named as the models' fields; forms with ids that are unique there."""

    guid: str
    address: str
    values: Mapping[str, Any]
    forms: Sequence[tuple[str, Mapping[str, Any]]] = ()
    publisher: Mapping[str, Any] = field(default_factory=dict)
    told: Sequence[str] = ()
    """What of it was left out because it could not be read."""


@dataclass(frozen=True)
class Unread:
    """A data set that could not be understood, and why; its copy here stays as it is."""

    guid: str
    address: str
    reason: str


Ask = Callable[..., outside.Answer]
Reader = Callable[[Source, Ask], Iterator[Remote | Unread]]
readers: dict[str, Reader] = {}


def ask(url: str, *, params: Mapping[str, str] | None = None, accept: str = "*/*") -> outside.Answer:
    """Get something from a source, following redirections that lead to public places; raises Unreadable."""
    for _turn in range(_REDIRECTS):
        try:
            answer = outside.ask(
                "GET", url, params=params, headers={"Accept": accept}, seconds=_SECONDS, most=_BYTES
            )  # fmt: skip
        except (outside.Forbidden, outside.NotReached, outside.Lost) as error:
            raise Unreadable(f"{url}: {error}") from error
        if answer.is_fine:
            return answer
        if answer.status not in (301, 302, 303, 307, 308) or "location" not in answer.headers:
            raise Unreadable(f"{url}: HTTP {answer.status}")
        url, params = urljoin(url, answer.headers["location"]), None
    raise Unreadable(f"{url}: too many redirections")


def due(now: datetime) -> list[Source]:
    """The sources whose turn it is."""
    return [each for each in Source.objects.filter(is_on=True) if each.due_at is None or each.due_at <= now]


def keep(source: Source, *, by: Person, now: datetime) -> Source:
    """Store what is said of a source; raises NotAllowed."""
    _may(by)
    with transaction.atomic():
        source.save()
        trail.record(events.SourceKept(ref=_ref(source), kind=source.kind), by=by, now=now)
    return source


def give_up(source: Source, *, by: Person, now: datetime) -> None:
    """Ask a source no more; what was taken over stays. Raises NotAllowed."""
    _may(by)
    with transaction.atomic():
        trail.record(events.SourceGivenUp(ref=_ref(source)), by=by, now=now)
        source.delete()


def _may(by: Person | None) -> None:
    if by is not None and not permissions.can_set_up(by):
        raise NotAllowed


def _ref(source: Source) -> str:
    return f"data-source:{source.pk}"


def harvest(source: Source, *, trial: bool = False, by: Person | None, now: datetime) -> Run:
    """Look through a source once; a trial writes nothing but its report. Raises Refused while another run goes on."""
    _may(by)
    run = _begin(source, trial=trial, now=now)
    counts = dict.fromkeys(("found", "new", "changed", "unchanged", "removed", "failed"), 0)
    seen: set[str] = set()
    try:
        for remote in readers[source.kind](source, ask):
            if remote.guid in seen:  # pages move while they are read
                continue
            seen.add(remote.guid)
            counts["found"] += 1
            counts[_take(source, run, remote, trial=trial)] += 1
            _heard(run, counts)
            if counts["found"] >= source.most:
                told = _("It has %(most)d data sets or more; the rest was not read.") % {"most": source.most}
                return _end(run, Run.State.FAILED, counts, reason=told)
    except Unreadable as error:
        return _end(run, Run.State.FAILED, counts, reason=str(error))
    missing = _missing(source, run) if not trial else _unseen(source, seen)
    known = source.harvested.exclude(dataset=None).exclude(dataset__step=Dataset.Step.DELETED).count()
    if len(missing) > max(FEW, known * LOSS):
        return _end(run, Run.State.WAITING, counts, reason=_lost(len(missing), known))
    counts["removed"] = len(missing) if trial else _remove(missing)
    return _end(run, Run.State.DONE, counts)


def start(source: Source, *, trial: bool) -> None:
    """Have the worker look through a source soon."""
    _look.enqueue(source.pk, trial=trial)


@jobs.job(retries=0)
def _look(key: int, *, trial: bool) -> None:
    """Look through a source; one that is being looked through is left alone."""
    source = Source.objects.filter(pk=key).first()
    if source:
        with suppress(Refused):
            harvest(source, trial=trial, by=None, now=timezone.now())


def confirm(run: Run, *, by: Person, now: datetime) -> Run:
    """Say that what is missing in a source is really gone; raises NotAllowed, Refused."""
    _may(by)
    newest = run.source.runs.filter(is_trial=False).first()
    if run.state != Run.State.WAITING or newest is None or newest.pk != run.pk:
        raise Refused.one("", _("There is a newer run. Look at that one."))
    counts = {**run.counts, "removed": _remove(_missing(run.source, run))}
    del now
    return _end(run, Run.State.DONE, counts)


def _begin(source: Source, *, trial: bool, now: datetime) -> Run:
    with transaction.atomic():
        Source.objects.select_for_update().get(pk=source.pk)
        going = source.runs.filter(state=Run.State.RUNNING)
        if going.filter(heard_at__gt=timezone.now() - SILENT).exists():
            raise Refused.one("", _("This source is being looked through just now."))
        going.update(state=Run.State.FAILED, reason="killed", ended_at=now)
        Source.objects.filter(pk=source.pk).update(due_at=now + timedelta(hours=source.hours))
        return Run.objects.create(source=source, is_trial=trial, began_at=now, heard_at=timezone.now())


def _take(source: Source, run: Run, remote: Remote | Unread, *, trial: bool) -> str:
    """Take one over; says what it was: new, changed, unchanged, failed."""
    kept = Harvested.objects.select_related("dataset").filter(source=source, guid=remote.guid).first()
    if isinstance(remote, Unread):
        return _failed(run, remote, remote.reason, kept, trial=trial)
    for said in remote.told:
        _report(run, remote, said)
    digest = _digest(remote)
    alive = kept is not None and kept.dataset is not None and kept.dataset.step != Dataset.Step.DELETED
    if kept and alive and kept.digest == digest:
        if not trial:
            Harvested.objects.filter(pk=kept.pk).update(seen_in=run)
        return "unchanged"
    if trial:
        return "changed" if kept else "new"
    now = timezone.now()
    try:
        with transaction.atomic():
            dataset = _leniently(source, run, remote, kept.dataset if kept else None, now=now)
            Harvested.objects.update_or_create(
                source=source,
                guid=remote.guid,
                defaults={
                    "dataset": dataset, "address": remote.address[:1000], "digest": digest, "seen_in": run,
                    "changed_at": now,
                },
            )  # fmt: skip
    except (Refused, IntegrityError) as error:
        return _failed(run, remote, str(error), kept, trial=trial)
    return "changed" if alive else "new"


def _failed(run: Run, remote: Remote | Unread, reason: str, kept: Harvested | None, *, trial: bool) -> str:
    """Report one that could not be taken; its copy stays, because it is not gone."""
    _report(run, remote, reason)
    if kept and not trial:
        Harvested.objects.filter(pk=kept.pk).update(seen_in=run)
    return "failed"


def _report(run: Run, remote: Remote | Unread, reason: str) -> None:
    if len(run.problems) < _PROBLEMS:
        run.problems.append({"guid": remote.guid, "address": remote.address, "reason": reason[:500]})


def _leniently(source: Source, run: Run, remote: Remote, known: Dataset | None, *, now: datetime) -> Dataset:
    """Take it over without what cannot be understood of it, and report that; raises Refused for what it cannot lack."""
    try:
        with transaction.atomic():
            return _written(source, remote, known, now=now)
    except Refused as refusal:
        wrong = {problem.split(".")[1] for problem in refusal.problems if problem.startswith("distributions.")}
        forms = [each for number, each in enumerate(remote.forms) if str(number) not in wrong]
        values = {name: value for name, value in remote.values.items() if name not in refusal.problems}
        if "title" in refusal.problems or (len(forms), len(values)) == (len(remote.forms), len(remote.values)):
            raise
        _report(run, remote, "; ".join(f"{name}: {' '.join(told)}" for name, told in refusal.problems.items()))
        return _written(source, replace(remote, values=values, forms=forms), known, now=now)


def _written(source: Source, remote: Remote, known: Dataset | None, *, now: datetime) -> Dataset:
    publisher = _publisher(source, remote.publisher, now=now)
    forms = [
        describing.Form(values, uuid.uuid5(_SPACE, f"{source.pk}/{remote.guid}/{key}")) for key, values in remote.forms
    ]
    values = {name: value for name, value in remote.values.items() if name != "name"}
    if known is None:
        wanted = str(remote.values.get("name") or remote.guid.rstrip("/").rpartition("/")[2])
        name = named(fold(wanted), lambda name: Dataset.objects.filter(name=name).exists())
        return describing.create(
            publisher, {**values, "name": name}, forms=forms, step=Dataset.Step.PUBLISHED,
            origin=Dataset.Origin.HARVESTED, by=None, now=now,
        )  # fmt: skip
    if known.step == Dataset.Step.DELETED:
        stepping.restore(known, by=None, now=now)
    return describing.change(known, values, forms=forms, publisher=publisher, by=None, now=now)


def _publisher(source: Source, told: Mapping[str, Any], *, now: datetime) -> Publisher:
    """The publisher that the source names: a row of its own, never one of the city's; else the source's."""
    if not told.get("name"):
        return source.publisher or home(now=now)
    written = fold(str(told["name"]))
    if not re.search("[a-z0-9]", written):  # Hangul and the like leave nothing for an address
        written = hashlib.sha256(written.encode()).hexdigest()[:8]
    name = named(f"{source.name}-{written}", lambda _name: False)
    title = told.get("title") or {settings.KORZO.language: str(told["name"])}
    made, new = Publisher.objects.get_or_create(name=name, defaults={"title": title, "made_at": now})
    if not new and dict(made.title) != dict(title):
        made.title = title
        made.save(update_fields=["title"])
    return made


def _missing(source: Source, run: Run) -> list[Harvested]:
    """What is here and was not seen in a run."""
    gone = source.harvested.exclude(seen_in=run) | source.harvested.filter(seen_in=None)
    return list(gone.exclude(dataset=None).exclude(dataset__step=Dataset.Step.DELETED).select_related("dataset"))


def _unseen(source: Source, seen: set[str]) -> list[Harvested]:
    here = source.harvested.exclude(dataset=None).exclude(dataset__step=Dataset.Step.DELETED)
    return [each for each in here if each.guid not in seen]


def _remove(missing: Sequence[Harvested]) -> int:
    for each in missing:
        if each.dataset:
            stepping.delete(each.dataset, by=None, now=timezone.now())
    return len(missing)


def _digest(remote: Remote) -> str:
    told = [remote.address, dict(remote.values), [[key, dict(values)] for key, values in remote.forms]]
    whole = json.dumps([*told, dict(remote.publisher)], sort_keys=True, ensure_ascii=False, default=_plain)
    return hashlib.sha256(whole.encode()).hexdigest()


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else str(value)


def _lost(missing: int, known: int) -> str:
    return _("%(missing)d of %(known)d data sets are missing there. Nothing was taken out.") % {
        "missing": missing,
        "known": known,
    }


def _heard(run: Run, counts: Mapping[str, int]) -> None:
    run.counts, run.heard_at = dict(counts), timezone.now()
    if counts["found"] % 20 == 0:
        run.save(update_fields=["counts", "problems", "heard_at"])


def _end(run: Run, state: Run.State, counts: Mapping[str, int], *, reason: str = "") -> Run:
    run.state, run.counts, run.reason, run.ended_at = state, dict(counts), reason, timezone.now()
    with transaction.atomic():
        run.save()
        if not run.is_trial:
            told = events.SourceHarvested(
                ref=_ref(run.source),
                **{name: counts.get(name, 0) for name in ("new", "changed", "removed", "failed")},
            )
            trail.record(told, by=None, now=run.ended_at)
    return run
