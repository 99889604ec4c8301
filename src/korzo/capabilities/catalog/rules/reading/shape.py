"""How a file was read, and the names of its columns."""

import html
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from korzo.capabilities.catalog.rules.columns import LONGEST_NAME

Row = tuple[int, list[str | None]]
MOST_COLUMNS = 1_000
_MOST_UNPACKED, _HARMLESS, _MOST_RATIO = 4_000_000_000, 50_000_000, 200


class Unreadable(ValueError):
    """A file cannot be read; `problem` is a code and `told` what belongs to it."""

    def __init__(self, problem: str, **told: Any) -> None:
        self.problem, self.told = problem, told
        super().__init__(f"{problem} {told or ''}".strip())


def check_unpacked(size: int, packed: int) -> None:
    """Raise Unreadable where so many bytes were packed into so few that they are meant to fill a machine."""
    if size > _MOST_UNPACKED or (size > _HARMLESS and size > packed * _MOST_RATIO):
        raise Unreadable("bomb", size=size)


@dataclass(frozen=True)
class Reading:
    """How a file is read; kept as JSON beside the version and given back to read it again."""

    kind: str
    names: tuple[str, ...]
    encoding: str = ""
    delimiter: str = ""
    skip: int = 0
    heading: int = 1
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    is_plain: bool = False
    """UTF-8 text with ordinary line ends: DuckDB's own reader may try."""
    notes: tuple[str, ...] = ()
    """Codes of what was mended on the way: bom, lines, replaced, blank, wgs84 …"""
    headings: tuple[str, ...] = field(default=())
    """Names as the file has them, where they differ."""

    def kept(self) -> dict[str, Any]:
        """What is stored."""
        return asdict(self)


def named(rows: Sequence[Sequence[str | None]], width: int) -> tuple[str, ...]:
    """Names of columns from one or more heading rows: clean, not empty, each once (whatever the case)."""
    taken: set[str] = set()
    made = []
    for at in range(width):
        parts: list[str] = []
        for row in rows:
            part = cleaned(row[at] if at < len(row) else None)
            if part and part not in parts:
                parts.append(part)
        name = whole = _cut(" ".join(parts)) or f"column {at + 1}"
        number = 2
        while name.casefold() in taken:
            name = f"{_cut(whole, len(str(number)) + 1)} {number}"
            number += 1
        taken.add(name.casefold())
        made.append(name)
    return tuple(made)


def cleaned(heading: str | None) -> str:
    """A heading without mark-up, control characters and what no database takes."""
    if not heading:
        return ""
    text = html.unescape(re.sub(r"<[^<>]{0,200}>", " ", heading))
    text = re.sub(r"[\x00-\x1f\x7f\s\ufeff]+", " ", text).replace('"', "'").strip(" '")
    return text.lstrip("_ ")


def _cut(name: str, less: int = 0) -> str:
    raw = name.encode()
    return name if len(raw) <= LONGEST_NAME - less else raw[: LONGEST_NAME - less].decode(errors="ignore").strip()


def is_number(cell: str | None) -> bool:
    """Whether a cell looks like a number or a time rather than like a heading."""
    return bool(cell) and bool(re.fullmatch(r"[-+]?[\d\s.,:/%-]*\d[\d\s.,:/%-]*", cell or ""))


def heading_rows(rows: Sequence[Sequence[str | None]], *, several: bool) -> tuple[int, int]:
    """How many rows to skip before the headings, and how many rows of headings there are."""
    widths = [sum(1 for cell in row if cell) for row in rows[:50]] or [0]
    usual = max(set(widths), key=lambda width: (widths.count(width), width))
    need = max(2, round(usual * 0.5)) if usual > 1 else 1
    skip = next((at for at, width in enumerate(widths) if width >= need), 0)
    count = 1
    while several and count < 5 and skip + count + 1 < len(rows):  # noqa: PLR2004 -- nobody stacks more
        above, below = rows[skip + count - 1], rows[skip + count]
        spread = [cell for cell in above if cell]
        is_spread = len(set(spread)) < len(spread) or len(spread) < usual
        has_numbers = any(is_number(cell) for row in rows[skip + count + 1 :][:30] for cell in row)
        if not (is_spread and has_numbers and any(below) and not any(is_number(cell) for cell in below)):
            break
        count += 1
    return skip, count
