"""Spreadsheets: XLS, XLSX, XLSB, ODS. The values that were last computed are read; formulas are not run."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from korzo.capabilities.catalog.rules.reading.shape import Reading, Row, Unreadable, heading_rows, named

_TRUSTED_FLOAT = 1e15


def look(path: Path, kind: str, given: dict[str, Any]) -> Reading:
    """Find the sheet and its headings; raises Unreadable."""
    book = _book(path)
    names = tuple(book.sheet_names)
    chosen = str(given.get("sheet") or "")
    if chosen not in names:
        chosen = next((name for name in names if _height(book, name)), names[0] if names else "")
    listed = list(_lines(book, chosen, 200))
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
        sheet=chosen,
        sheets=names,
        headings=tuple(cell or "" for cell in body[0][:width]) if heading else (),
    )


def rows(path: Path, reading: Reading) -> Iterator[Row]:
    """The rows below the headings with their number in the sheet."""
    left = reading.skip + reading.heading
    for number, cells in enumerate(_lines(_book(path), reading.sheet, None), start=1):
        if not any(cells):
            continue
        if left:
            left -= 1
            continue
        yield number, cells[: len(reading.names)]


def _book(path: Path) -> Any:
    import python_calamine

    try:
        return python_calamine.CalamineWorkbook.from_path(str(path))
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise Unreadable("sheet", error=str(error)[:200]) from None


def _height(book: Any, name: str) -> int:
    try:
        return int(book.get_sheet_by_name(name).height)
    except Exception:  # noqa: BLE001 -- a chart or a macro is no table, and the library says so in many ways
        return 0


def _lines(book: Any, name: str, most: int | None) -> Iterator[list[str | None]]:
    import python_calamine

    try:
        sheet = book.get_sheet_by_name(name)
        listed = sheet.to_python(skip_empty_area=False, nrows=most)
    except (python_calamine.CalamineError, ValueError) as error:
        raise Unreadable("sheet", error=str(error)[:200]) from None
    for row in listed:
        yield [_text(cell) for cell in row]


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
