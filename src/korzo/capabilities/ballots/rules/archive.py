"""The archive of an election, `<uuid>.bel`: written byte for byte, read strictly and in one pass.

An old-style tar without end blocks that only grows at its end: `BELENIOS`, then for each event its data records and its
own record, each named after the SHA-256 of its content. Events are chained by hash (Belenios specification, v1,
"Archive"; the bytes are not in it).
"""

import hashlib
import re
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from korzo.capabilities.ballots.rules import digests, jsons

BLOCK = 512
_PIECE = 1 << 20
_NAME = re.compile(rb"([0-9a-f]{64})\.(data|event)\.json")
_TIME = re.compile(r"0|[1-9][0-9]{0,9}")
_SIZE = re.compile(rb"[0-7]{11}")
_SMALL = 1 << 16  # records that link others are a few hundred bytes

# How many data records stand before an event, and the letter it has in the grammar.
KINDS = {
    "Setup": (4, "S"),
    "Ballot": (1, "b"),
    "EndBallots": (0, "E"),
    "EncryptedTally": (2, "T"),
    "Shuffle": (2, "s"),
    "EndShuffles": (0, "e"),
    "PartialDecryption": (2, "d"),
    "Result": (1, "R"),
}
GRAMMAR = re.compile(r"Sb*(?:E(?:T(?:s*|s+ed*R?|d*R?))?)?")


class Broken(ValueError):
    """An archive that is not what the specification says, with the place."""


# Writing -------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Head:
    """Where an archive ends: what the next event needs to know."""

    timestamp: int
    parent: str | None = None
    height: int = 0


def start(timestamp: int) -> tuple[bytes, Head]:
    """The first record of an archive made at this time (seconds since 1970)."""
    content = jsons.write({"version": 1, "timestamp": str(timestamp)})
    return _record("BELENIOS", content, timestamp), Head(timestamp)


def event(head: Head, kind: str, *data: bytes) -> tuple[bytes, Head]:
    """An event with its data records; the last one is its payload."""
    if len(data) != KINDS[kind][0]:
        raise ValueError(f"{kind} has {KINDS[kind][0]} data records")
    parent = {} if head.parent is None else {"parent": head.parent}
    payload = {"payload": digests.hex_of(data[-1])} if data else {}
    content = jsons.write({**parent, "height": head.height, "type": kind, **payload})
    name = digests.hex_of(content)
    records = [_record(f"{digests.hex_of(each)}.data.json", each, head.timestamp) for each in data]
    records.append(_record(f"{name}.event.json", content, head.timestamp))
    return b"".join(records), Head(head.timestamp, name, head.height + 1)


def setup(election: bytes, trustees: bytes, credentials: bytes) -> tuple[bytes, ...]:
    """The data records of Setup."""
    names = {"election": election, "trustees": trustees, "credentials": credentials}
    linked = jsons.write({name: digests.hex_of(data) for name, data in names.items()})
    return election, trustees, credentials, linked


def owned(owner: int, data: bytes) -> tuple[bytes, bytes]:
    """The data records of a shuffle or a partial decryption."""
    return data, jsons.write({"owner": owner, "payload": digests.hex_of(data)})


def header(name: str, size: int, timestamp: int) -> bytes:
    """The 512 bytes before a record."""
    made = bytearray(BLOCK)
    for at, value in (
        (0, name),
        (100, "0000644"),
        (108, "0000000"),
        (116, "0000000"),
        (124, f"{size:011o}"),
        (136, f"{timestamp:011o}"),
        (148, " " * 8),
        (156, "0"),
    ):
        made[at : at + len(value)] = value.encode()
    made[148:156] = f"{sum(made):06o}\0 ".encode()
    return bytes(made)


def _record(name: str, content: bytes, timestamp: int) -> bytes:
    return header(name, len(content), timestamp) + content + bytes(-len(content) % BLOCK)


def records(piece: bytes) -> list[tuple[str, bytes]]:
    """Names and contents of the records in a piece that was written here."""
    found, at = [], 0
    while at < len(piece):
        size = int(piece[at + 124 : at + 135], 8)
        name = piece[at : at + 100].rstrip(b"\0").decode()
        found.append((name, piece[at + BLOCK : at + BLOCK + size]))
        at += BLOCK + size + -size % BLOCK
    return found


# Reading -------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Stored:
    """Where the content of a data record lies, and its SHA-256."""

    offset: int
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Event:
    """An event of the chain with its data records; `owner` of shuffles and partial decryptions counts from 1."""

    kind: str
    height: int
    digest: str
    data: tuple[Stored, ...] = ()
    owner: int = 0


@dataclass(frozen=True, slots=True)
class Archive:
    """A whole archive: nothing but places, so that a million ballots fit into memory."""

    path: Path
    timestamp: int
    events: tuple[Event, ...]
    size: int

    def of(self, kind: str) -> list[Event]:
        """The events of one kind."""
        return [each for each in self.events if each.kind == kind]

    def head(self) -> Head:
        """Where it goes on; the last event is enough to know."""
        if not self.events:
            return Head(self.timestamp)
        last = self.events[-1]
        return Head(self.timestamp, last.digest, last.height + 1)

    def content(self, stored: Stored) -> bytes:
        """Read a data record."""
        with self.path.open("rb") as file:
            return content(file, stored)


def content(file: BinaryIO, stored: Stored) -> bytes:
    """Read a data record of an open archive."""
    file.seek(stored.offset)
    return file.read(stored.size)


def reading(path: Path) -> Generator[int, None, Archive]:
    """Read an archive once, yield how many bytes are done; Broken with the place."""
    size = path.stat().st_size
    with path.open("rb") as file:
        reader = _Reader(file, size)
        timestamp = reader.first()
        while reader.at < size:
            yield reader.at
            reader.record()
    if reader.pending:
        raise Broken(f"byte {size}: data records without an event")
    letters = "".join(KINDS[each.kind][1] for each in reader.events)
    if not GRAMMAR.fullmatch(letters):
        raise Broken(f"events in an order that is not allowed: {_short(letters)}")
    return Archive(path, timestamp, tuple(reader.events), size)


def read(path: Path) -> Archive:
    """Read an archive."""
    steps = reading(path)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: Archive = end.value
            return found


@dataclass(slots=True)
class _Reader:
    file: BinaryIO
    size: int
    at: int = 0
    timestamp: int = 0
    pending: list[Stored] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def first(self) -> int:
        raw = self.file.read(BLOCK)
        size = self._size(raw)
        if size > _SMALL:
            raise Broken("byte 0: the first record is too long")
        data = self.file.read(size)
        try:
            version, timestamp = jsons.fields(jsons.read(data), "version", "timestamp")
            spelled = jsons.text(timestamp)
            if jsons.whole(version) != 1 or not _TIME.fullmatch(spelled):
                raise jsons.Malformed("version 1 and a time are expected")  # noqa: TRY301 -- wrapped like the others
        except jsons.Malformed as error:
            raise Broken(f"BELENIOS: {error}") from error
        self.timestamp = int(spelled)
        if raw != header("BELENIOS", size, self.timestamp):
            raise Broken("byte 0: the header of BELENIOS is not as it has to be")
        self._padding(size)
        return self.timestamp

    def record(self) -> None:
        raw = self.file.read(BLOCK)
        size = self._size(raw)
        named = _NAME.fullmatch(raw[:100].rstrip(b"\0"))
        if named is None or raw != header(named[0].decode(), size, self.timestamp):
            raise Broken(f"byte {self.at}: a header is not as it has to be")
        digest, kind = named[1].decode(), named[2]
        stored = Stored(self.at + BLOCK, size, digest)
        hashed = hashlib.sha256()
        left, kept = size, b""
        while left:
            piece = self.file.read(min(_PIECE, left))
            if not piece:
                raise Broken(f"byte {self.at}: the record is cut off")
            hashed.update(piece)
            left -= len(piece)
            kept = piece
        if hashed.hexdigest() != digest:
            raise Broken(f"byte {self.at}: the content is not what its name says")
        self._padding(size)
        if kind == b"data":
            self.pending.append(stored)
            return
        if size > _SMALL:
            raise Broken(f"event {len(self.events)}: is too long")
        try:
            self._event(digest, kept)
        except jsons.Malformed as error:
            raise Broken(f"event {len(self.events)}: {error}") from error

    def _size(self, raw: bytes) -> int:
        if len(raw) < BLOCK or not _SIZE.fullmatch(raw[124:135]):
            raise Broken(f"byte {self.at}: no record begins here")
        return int(raw[124:135], 8)

    def _padding(self, size: int) -> None:
        if self.file.read(-size % BLOCK) != bytes(-size % BLOCK):
            raise Broken(f"byte {self.at}: the padding is not zero")
        self.at += BLOCK + size + -size % BLOCK

    def _event(self, digest: str, data: bytes) -> None:
        parent, height, kind, payload = jsons.fields(jsons.read(data), "parent?", "height", "type", "payload?")
        before = self.events[-1].digest if self.events else None
        if parent != before or type(height) is not int or height != len(self.events):
            raise jsons.Malformed("does not follow the one before it")
        if kind not in KINDS:
            raise jsons.Malformed(f"{kind!r} is no known type")
        if len(self.pending) != KINDS[kind][0]:
            raise jsons.Malformed(f"{kind} has {KINDS[kind][0]} data records, not {len(self.pending)}")
        if payload != (self.pending[-1].digest if self.pending else None):
            raise jsons.Malformed("the payload is not the record before it")
        owner = 0
        if kind == "Setup":
            linked = jsons.fields(self._linked(), "election", "trustees", "credentials")
        elif kind == "EncryptedTally":
            *_, one = jsons.fields(self._linked(), "num_tallied", "total_weight", "encrypted_tally")
            linked = [one]
        elif kind in {"Shuffle", "PartialDecryption"}:
            owner, one = jsons.fields(self._linked(), "owner", "payload")
            linked = [one]
            jsons.whole(owner, 1)
        else:
            linked = []
        if linked and linked != [each.digest for each in self.pending[:-1]]:
            raise jsons.Malformed("the data records are not those it names")
        self.events.append(Event(kind, height, digest, tuple(self.pending), owner))
        self.pending.clear()

    def _linked(self) -> Any:
        stored, here = self.pending[-1], self.file.tell()
        if stored.size > _SMALL:
            raise jsons.Malformed("a record that names others is too long")
        data = content(self.file, stored)
        self.file.seek(here)
        return jsons.read(data)


def _short(letters: str) -> str:
    names = {letter: kind for kind, (_, letter) in KINDS.items()}
    return " ".join(
        names[run[0][0]] + (f" ({len(run[0])})" if len(run[0]) > 1 else "") for run in re.finditer(r"(.)\1*", letters)
    )
