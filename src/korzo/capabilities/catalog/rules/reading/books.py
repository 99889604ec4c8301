"""Spreadsheets read in a process of its own: `python books.py FILE SHEET ROWS` writes JSON, a line at a time.

The first line holds the names of the sheets and the one that was chosen, or what is wrong; each other line some rows.
A few bytes of a spreadsheet can ask for all the memory there is (two cells far apart are enough), and its reader does
not come back from that. Here it has a limit, and what it dies of is no harm. Nothing of Korzo is loaded.
"""

import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

MEMORY, SECONDS = 2 * 2**30, 1800
BATCH, NO_MEMORY = 1000, 3
_TRUSTED_FLOAT = 1e15


def main(path: str, wanted: str, most: int) -> None:
    """Write what a file holds: of the sheet that is wanted, else of the first that holds anything."""
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_path(path)
        names = book.sheet_names
        chosen = wanted if wanted in names else next((name for name in names if _height(book, name)), *names[:1])
        listed = iter(book.get_sheet_by_name(chosen).to_python(skip_empty_area=False, nrows=most or None))
    except (python_calamine.CalamineError, OSError, ValueError, TypeError) as error:
        _tell({"error": str(error)[:200]})
        return
    _tell({"names": names, "sheet": chosen})
    while batch := list(islice(listed, BATCH)):
        _tell([[_text(cell) for cell in row] for row in batch])


def _tell(said: Any) -> None:
    sys.stdout.write(json.dumps(said) + "\n")


def _height(book: Any, name: str) -> int:
    try:
        return int(book.get_sheet_by_name(name).height)
    except Exception:  # noqa: BLE001 -- a chart or a macro is no table, and the library says so in many ways
        return 0


def _text(cell: Any) -> str | None:  # noqa: PLR0911 -- a line for each type
    """A cell as a person would write it."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _TRUSTED_FLOAT else repr(cell)
    if isinstance(cell, datetime):
        whole = cell.replace(microsecond=0)
        return whole.date().isoformat() if whole.time() == time() else whole.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell).strip() or None


def _limited(kind: int, most: int) -> None:
    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


if __name__ == "__main__":
    _limited(resource.RLIMIT_AS, MEMORY)
    _limited(resource.RLIMIT_CPU, SECONDS)
    _limited(resource.RLIMIT_CORE, 0)
    try:
        main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
    except MemoryError:
        sys.exit(NO_MEMORY)
