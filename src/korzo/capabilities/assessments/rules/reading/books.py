"""Spreadsheets read in a process of its own: `python books.py FILE` writes all sheets as JSON.

A few bytes of a spreadsheet can ask for all the memory there is (two cells far apart are enough), and its reader does
not come back from that. Here it has a limit, and what it dies of is no harm. Nothing of Korzo is loaded.
"""

import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

MEMORY, SECONDS = 3 * 2**29, 60
NO_MEMORY = 3
MOST_CELLS = 3_000_000


def main(path: str) -> None:
    """Write `[[name, rows], …]`, or what is wrong."""
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_path(path)
    except (python_calamine.CalamineError, OSError, ValueError, TypeError) as error:
        json.dump({"why": "damaged", "error": str(error)[:200]}, sys.stdout)
        return
    found, cells = [], 0
    for name in book.sheet_names:
        try:
            sheet = book.get_sheet_by_name(name)
        except (python_calamine.CalamineError, OSError, ValueError, TypeError):
            continue  # a chart or a macro is no table
        cells += sheet.total_height * sheet.total_width
        if cells > MOST_CELLS:
            json.dump({"why": "memory"}, sys.stdout)
            return
        found.append((name, [[_told(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]))
    json.dump(found, sys.stdout)


def _told(cell: Any) -> str | float:
    """A number as a number, anything else as a person would write it."""
    if isinstance(cell, bool) or cell is None:
        return "" if cell is None else str(cell)
    if isinstance(cell, int | float):
        return cell if abs(cell) < float("inf") else ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, timedelta | str) else ""


def _limited(kind: int, most: int) -> None:
    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


if __name__ == "__main__":
    _limited(resource.RLIMIT_AS, MEMORY)
    _limited(resource.RLIMIT_CPU, SECONDS)
    _limited(resource.RLIMIT_CORE, 0)
    try:
        main(sys.argv[1])
    except MemoryError:
        sys.exit(NO_MEMORY)
