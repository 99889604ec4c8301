"""Spreadsheets: XLS, XLSX, XLSB, ODS. The values that were last computed are read; formulas are not run."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from korzo.capabilities.catalog.rules.reading.shape import Reading, Row, Unreadable, heading_rows, named

_READER = Path(__file__).with_name("books.py")
_FIRST = 200
"""Rows that are looked at."""
_FAILED = 1
"""How Python ends when the library panics; all else is a limit that was reached."""


def look(path: Path, kind: str, given: dict[str, Any]) -> Reading:
    """Find the sheet and its headings; raises Unreadable."""
    with _opened(path, str(given.get("sheet") or ""), _FIRST) as (told, listed):
        filled = [row for row in listed if any(row)]
    if not filled:
        raise Unreadable("empty")
    skip, heading = heading_rows(filled, several=True)
    skip, heading = int(given.get("skip", skip)), int(given.get("heading", heading))
    body = filled[skip:]
    width = max((len(row) for row in body), default=0)
    while width and not any(row[width - 1] for row in body if len(row) >= width):
        width -= 1
    return Reading(
        kind=kind,
        names=named(body[:heading], width),
        skip=skip,
        heading=heading,
        sheet=told["sheet"],
        sheets=tuple(told["names"]),
        headings=tuple(cell or "" for cell in body[0][:width]) if heading else (),
    )


def rows(path: Path, reading: Reading) -> Iterator[Row]:
    """The rows below the headings with their number in the sheet."""
    left = reading.skip + reading.heading
    with _opened(path, reading.sheet) as (_told, listed):
        for number, cells in enumerate(listed, start=1):
            if not any(cells):
                continue
            if left:
                left -= 1
                continue
            yield number, cells[: len(reading.names)]


@contextmanager
def _opened(path: Path, sheet: str, most: int = 0) -> Iterator[tuple[dict[str, Any], Iterator[list[str | None]]]]:
    """What a file says of its sheets, and the rows of one of them; raises Unreadable, also while they are read."""
    command = [sys.executable, "-I", str(_READER), str(path), sheet.replace("\0", ""), str(most)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:  # noqa: S603 -- no shell
        try:
            told = next(_said(child), {"error": ""})
            if "error" in told:
                raise Unreadable("sheet", **told)
            yield told, (row for rows in _said(child) for row in rows)
        finally:
            child.kill()


def _said(child: "subprocess.Popen[bytes]") -> Iterator[Any]:
    for line in child.stdout or ():
        yield json.loads(line)
    if code := child.wait():
        raise Unreadable("sheet", error="") if code == _FAILED else Unreadable("memory")
