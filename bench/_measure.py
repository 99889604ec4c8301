"""Timing the way the tables are made: server time of real views, percentiles, and the count of queries."""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Row:
    """Milliseconds and queries of one kind of work.

    Median, 95th percentile, the same when each is asked for the first time (much is then still on the disk), and median
    of the process's own time.
    """

    name: str
    p50: float
    p95: float
    first: float
    cpu: float
    queries: int

    def __str__(self) -> str:
        return f"{self.name:34} {self.p50:9.1f} {self.p95:9.1f} {self.first:11.1f} {self.cpu:9.1f} {self.queries:8}"


HEAD = f"{'':34} {'p50 ms':>9} {'p95 ms':>9} {'first p95':>11} {'CPU p50':>9} {'queries':>8}"


def timed(name: str, work: Iterable[Callable[[], Any]]) -> Row:
    """Run all pieces of work, and then all of them once more, and take their times."""
    from django.db import connection

    pieces, asked = list(work), []

    def count(execute: Callable[..., Any], *arguments: Any) -> Any:
        asked.append(arguments[0])
        return execute(*arguments)

    with connection.execute_wrapper(count):
        pieces[0]()
    first = [_took(piece) for piece in pieces]
    again = [_took(piece) for piece in pieces]
    walls, own = ([each[at] for each in again] for at in (0, 1))
    return Row(
        name,
        statistics.median(walls),
        _p95(walls),
        _p95([wall for wall, _own in first]),
        statistics.median(own),
        len(asked),
    )


def _took(piece: Callable[[], Any]) -> tuple[float, float]:
    """Milliseconds on the clock and of this process."""
    started, busy = time.perf_counter(), time.process_time()
    piece()
    return (time.perf_counter() - started) * 1000, (time.process_time() - busy) * 1000


def _p95(times: list[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.95))]
