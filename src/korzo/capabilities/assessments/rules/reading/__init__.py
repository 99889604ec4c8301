"""Files as offices hand them over, read as sheets of cells: XLS, XLSX, ODS, and CSV or TSV of any encoding.

A cell is text as a person would read it; a number that a spreadsheet stored as a number is `Stored`, so that nobody has
to guess where its decimals begin. Formulas are never computed: what stands there is what was last shown.
"""

import csv
import io
import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from korzo.capabilities.assessments.rules.numbers import Stored
from korzo.capabilities.assessments.rules.reading import books, encodings

_SEPARATORS = ";\t,|"
_SAMPLE = 200
_SECONDS = 60
_OLD, _ZIPPED = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
csv.field_size_limit(10_000_000)


class Unreadable(ValueError):
    """A file that is no table. `why`: form, empty, damaged, memory, long."""

    def __init__(self, why: str, detail: str = "") -> None:
        self.why = why
        super().__init__(f"{why}: {detail}" if detail else why)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with its cells; rows may be of different length."""

    name: str
    cells: list[list[str]]


def read(path: Path, name: str = "") -> list[Sheet]:
    """All sheets of a file that hold anything; `name` is what it was called. Raises Unreadable."""
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith((_OLD, _ZIPPED)):
        found = _book(path)
    elif head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!")):
        raise Unreadable("form", head[:4].decode("latin-1"))
    else:
        found = [Sheet(Path(name or path.name).stem, _delimited(path.read_bytes()))]
    kept = [sheet for sheet in found if any(cell.strip() for row in sheet.cells for cell in row)]
    if not kept:
        raise Unreadable("empty")
    return kept


def of_text(text: str, name: str = "") -> Sheet:
    """CSV or TSV as a sheet."""
    return Sheet(name, _split(text))


def _delimited(content: bytes) -> list[list[str]]:
    try:
        return _split(encodings.decoded(content))
    except csv.Error as error:
        raise Unreadable("damaged", str(error)) from error


def _split(text: str) -> list[list[str]]:
    text = text.replace("\0", "")
    first, _line, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == len("sep=") + 1:
        return list(csv.reader(io.StringIO(rest, newline=""), delimiter=first[4]))
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)))


def _separator(text: str) -> str:
    """The one with which most lines are equally wide; commas of decimals make lines of all widths."""
    best, most = ",", 0.0
    for sign in _SEPARATORS:
        try:
            lines = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
            widths = Counter(len(cells) for cells, _at in zip(lines, range(_SAMPLE), strict=False))
        except csv.Error:
            continue
        if not widths:
            continue
        width, lines_so = widths.most_common(1)[0]
        share = lines_so / widths.total() if width > 1 else 0.0
        if share > most:
            best, most = sign, share
    return best


def _book(path: Path) -> list[Sheet]:
    """Every sheet of a spreadsheet, read by a process of its own with a limit of memory."""
    try:
        done = subprocess.run(  # noqa: S603 -- our own module; the file's path is an argument, never a command
            [sys.executable, "-I", books.__file__, str(path)], capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable("long") from error
    if done.returncode:
        raise Unreadable("memory")
    told = json.loads(done.stdout)
    if isinstance(told, dict):
        raise Unreadable(told["why"], told.get("error", ""))
    return [Sheet(name, [[_cell(cell) for cell in row] for row in rows]) for name, rows in told]


def _cell(cell: str | float) -> str:
    if isinstance(cell, str):
        return cell
    return Stored(int(cell) if cell == int(cell) else repr(cell))
