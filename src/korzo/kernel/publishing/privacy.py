"""Small counts stay hidden: a cell below `k`, and as many beside it as keep it from being computed from totals.

A table of counts is a row for each combination of its keys. Along each key the cells of the other keys form a line,
whose total somebody may know. In each line either nothing is hidden, or at least two cells that together hold `k` or
more: then no hidden cell is known, and none is known to be small. (Primary and complementary suppression; see Hundepool
and others, *Statistical Disclosure Control*, 2012, chapter 4. Attacks that combine several lines by linear programming
are not ruled out.)
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

K = 5
_TWO = 2
Row = Mapping[str, Any]


def suppress(rows: Sequence[Row], *, keys: Sequence[str], counts: Sequence[str], k: int = K) -> list[dict[str, Any]]:
    """The rows with None for each count that is hidden; zero and None stay what they are."""
    kept = [dict(row) for row in rows]
    for name in counts:
        hidden = _hidden([row.get(name) for row in kept], _lines(kept, keys), k)
        for index in hidden:
            kept[index][name] = None
    return kept


def _lines(rows: Sequence[Row], keys: Sequence[str]) -> list[list[int]]:
    """The rows that differ in one key only, for each key."""
    lines: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        for key in keys:
            lines[key, *(row.get(other) for other in keys if other != key)].append(index)
    return list(lines.values())


def _hidden(values: Sequence[int | None], lines: Sequence[Sequence[int]], k: int) -> set[int]:
    """Hide what is small, then the smallest others of each line that gives something away, until none does."""
    hidden = {index for index, value in enumerate(values) if value is not None and 0 < value < k}
    changed = True
    while changed:
        changed = False
        for line in lines:
            gone = [index for index in line if index in hidden]
            if not gone or (len(gone) >= _TWO and sum(values[index] or 0 for index in gone) >= k):
                continue
            others = [index for index in line if index not in hidden and values[index]]
            if others:
                hidden.add(min(others, key=lambda index: (values[index] or 0, index)))
                changed = True
    return hidden
