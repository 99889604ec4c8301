"""Fills the city from GeoJSON files: boundary, neighbours, districts, streets, addresses, features.

The same file twice changes nothing: rows are known again by their code (an address by its street and number). A row
that a newer file no longer has is kept, because cases may point at it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _

from korzo.kernel.places import geometry, memory, reading, rows
from korzo.kernel.places.models import Stamp

BATCH = 2_000
Progress = Callable[[str, int], None]
"""Told the kind of file and how many features are read, once in a while."""


@dataclass(frozen=True)
class Reject:
    """A feature that was not taken: its place in the file (from 0), the property, its value, and why."""

    index: int
    prop: str
    value: str
    reason: str


@dataclass
class Report:
    """What became of one file."""

    kind: str
    path: Path
    added: int = 0
    replaced: int = 0
    mended: int = 0
    rejects: list[Reject] = field(default_factory=list)


class NothingImported(ValueError):
    """Features were rejected, and the import was to take all or nothing; `reports` say which."""

    def __init__(self, reports: list[Report]) -> None:
        super().__init__(_("Nothing was imported: %d features cannot be taken.") % sum(len(r.rejects) for r in reports))
        self.reports = reports


def kind_of(path: Path) -> str:
    """Tell from its name what a file holds (`streets.geojson`); raises Unreadable."""
    if path.stem not in rows.KINDS:
        raise reading.Unreadable(
            _("%(file)s: name it after what it holds, one of %(kinds)s.")
            % {"file": path.name, "kinds": ", ".join(rows.KINDS)}
        )
    return path.stem


def files_in(folder: Path) -> list[tuple[str, Path]]:
    """List the files of a folder that can be imported, in the order in which they need one another."""
    found = [(kind, path) for kind in rows.KINDS for path in sorted(folder.glob(f"{kind}.*json*"))]
    if not found:
        raise reading.Unreadable(_("%s has no file that can be imported.") % folder)
    return found


def load(
    path: Path,
    *,
    kind: str = "",
    properties: Mapping[str, str] | None = None,
    near: geometry.Point | None = None,
    keep_good: bool = False,
    progress: Progress = lambda _kind, _done: None,
) -> list[Report]:
    """Import a file, or a folder of them, in one transaction.

    `properties` says what the file calls our properties (`{"name": "NAZIV"}`). `near` is any position in the city and
    lets exchanged axes be noticed before there is a boundary. Raises Unreadable, and NothingImported when features were
    rejected and `keep_good` is off.
    """
    files = files_in(path) if path.is_dir() else [(kind or kind_of(path), path)]
    with transaction.atomic():
        reports = [_file(*each, properties or {}, near, progress) for each in files]
        if not keep_good and any(report.rejects for report in reports):
            raise NothingImported(reports)
        Stamp.touch()
    transaction.on_commit(memory.forget)
    return reports


def _file(
    kind: str, path: Path, properties: Mapping[str, str], near: geometry.Point | None, progress: Progress
) -> Report:
    report = Report(kind, path)
    reader = rows.KINDS[kind](properties, language=settings.LANGUAGE_CODE, near=_surroundings(near))
    for batch in _batched(_accepted(reader, report, progress)):
        known = reader.known(batch)
        reader.model.objects.bulk_create(
            batch, update_conflicts=True, unique_fields=reader.unique, update_fields=reader.changing
        )
        report.replaced += known
        report.added += len(batch) - known
    progress(kind, report.added + report.replaced + len(report.rejects))
    return report


def _accepted(reader: rows.Reader, report: Report, progress: Progress) -> Iterator[models.Model]:
    """Yield the rows that can be taken, noting the others in the report."""
    seen: dict[object, int] = {}
    for feature in reading.features(report.path):
        try:
            row = reader.row(feature)
        except reading.Refused as refused:
            report.rejects.append(Reject(feature.index, refused.prop, refused.value, refused.reason))
            continue
        if (first := seen.setdefault(reader.key(row), feature.index)) != feature.index:
            report.rejects.append(Reject(feature.index, "code", str(row), _("is in feature %d already") % first))
            continue
        report.mended = reader.mended
        if feature.index % BATCH == BATCH - 1:
            progress(report.kind, feature.index + 1)
        yield row


def _surroundings(near: geometry.Point | None) -> geometry.Box | None:
    """Draw a generous box (about a degree around) in which a city's places can lie."""
    if near:
        return geometry.Box(near.long, near.lat, near.long, near.lat).grown(100_000)
    edge = rows.boundary_box()
    return edge.grown(100_000) if edge else None


def _batched(items: Iterable[models.Model]) -> Iterator[list[Any]]:
    walk = iter(items)
    while batch := list(islice(walk, BATCH)):
        yield batch
