"""Reading a file of cases, a process ahead of the one that stores them."""

import csv
import gzip
import io
import json
import multiprocessing
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Empty
from typing import Any

from korzo.capabilities.cases.rules import mapping

BATCH = 10_000
AHEAD = 4
NOT_ENCODED = "is not in the encoding of the file; name it with --encoding"
UNREADABLE = (
    mapping.BadMapping,
    csv.Error,
    UnicodeError,
    json.JSONDecodeError,
    gzip.BadGzipFile,
    EOFError,
    OSError,
    RecursionError,
)
csv.field_size_limit(2**20)


@dataclass(frozen=True)
class Rejected:
    """A row that cannot be taken: where, what, and why."""

    line: int
    column: str
    value: str
    reason: str


@dataclass
class Batch:
    """Good rows and rejected ones of a part of the file, and how many of its bytes are read by now."""

    rows: mapping.Columns = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    done: int = 0


class Unreadable(ValueError):
    """The file as a whole cannot be read; the message says why."""


def batches(source: Path, meaning: mapping.Meaning, encoding: str) -> Iterator[Batch]:
    """Read the file in this process; raises one of UNREADABLE."""
    rows = _rows(source, encoding)
    _line, header, _done = next(rows, (0, [], 0))
    read = mapping.reader(meaning, header, latest=datetime.now(UTC) + timedelta(days=1))
    good: list[mapping.Imported] = []
    rejected: list[Rejected] = []
    done = 0
    for line, row, at in rows:
        done = at or done
        if not any(row):
            continue
        try:
            _check_letters(row, header)
            good.append(read(row))
        except mapping.BadValue as error:
            rejected.append(Rejected(line, error.column, error.value, error.reason))
        if len(good) >= BATCH or len(rejected) >= BATCH:
            yield Batch(mapping.columns(good), rejected, done)
            good, rejected = [], []
    yield Batch(mapping.columns(good), rejected, source.stat().st_size)


def _check_letters(row: list[str], header: list[str]) -> None:
    """Refuse a row with bytes that do not belong to the encoding."""
    whole = "".join(row)
    if not whole.isascii() and any("\udc80" <= letter <= "\udcff" for letter in whole):
        at = next(at for at, value in enumerate(row) if any("\udc80" <= letter <= "\udcff" for letter in value))
        shown = row[at].encode("utf-8", "backslashreplace").decode()
        raise mapping.BadValue(header[at] if at < len(header) else "", shown, NOT_ENCODED)


def ahead(source: Path, meaning: mapping.Meaning, encoding: str) -> Iterator[Batch]:
    """Read the file in another process, a few batches ahead; raises Unreadable."""
    context = multiprocessing.get_context("spawn")
    waiting: Any = context.Queue(maxsize=AHEAD)
    child = context.Process(target=_fill, args=(waiting, source, meaning, encoding), daemon=True)
    child.start()
    try:
        while (found := _next(waiting, child)) is not None:
            if isinstance(found, str):
                raise Unreadable(found)
            yield found
    finally:
        child.terminate()
        child.join()


def _next(waiting: Any, child: Any) -> Batch | str | None:
    while True:
        try:
            found: Batch | str | None = waiting.get(timeout=1)
        except Empty:
            if not child.is_alive():
                raise Unreadable("the process that reads the file was stopped") from None
        else:
            return found


def _fill(waiting: Any, source: Path, meaning: mapping.Meaning, encoding: str) -> None:
    try:
        for batch in batches(source, meaning, encoding):
            waiting.put(batch)
        waiting.put(None)
    except UNREADABLE as error:
        waiting.put(str(error))


def _rows(source: Path, encoding: str) -> Iterator[tuple[int, list[str], int]]:
    """Line number, values, and now and then the bytes read so far; the header comes first."""
    with ExitStack() as stack:
        raw = stack.enter_context(source.open("rb"))
        packed = source.suffix == ".gz"
        data: Any = stack.enter_context(gzip.GzipFile(fileobj=raw)) if packed else raw
        if Path(source.stem if packed else source.name).suffix == ".json":
            yield from _json_rows(json.loads(data.read().decode(encoding)), source.stat().st_size)
            return
        text = io.TextIOWrapper(data, encoding=encoding, errors="surrogateescape", newline="")
        reader = csv.reader(text, strict=True)
        for number, row in enumerate(reader):
            yield reader.line_num, row, raw.tell() if number % 1000 == 0 else 0


def _json_rows(found: Any, size: int) -> Iterator[tuple[int, list[str], int]]:
    if isinstance(found, dict):
        found = next((value for value in found.values() if isinstance(value, list)), None)
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise mapping.BadMapping("a JSON file must hold a list of objects")
    header, rows = mapping.as_rows(found)
    yield 0, header, 0
    for number, row in enumerate(rows, start=1):
        yield number, row, size * number // len(rows)
