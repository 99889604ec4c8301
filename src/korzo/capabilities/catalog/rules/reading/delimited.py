"""CSV, TSV and their kin."""

import csv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from korzo.capabilities.catalog.rules.reading import encodings
from korzo.capabilities.catalog.rules.reading.shape import Reading, Row, Unreadable, heading_rows, named

DELIMITERS = ",;\t|"
_SAMPLE = 1 << 18
csv.field_size_limit(64_000_000)


def look(path: Path, kind: str, given: dict[str, Any]) -> Reading:
    """Find encoding, delimiter and headings; raises Unreadable."""
    scan = encodings.scan(path)
    encoding = given.get("encoding") or scan.encoding
    _known(encoding)
    with _text(path, encoding) as text:
        sample = text.read(_SAMPLE)
    if not sample.strip():
        raise Unreadable("empty")
    declared = sample[:5].lower() == "sep=" + sample[4:5]
    delimiter = given.get("delimiter") or (sample[4] if declared else _delimiter(sample))
    listed = _sampled(sample, delimiter)
    if declared:
        listed = listed[1:]
    skip, heading = heading_rows(listed, several=False)
    skip = int(given.get("skip", skip + declared)) - declared
    heading = int(given.get("heading", heading))
    body = listed[skip : skip + 200]
    width = max((len(row) for row in body[: max(heading, 1)]), default=0)
    if not heading:
        width = max((len(row) for row in body), default=0)
    names = named(body[:heading], width)
    notes = [code for code, is_so in (("bom", scan.boms > 1), ("lines", scan.has_bare_carriages), ("replaced", scan.replaced)) if is_so]  # fmt: skip  # noqa: E501
    written = tuple((body[0][at] if heading and at < len(body[0]) else "") or "" for at in range(width))
    return Reading(
        kind=kind,
        names=names,
        encoding=encoding,
        delimiter=delimiter,
        skip=skip + declared,
        heading=heading,
        is_plain=scan.is_plain and encoding == "utf-8",
        notes=tuple(notes),
        headings=() if written == names else written,
    )


def rows(path: Path, reading: Reading) -> Iterator[Row]:
    """The rows below the headings with their first line in the file; cells beyond the headings come too."""
    with _text(path, reading.encoding) as text:
        reader = csv.reader(_clean(text), delimiter=reading.delimiter)
        left, line = reading.skip + reading.heading, 1
        while True:
            begins = line
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise Unreadable("csv", line=begins, error=str(error)) from None
            line = reader.line_num + 1
            if not any(cells):
                continue
            if left:
                left -= 1
                continue
            yield begins, list(cells)


def _known(encoding: str) -> None:
    try:
        "".encode(encoding)
    except LookupError:
        raise Unreadable("encoding", encoding=encoding) from None


@contextmanager
def _text(path: Path, encoding: str) -> Iterator[IO[str]]:
    with path.open(encoding=encoding, errors="replace", newline=None) as text:
        if text.read(1) != "\ufeff":
            text.seek(0)
        yield text


def _clean(text: Iterable[str]) -> Iterator[str]:
    for line in text:
        yield line.replace("\ufeff", "").replace("\0", "") if "\ufeff" in line or "\0" in line else line


def _sampled(sample: str, delimiter: str) -> list[list[str]]:
    """The first rows; the last may be cut, so it is left out where there are more."""
    try:
        listed = [row for row in csv.reader(_clean(sample.splitlines(keepends=True)), delimiter=delimiter) if any(row)]
    except csv.Error:
        return [sample.splitlines()[0].split(delimiter)]
    return listed[:-1] if len(sample) >= _SAMPLE and len(listed) > 1 else listed


def _delimiter(sample: str) -> str:
    """The sign that splits most rows into the same number of cells."""

    def score(delimiter: str) -> tuple[float, int, int]:
        widths = [len(row) for row in _sampled(sample[:65_536], delimiter)[:200]]
        wide = [width for width in widths if width > 1]
        if not wide:
            return (0.0, 0, 0)
        usual = max(set(wide), key=lambda width: (wide.count(width), width))
        return (round(wide.count(usual) / len(widths), 1), usual, -DELIMITERS.index(delimiter))

    return max(DELIMITERS, key=score)
