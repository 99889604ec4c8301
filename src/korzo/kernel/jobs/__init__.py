"""Background and periodic work: jobs in the same database, so that a rolled-back transaction leaves none behind.

    @jobs.job(retries=5)
    def send(message_id: int) -> None: ...

    send.enqueue(message_id=7)

    @jobs.every(minutes=5)
    def sweep() -> None: ...

A job that raises is tried again after 30 s, 2 min, 8 min … (at most 6 h apart); when its retries are used up it stays
on the dead-letter page. A job whose worker was killed is given to another one. So jobs must be idempotent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django_tasks import task
from django_tasks.base import Task

retries_of: dict[str, int] = {}
schedules: dict[str, "Schedule"] = {}
ticks: list[Callable[[], int]] = []


@dataclass(frozen=True)
class Schedule:
    """A job that is enqueued again and again."""

    name: str
    period: timedelta
    task: Task[..., Any]


def job(*, retries: int = 5) -> Callable[[Callable[..., Any]], Task[..., Any]]:
    """Make the decorated function a job; its arguments must be JSON."""

    def make(function: Callable[..., Any]) -> Task[..., Any]:
        made: Task[..., Any] = task()(function)
        retries_of[made.module_path] = retries
        return made

    return make


def every(**period: float) -> Callable[[Callable[[], Any]], Task[..., Any]]:
    """Make the decorated function a job that runs once a period (as for `timedelta`); a missed run is not repeated."""

    def make(function: Callable[[], Any]) -> Task[..., Any]:
        made = job(retries=0)(function)
        schedules[made.module_path] = Schedule(made.module_path, timedelta(**period), made)
        return made

    return make


def tick(function: Callable[[], int]) -> Callable[[], int]:
    """Have every worker call the function between jobs; it returns how much it did."""
    ticks.append(function)
    return function
