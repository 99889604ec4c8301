"""Timing the way the tables are made: server time of real views, percentiles, and the count of queries."""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Row:
    """Milliseconds (median, 95th percentile, median of the process's own) and queries of one kind of work."""

    name: str
    p50: float
    p95: float
    cpu: float
    queries: int

    def __str__(self) -> str:
        return f"{self.name:34} {self.p50:9.1f} {self.p95:9.1f} {self.cpu:9.1f} {self.queries:8}"


HEAD = f"{'':34} {'p50 ms':>9} {'p95 ms':>9} {'CPU p50':>9} {'queries':>8}"


def timed(name: str, work: Iterable[Callable[[], Any]]) -> Row:
    """Run each piece of work once and take its time; the first is run before, untimed."""
    from django.db import connection

    pieces, asked = list(work), []

    def count(execute: Callable[..., Any], *arguments: Any) -> Any:
        asked.append(arguments[0])
        return execute(*arguments)

    with connection.execute_wrapper(count):
        pieces[0]()
    walls, spent = [], []
    for piece in pieces:
        started, busy = time.perf_counter(), time.process_time()
        piece()
        spent.append((time.process_time() - busy) * 1000)
        walls.append((time.perf_counter() - started) * 1000)
    walls.sort()
    p95 = walls[min(len(walls) - 1, int(len(walls) * 0.95))]
    return Row(name, statistics.median(walls), p95, statistics.median(spent), len(asked))
