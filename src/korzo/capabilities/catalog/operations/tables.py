"""New files for distributions: received, read in the background, and served from then on.

Where a file can be read in several ways, a person is asked. Older files stay and can be served again.
"""

import csv
import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.capabilities.catalog import permissions
from korzo.capabilities.catalog.models import Dataset, Distribution, Version
from korzo.capabilities.catalog.operations import staging
from korzo.capabilities.catalog.operations.refusals import NotAllowed, Refused
from korzo.capabilities.catalog.operations.updating import updated
from korzo.capabilities.catalog.rules import guessing, schemas
from korzo.capabilities.catalog.rules import reading as rules
from korzo.capabilities.catalog.rules.columns import KEY, Column
from korzo.capabilities.catalog.rules.reading import Reading, Unreadable
from korzo.kernel import jobs
from korzo.kernel.people.models import Person
from korzo.kernel.publishing import store

State = Version.State
Confirm = Literal["unsure", "always", "never"]
"""When a person is asked before a table is made."""
TABULAR = {"csv", "tsv", "txt", "tab", "xls", "xlsx", "xlsb", "ods", "json", "geojson", "ndjson", "jsonl", "parquet", "gpkg", "zip"}  # fmt: skip  # noqa: E501
SHOWN = 50
"""Rejected values that are shown; the rest is in a file."""


def receive(
    distribution: Distribution,
    chunks: Iterable[bytes],
    file_name: str,
    *,
    note: str = "",
    confirm: Confirm = "unsure",
    at_once: bool = False,
    said: Mapping[str, Any] | None = None,
    by: Person | None,
    now: datetime,
) -> Version:
    """Keep a new file, streamed to the disk, and have it read in the background, or `at_once`.

    `said` is what is known of it: `given` (encoding, delimiter …) and `kinds` of its columns.
    A file that holds no table is served at once. Raises NotAllowed, and Refused for one that is too large or empty.
    """
    _may(distribution, by)
    name = _clean(file_name)
    folder = Path(settings.KORZO.root) / "files" / "data" / str(distribution.pk)
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{os.getpid()}-{timezone.now().timestamp()}.part"
    try:
        size, digest = _streamed(chunks, part)
        with transaction.atomic():
            Distribution.objects.select_for_update(of=("self",)).get(pk=distribution.pk)
            last = distribution.versions.aggregate(models.Max("number"))["number__max"] or 0
            version = Version.objects.create(
                distribution=distribution,
                number=last + 1,
                file_name=name,
                size=size,
                sha256=digest,
                reading={"confirm": confirm, **(said or {})},
                note=note[:500],
                by=by,
                made_at=now,
            )
            part.replace(version.path)
            if version.path.suffix.lstrip(".") not in TABULAR:
                _serve(version, rows=None, schema={}, has_table=False, by=by, now=now)
            elif at_once:
                read(version, now=now)
            else:
                read_later.enqueue(version_id=version.pk)
    finally:
        part.unlink(missing_ok=True)
    return version


@jobs.job(retries=2)
def read_later(version_id: int) -> None:
    """Read a file that was received."""
    version = Version.objects.select_related("distribution__dataset").filter(pk=version_id).first()
    if version and version.state in (State.RECEIVED, State.READING):
        read(version, now=timezone.now())


def read(version: Version, *, now: datetime) -> None:
    """Look at a file, find the types, and make the table, or wait for a person where there are several ways."""
    version.state, version.report = State.READING, {"progress": 0.0}
    version.save(update_fields=["state", "report"])
    try:
        _read(version, now=now)
    except _Waits:
        version.state = State.WAITING
        version.save(update_fields=["state", "report", "reading"])
    except Unreadable as error:
        _failed(version, error.problem, error.told, now=now)
    except store.TooLarge:
        _failed(version, "memory", {}, now=now)
    except store.Wrong as error:
        _failed(version, "engine", {"error": str(error)[:200]}, now=now)


def confirm(
    version: Version,
    *,
    kinds: Mapping[str, str],
    keep_good: bool,
    given: Mapping[str, Any] | None = None,
    by: Person,
    now: datetime,
) -> None:
    """Say how the columns are to be read, and whether rows that do not fit are left out; it is read once more.

    `given` corrects encoding, delimiter, sheet, skip, heading. Raises NotAllowed, Refused.
    """
    _may(version.distribution, by)
    if version.state not in (State.WAITING, State.FAILED, State.READY):
        raise Refused.one("", _("The file is still being read."))
    if unknown := [kind for kind in kinds.values() if kind not in guessing.KINDS]:
        raise Refused.one("kinds", _("There is no kind “%s”.") % unknown[0])
    said = {name: value for name, value in (given or {}).items() if value not in ("", None)}
    version.reading = {
        "confirm": "always" if said != version.reading.get("given", {}) else "never",
        "given": said,
        "kinds": dict(kinds),
        "keep_good": keep_good,
        "confirmed": str(by.pk),
    }
    version.state, version.report = State.RECEIVED, {"progress": 0.0}
    version.save(update_fields=["reading", "state", "report"])
    read_later.enqueue(version_id=version.pk)
    del now


def roll_back(version: Version, *, by: Person, now: datetime) -> None:
    """Serve an older file again; the table is made anew of it. Raises NotAllowed, Refused."""
    _may(version.distribution, by)
    if version.state != State.READY or not version.path.is_file():
        raise Refused.one("", _("This version cannot be served."))
    version.reading = {**version.reading, "confirm": "never"}
    version.state = State.RECEIVED
    version.save(update_fields=["reading", "state"])
    read_later.enqueue(version_id=version.pk)
    del now


def from_lake(distribution: Distribution, folder: Path, *, now: datetime) -> int:
    """Make the table of what Korzo publishes itself, straight from the lake's Parquet; returns its rows."""
    parts = sorted(folder.glob("[!.]*.parquet"))
    if not parts:
        if distribution.has_table:
            distribution.table.unlink(missing_ok=True)
            updated(distribution, rows=0, has_table=False, by=None, now=now)
        return 0
    with store.replacing(distribution.table, sources=parts) as new:
        count = staging.parquet(new, parts)
        columns = _columns(new, distribution.table_schema)
    updated(distribution, schema=schemas.described(columns), rows=count, by=None, now=now)
    return count


def _may(distribution: Distribution, by: Person | None) -> None:
    dataset = distribution.dataset
    if by is not None and (dataset.origin != Dataset.Origin.EDITED or not permissions.can_edit(by, dataset)):
        raise NotAllowed


def _clean(name: str) -> str:
    kept = "".join(sign for sign in Path(name.replace("\\", "/")).name if sign.isprintable()).strip(". ") or "file"
    return kept if len(kept) <= 200 else kept[:150] + Path(kept).suffix[:20]  # noqa: PLR2004 -- the field's length


def _streamed(chunks: Iterable[bytes], part: Path) -> tuple[int, str]:
    size, digest, most = 0, hashlib.sha256(), settings.KORZO.table_megabytes * 2**20
    with part.open("wb") as out:
        for chunk in chunks:
            size += len(chunk)
            if size > most:
                told = _("The file is larger than %d MB.") % settings.KORZO.table_megabytes
                raise Refused.one("file", told)
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    if not size:
        raise Refused.one("file", _("The file is empty."))
    return size, digest.hexdigest()


def _read(version: Version, *, now: datetime) -> None:
    distribution, said = version.distribution, version.reading
    path = version.path
    how = rules.look(path, version.file_name, said.get("given"))
    if how.kind == "parquet":
        with store.replacing(distribution.table, sources=[path]) as new:
            count = staging.parquet(new, [path])
            columns = _columns(new, distribution.table_schema)
        _serve(version, rows=count, schema=schemas.described(columns), has_table=True, by=version.by, now=now)
        return
    asks = said.get("confirm", "unsure")
    told = _Progress(version)
    with store.replacing(distribution.table, sources=[path]) as new:
        staged = staging.fill(new, path, how, told=told)
        wanted = _wanted(said.get("kinds") or {}, distribution.table_schema, how.names)
        guesses = guessing.guess(new.run, how.names, wanted)
        kinds = [guess.kind for guess in guesses]
        told(0.8)
        bad = list(staging.rejected(new, path, how, kinds, staged))
        version.report |= _report(how, guesses, bad, staged)
        version.reading = {**said, "used": how.kept()}
        unsure = not all(guess.is_sure for guess in guesses)
        if (
            asks == "always"
            or (asks == "unsure" and (unsure or bad))
            or (bad and not said.get("keep_good", asks == "never"))
        ):
            _rejects(version, bad)
            raise _Waits
        new.run(
            "CREATE TABLE data AS " + guessing.table(how.names, kinds, f"NOT ({staging.misfits(kinds)})"),
            progress=lambda share: told(0.8 + share * 0.2),
        )
        new.run("DROP TABLE staged")
        count = new.run("SELECT count(*) FROM data")[0][0]
        columns = _columns(new, distribution.table_schema)
    _rejects(version, bad)
    schema = schemas.described(columns, primary_key=schemas.primary_key(distribution.table_schema))
    for field, guess in zip(schema["fields"], guesses, strict=True):
        field["kind"] = guess.kind
        if guess.by_person or said.get("confirmed"):
            field["confirmed"] = True
        if guess.missing:
            field["missingValues"] = ["", *guess.missing]
    _serve(version, rows=count, schema=schema, has_table=True, by=version.by, now=now)


class _Waits(Exception):
    """A person is to be asked; what was written so far is thrown away."""


class _Progress:
    """Tells how far reading is, in the version's report."""

    def __init__(self, version: Version) -> None:
        self.version, self.last = version, 0.0

    def __call__(self, share: float) -> None:
        if share - self.last >= 0.05:  # noqa: PLR2004 -- not at every beat
            self.last = share
            self.version.report = {**self.version.report, "progress": round(share, 2)}
            Version.objects.filter(pk=self.version.pk).update(report=self.version.report)


def _wanted(chosen: Mapping[str, str], kept: Mapping[str, Any], names: Sequence[str]) -> dict[str, str]:
    """The kinds that a person chose, now or for an earlier file of the same columns."""
    before = {
        name: schemas.kind(field) for name, field in schemas.matched(kept, names).items() if field.get("confirmed")
    }
    return before | {name: kind for name, kind in chosen.items() if name in names}


def _columns(new: store.Writing, kept: Mapping[str, Any]) -> list[Column]:
    said = schemas.infos(kept)
    described = new.run("DESCRIBE data")
    return [Column(name, kind, said.get(name, ({}, ""))[0]) for name, kind, *_rest in described if name != KEY]


def _report(
    how: Reading, guesses: Sequence[guessing.Guess], bad: Sequence[staging.Rejected], staged: staging.Staged
) -> dict[str, Any]:
    return {
        "progress": 1.0,
        "rows": staged.rows,
        "short": staged.short,
        "notes": list(how.notes),
        "guesses": [guess.kept() for guess in guesses],
        "rejected": len({each.line for each in bad}),
        "rejected_first": [asdict(each) for each in bad[:SHOWN]],
    }


def rejects_path(version: Version) -> Path:
    """Where the list of values that did not fit lies."""
    return version.path.parent / f"{version.number}.rejected.csv"


def _rejects(version: Version, bad: Sequence[staging.Rejected]) -> None:
    path = rejects_path(version)
    if not bad:
        path.unlink(missing_ok=True)
        return
    from korzo.kernel.publishing.lake import harmless

    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["line", "column", "value", "reason"])
        writer.writerows([each.line, harmless(each.column), harmless(each.value), each.reason] for each in bad)


def _serve(
    version: Version, *, rows: int | None, schema: Mapping[str, Any], has_table: bool, by: Person | None, now: datetime
) -> None:
    """Serve this file (and table) from now on."""
    distribution = version.distribution
    version.state, version.rows, version.table_schema = State.READY, rows, dict(schema)
    version.report = {**version.report, "progress": 1.0}
    version.save(update_fields=["state", "rows", "table_schema", "report", "reading"])
    Distribution.objects.filter(pk=distribution.pk).update(file_name=version.file_name)
    distribution.file_name = version.file_name
    updated(distribution, schema=schema, has_table=has_table, rows=rows, version=version, by=by, now=now)


def _failed(version: Version, problem: str, told: Mapping[str, Any], *, now: datetime) -> None:
    """Keep what went wrong. The first file of a distribution is served all the same, though without a table."""
    version.state = State.FAILED
    version.report = {**version.report, "problem": problem, "told": dict(told)}
    version.save(update_fields=["state", "report"])
    if version.distribution.current_id is None:
        updated(version.distribution, has_table=False, rows=None, version=version, by=version.by, now=now)
        Distribution.objects.filter(pk=version.distribution_id).update(file_name=version.file_name)
