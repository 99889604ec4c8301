"""Values by two columns as a table: one down, the other across."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Crossed:
    """What stands across, and a row for each that stands down: its key, and a value or None for each across."""

    across: tuple[Any, ...]
    rows: tuple[tuple[Any, tuple[Any, ...]], ...]


def cross(rows: Iterable[Mapping[str, Any]], by: Sequence[str]) -> Crossed:
    """Cross rows of {down, across, value}; the order of both is that in which they come."""
    down, across = by
    values: dict[Any, dict[Any, Any]] = {}
    columns: dict[Any, None] = {}
    for row in rows:
        columns.setdefault(row[across])
        values.setdefault(row[down], {})[row[across]] = row["value"]
    listed = tuple(columns)
    return Crossed(listed, tuple((key, tuple(found.get(each) for each in listed)) for key, found in values.items()))
