"""The lines of a file, one after the other and never all at once, whatever it is."""

import csv
import gzip
import re
import zlib
from collections.abc import Iterator
from io import StringIO
from itertools import chain
from pathlib import Path
from typing import IO

from korzo.capabilities.budgeting.rules.pabulib.problems import Noted

LIMIT = 1 << 30
"""Bytes, unpacked, that are read unless somebody allows more."""
LONGEST = 1 << 20
"""Bytes of one line."""
_SECTION = re.compile(r"^(META|PROJECTS|VOTES)\r?$", re.MULTILINE)
_GZIP = b"\x1f\x8b"
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def rows(source: Path | IO[bytes], noted: Noted, *, limit: int = LIMIT) -> Iterator[tuple[int, list[str]]]:
    """Give the number of each row's first line, and its cells; not rows with nothing in them. Raises Unreadable."""
    if isinstance(source, Path):
        with source.open("rb") as stream:
            yield from rows(stream, noted, limit=limit)
        return
    start = source.read(2)
    source.seek(0)
    if start in _WIDE:
        raise noted.stop(1, "", "", "this is UTF-16; save the file as UTF-8")
    unpacked = gzip.GzipFile(fileobj=source) if start == _GZIP else source
    text = csv.reader(chain.from_iterable(_blocks(unpacked, noted, limit)), delimiter=";")
    line = 1
    try:
        for row in text:
            last = text.line_num
            if last > line and any(_SECTION.search(cell) for cell in row):
                raise noted.stop(line, "", "", "a quotation mark is not closed: the cell swallows the next section")
            if row and (row[0].strip() or any(cell.strip() for cell in row)):
                yield line, row
            line = last + 1
    except csv.Error as error:
        raise noted.stop(line, "", "", f"a quotation mark is not closed, or a cell is too long ({error})") from error
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise noted.stop(line, "", "", "the packed file is damaged or not complete") from error


def _blocks(stream: "IO[bytes] | gzip.GzipFile", noted: Noted, limit: int) -> Iterator[StringIO]:
    """Decode the file by blocks of whole lines."""
    taken, before, rest, encoding = 0, 0, b"", "utf-8-sig"
    while read := stream.read(min(LONGEST, limit + 1 - taken)):
        taken += len(read)
        whole, newline, begun = read.rpartition(b"\n")
        block, rest = (rest + whole + newline, begun) if newline else (b"", rest + read)
        if len(rest) > LONGEST:
            raise noted.stop(before + block.count(b"\n") + 1, "", "", f"the line is longer than {LONGEST:,} bytes")
        yield StringIO(_text(block, before, encoding, noted), newline="\n")
        if block:
            before, encoding = before + block.count(b"\n"), "utf-8"
        if taken > limit:
            raise noted.stop(before + 1, "", "", f"the file is larger than {limit:,} bytes, which is the limit")
    yield StringIO(_text(rest, before, encoding, noted), newline="\n")


def _text(block: bytes, before: int, encoding: str, noted: Noted) -> str:
    """Decode whole lines that stand after so many others."""
    if (zero := block.find(b"\0")) >= 0:
        raise noted.stop(before + block.count(b"\n", 0, zero) + 1, "", "", "holds a zero byte; this is no text")
    try:
        return block.decode(encoding)
    except UnicodeDecodeError as error:
        wrong, start = error.object, error.start
        line, column = before + wrong.count(b"\n", 0, start) + 1, start - wrong.rfind(b"\n", 0, start)
        shown = repr(wrong[start : error.end])[2:-1]
        raise noted.stop(line, f"byte {column}", shown, "is not UTF-8") from error
