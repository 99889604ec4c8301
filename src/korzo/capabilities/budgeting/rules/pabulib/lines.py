"""The lines of a file, one after the other and never all at once, whatever it is."""

import csv
import gzip
import re
import zlib
from collections.abc import Iterator
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
    """Give the number of each row's first line, and its cells. Raises Unreadable."""
    if isinstance(source, Path):
        with source.open("rb") as stream:
            yield from rows(stream, noted, limit=limit)
        return
    start = source.read(2)
    source.seek(0)
    if start in _WIDE:
        raise noted.stop(1, "", "", "this is UTF-16; save the file as UTF-8")
    unpacked = gzip.GzipFile(fileobj=source) if start == _GZIP else source
    text = csv.reader(_text(unpacked, noted, limit), delimiter=";")
    line = 1
    try:
        for row in text:
            if text.line_num > line and any(_SECTION.search(cell) for cell in row):
                raise noted.stop(line, "", "", "a quotation mark is not closed: the cell swallows the next section")
            yield line, row
            line = text.line_num + 1
    except csv.Error as error:
        raise noted.stop(line, "", "", f"a quotation mark is not closed, or a cell is too long ({error})") from error
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise noted.stop(line, "", "", "the packed file is damaged or not complete") from error


def _text(stream: "IO[bytes] | gzip.GzipFile", noted: Noted, limit: int) -> Iterator[str]:
    number, taken, encoding = 0, 0, "utf-8-sig"
    while line := stream.readline(LONGEST + 1):
        number += 1
        taken += len(line)
        if len(line) > LONGEST:
            raise noted.stop(number, "", "", f"the line is longer than {LONGEST:,} bytes")
        if taken > limit:
            raise noted.stop(number, "", "", f"the file is larger than {limit:,} bytes, which is the limit")
        if b"\0" in line:
            raise noted.stop(number, "", "", "holds a zero byte; this is no text")
        try:
            yield line.decode(encoding)
        except UnicodeDecodeError as error:
            raise noted.stop(
                number, f"byte {error.start + 1}", repr(error.object[error.start : error.end])[2:-1], "is not UTF-8"
            ) from error
        encoding = "utf-8"
