"""The archive of a secret ballot, as it stands: streamed, written to a file, and as the next step needs it."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from korzo.capabilities.ballots.models import Box, Piece
from korzo.capabilities.ballots.rules import (
    archive,
    credentials,
    decryption,
    jsons,
    questions,
    shuffled,
    tally,
    trustees,
)
from korzo.capabilities.ballots.rules.archive import Archive, Event
from korzo.capabilities.ballots.rules.questions import Election
from korzo.capabilities.ballots.rules.reports import Report, Setup
from korzo.capabilities.ballots.rules.tally import Tally


@lru_cache(maxsize=8)
def known(uuid: str) -> Setup:
    """Election, trustees and credentials of a sealed box; they never change again."""
    box = Box.objects.get(uuid=uuid)
    raw = bytes(box.election)
    election = questions.read(raw)
    held = trustees.read(election.group, bytes(box.trustees))
    return Setup(election, raw, held, credentials.read_list(election.group, bytes(box.credentials)))


def stream(box: Box, start: int = 0, end: int | None = None) -> Iterator[bytes]:
    """The bytes of the archive from `start` up to, not including, `end` (none: all that `box` knew of)."""
    end = min(box.size if end is None else end, box.size)
    first = box.pieces.filter(offset__lte=start).order_by("-height").values_list("height", flat=True).first() or 0
    rows = box.pieces.filter(height__gte=first, offset__lt=end).order_by("height").values_list("offset", "data")
    for offset, data in rows.iterator(chunk_size=200):
        yield bytes(data)[max(0, start - offset) : end - offset]


def save(box: Box, path: Path) -> Path:
    """Write the archive to a file, for a check of the whole."""
    with path.open("wb") as file:
        for piece in stream(box):
            file.write(piece)
    return path


def standing(box: Box) -> Report:
    """Where a closed box stands, from its pieces, each of which was checked when it came; for `rules.steps`."""
    setup = known(box.uuid)
    rows = list(box.pieces.exclude(kind="Ballot").order_by("height"))
    report = Report(setup=setup, election=setup.election, voters=len(setup.weights))
    for row in rows:
        _take(report, setup.election, row)
    last = rows[-1]
    events = (Event(last.kind, last.height, last.event),)
    report.archive = Archive(Path(), box.timestamp, events, box.size)
    return report


def _take(report: Report, election: Election, row: Piece) -> None:
    given = [content for _name, content in archive.records(bytes(row.data))]
    if row.kind == "EncryptedTally":
        report.tally = tally.read(election, given[0])
        report.counted, report.weight, _digest = tally.read_sized(given[1])
    elif row.kind == "Shuffle":
        found = shuffled.read(election.group, given[0], len(election.shuffled))
        report.tally = tally.replaced(election, counted(report), [list(each.ciphertexts) for each in found])
        report.shuffles += 1
    elif row.kind == "PartialDecryption":
        owner = owner_of(row)
        public = known(election.uuid).trustees.publics[owner - 1]
        report.factors[owner] = decryption.check(election, counted(report), public, given[0])
        report.decryptions += 1


def counted(report: Report) -> Tally:
    """The ballots added up, as they were shuffled last; raises ValueError while they are not."""
    if report.tally is None:
        raise ValueError("the archive has no tally yet")
    return report.tally


def owner_of(row: Piece) -> int:
    """Whose shuffle or decryption this is: the number of the trustee, from 1."""
    owner, _payload = jsons.fields(jsons.read(archive.records(bytes(row.data))[1][1]), "owner", "payload")
    return int(owner)
