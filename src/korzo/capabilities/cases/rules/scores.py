"""What a month's work comes to, and how much of it may be told where few people are concerned."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import Generic, TypeVar

LEAST = 5
"""Figures of fewer cases than this could tell something about a person."""
K = TypeVar("K")


@dataclass(frozen=True)
class Closed:
    """A case that was closed. `answer` is what the reporter said: yes, partly, no, or nothing."""

    reported_at: datetime
    closed_at: datetime
    due_at: datetime | None
    reopened: int
    answer: str = ""
    timed: bool = True
    """False for work that staff wrote down after it was done: its speed says nothing."""


@dataclass(frozen=True)
class Sum:
    """Counts of closed cases, and the median hours from report to close (None where none is timed)."""

    closed: int
    promised: int
    kept: int
    reopened: int
    answered: int
    satisfied: int
    median_hours: float | None


def total(cases: Sequence[Closed]) -> Sum:
    """Add up closed cases."""
    promised = [each for each in cases if each.due_at]
    hours = [(each.closed_at - each.reported_at).total_seconds() / 3600 for each in cases if each.timed]
    return Sum(
        closed=len(cases),
        promised=len(promised),
        kept=sum(each.closed_at <= each.due_at for each in promised if each.due_at),
        reopened=sum(each.reopened > 0 for each in cases),
        answered=sum(bool(each.answer) for each in cases),
        satisfied=sum(each.answer == "yes" for each in cases),
        median_hours=round(median(hours), 2) if hours else None,
    )


@dataclass(frozen=True)
class Line(Generic[K]):
    """A line of a scoreboard: shares in per cent, None where too few cases stand behind them or the line is hidden."""

    of: K
    closed: int | None
    on_time: int | None
    reopened: int | None
    satisfied: int | None
    median_hours: float | None

    @property
    def is_hidden(self) -> bool:
        """Say whether only that there were some is told."""
        return self.closed is None


def share(part: int, whole: int) -> int | None:
    """Per cent, None where the whole is too few."""
    return round(100 * part / whole) if whole >= LEAST else None


def line(of: K, counted: Sum) -> Line[K]:
    """What may be told of some cases, if they are enough."""
    return Line(
        of,
        counted.closed,
        share(counted.kept, counted.promised),
        share(counted.reopened, counted.closed),
        share(counted.satisfied, counted.answered),
        counted.median_hours,
    )


def hidden(of: K) -> Line[K]:
    """A line that tells only that there is something."""
    return Line(of, None, None, None, None, None)


def protected(counted: Iterable[tuple[K, Sum]]) -> list[Line[K]]:
    """Lines of parts of a whole whose total is told as well, most cases first.

    Parts of fewer than LEAST cases are hidden. If those are so few together that the total would give them away, the
    smallest of the others are hidden too (complementary suppression).
    """
    rows = sorted(((of, each) for of, each in counted if each.closed), key=lambda row: -row[1].closed)
    told = sum(each.closed >= LEAST for _of, each in rows)
    while 0 < told < len(rows) and (len(rows) - told < 2 or sum(each.closed for _of, each in rows[told:]) < LEAST):  # noqa: PLR2004
        told -= 1
    return [line(of, each) for of, each in rows[:told]] + [hidden(of) for of, _each in rows[told:]]


def first_of(month: str, *, otherwise: date) -> date:
    """Read `2026-10`; nonsense means another month."""
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError:
        return otherwise


def before(month: date) -> date:
    """The first day of the month before."""
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def after(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
