"""By when a case is promised to be done: working days, office hours, holidays, and wall clocks.

The conventions of cities differ, so each is a setting of the promise:

* working days as Boston counted them in 2011 (a weekend report starts on Monday at the same clock time; after closing
  time it starts on the next working day at opening time; then n working days keeping the clock time);
* working days as the Podgorica service announces them (a report on a day off starts on the next working day);
* calendar days; and hours around the clock for duty crews.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

LONGEST_DAYS = 3660


class Clock(StrEnum):
    """How the time of a promise is counted."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    HOURS = "hours"


class BadPromise(ValueError):
    """The promise cannot be counted."""


@dataclass(frozen=True)
class Calendar:
    """When the offices of a city work. `is_holiday` knows the public holidays and the corrections made by hand."""

    zone: ZoneInfo
    is_holiday: Callable[[date], bool] = field(default=lambda _day: False)
    opens: time = time(8, 0)
    closes: time = time(16, 0)
    weekend: frozenset[int] = frozenset({5, 6})

    def works(self, day: date) -> bool:
        """Say whether the offices work on a day."""
        return day.weekday() not in self.weekend and not self.is_holiday(day)

    def next_working(self, day: date) -> date:
        """The first working day after `day`."""
        for _ in range(LONGEST_DAYS):
            day += timedelta(days=1)
            if self.works(day):
                return day
        raise BadPromise("the calendar has no working day in ten years")


@dataclass(frozen=True)
class Promise:
    """So much time, counted by that clock."""

    clock: Clock
    amount: int

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        if not 0 < self.amount <= LONGEST_DAYS:
            raise BadPromise(f"a promise must be of 1 to {LONGEST_DAYS}, not {self.amount}")


def due(start: datetime, promise: Promise, calendar: Calendar) -> datetime:
    """The moment by which a promise that starts at `start` (aware) must be kept, in the calendar's zone.

    Days keep the wall-clock time across changes of daylight saving; hours are real hours.
    """
    if start.tzinfo is None:
        raise BadPromise("a promise needs a time with its zone")
    if promise.clock is Clock.HOURS:
        return (start.astimezone(ZoneInfo("UTC")) + timedelta(hours=promise.amount)).astimezone(calendar.zone)
    local = start.astimezone(calendar.zone)
    if promise.clock is Clock.CALENDAR_DAYS:
        return _wall(local.date() + timedelta(days=promise.amount), local.time(), calendar.zone)
    day, clock = opening(local, calendar)
    for _ in range(promise.amount):
        day = calendar.next_working(day)
    return _wall(day, clock, calendar.zone)


def opening(local: datetime, calendar: Calendar) -> tuple[date, time]:
    """The working day and clock time at which a promise made at a local time begins to run."""
    day, clock = local.date(), local.time()
    if not calendar.works(day):
        day = calendar.next_working(day)
    if clock > calendar.closes:
        return calendar.next_working(day), calendar.opens
    return day, clock


def _wall(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """A wall-clock time; one that daylight saving skips moves forward by the gap."""
    return datetime.combine(day, clock, zone).astimezone(ZoneInfo("UTC")).astimezone(zone)
