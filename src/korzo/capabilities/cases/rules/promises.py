"""By when a case is promised to be done: working days, office hours, holidays, pauses, and wall clocks.

Cities count working days differently, so the way is a setting of the promise (`Convention`). Whatever the way, a pause
moves the deadline by exactly its own length in the time that the clock counts: office hours, or every hour of the day.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

LONGEST_DAYS = 3660
MOST_MINUTES = 30_000
_NEVER = timedelta()
_MIDNIGHT = time()


class Clock(StrEnum):
    """How the time of a promise is counted."""

    WORKING_DAYS = "working_days"
    WORKING_MINUTES = "working_minutes"
    CALENDAR_DAYS = "calendar_days"
    HOURS = "hours"


class Convention(StrEnum):
    """How a city counts working days from a report that came at a weekend or after hours.

    KEEP: the weekend counts from Monday at the same clock time, the evening from the next opening (Boston, 2011).
    MONDAY: the weekend counts from Monday 0:00, every other report keeps its clock time (Signalen, Amsterdam).
    DATES: only dates are counted; the promise ends when the offices close on that date (FixMyStreet).
    LATE_WEEK: what comes on the last working day before a weekend, or on a day off, starts at the next opening, and a
    day is the length of the offices' day (Podgorica's citizens' service).
    """

    KEEP = "keep"
    MONDAY = "monday"
    DATES = "dates"
    LATE_WEEK = "late_week"


class BadPromise(ValueError):
    """The promise cannot be counted."""


@dataclass(frozen=True)
class Calendar:
    """When an office works. `is_holiday` knows the public holidays and the corrections made by hand.

    `closes` at 0:00 is the end of the day. A crew on duty (`always`) knows no nights, weekends and holidays.
    """

    zone: ZoneInfo
    is_holiday: Callable[[date], bool] = field(default=lambda _day: False)
    opens: time = time(8, 0)
    closes: time = time(16, 0)
    weekend: frozenset[int] = frozenset({5, 6})
    always: bool = False

    def works(self, day: date) -> bool:
        """Say whether the office works on a day."""
        return self.always or (day.weekday() not in self.weekend and not self.is_holiday(day))

    def next_working(self, day: date) -> date:
        """The first working day after `day`."""
        return shift(day, 1, self)

    def hours(self, day: date) -> tuple[datetime, datetime]:
        """From when until when the office works on a working day (UTC)."""
        return _hours(day, self.opens, self.closes, self.zone)


@dataclass(frozen=True)
class Promise:
    """So much time, counted by that clock. The convention matters for working days only."""

    clock: Clock
    amount: int
    convention: Convention = Convention.KEEP
    skips_holidays: bool = True

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        most = MOST_MINUTES if self.clock is Clock.WORKING_MINUTES else LONGEST_DAYS
        if not 0 < self.amount <= most:
            raise BadPromise(f"a promise must be of 1 to {most}, not {self.amount}")

    def counted_by(self, calendar: Calendar) -> Calendar:
        """The calendar that this promise is counted by: with or without holidays, or around the clock."""
        if self.clock in (Clock.HOURS, Clock.CALENDAR_DAYS):
            return replace(calendar, always=True)
        return calendar if self.skips_holidays else replace(calendar, is_holiday=lambda _day: False)


@dataclass(frozen=True)
class Pause:
    """While the office waited for the reporter, the clock stood still."""

    since: datetime
    until: datetime


def due(start: datetime, promise: Promise, calendar: Calendar, pauses: Iterable[Pause] = ()) -> datetime:
    """The moment by which a promise that starts at `start` (aware) must be kept, in the calendar's zone.

    Days keep the wall-clock time across changes of daylight saving; hours and minutes are real ones. A pause that began
    when it was too late already moves nothing. Raises BadPromise when there is no such moment.
    """
    if start.tzinfo is None:
        raise BadPromise("a promise needs a time with its zone")
    counted = promise.counted_by(calendar)
    try:
        return pushed(_unpaused(start, promise, counted), start, pauses, counted)
    except OverflowError as error:
        raise BadPromise("the promise ends after the last year of the calendar") from error


def pushed(end: datetime, start: datetime, pauses: Iterable[Pause], calendar: Calendar) -> datetime:
    """Move the end of what runs since `start` by the length of each pause that began before it."""
    for pause in sorted(pauses, key=lambda each: each.since):
        if pause.since < end:
            end = advance(end, worked(max(pause.since, start), pause.until, calendar), calendar)
    return end


def earliest(*dues: datetime | None) -> datetime | None:
    """The clock that counts when cases are merged: the earliest one; None only when nothing was ever promised."""
    return min(filter(None, dues), default=None)


def worked(since: datetime, until: datetime, calendar: Calendar) -> timedelta:
    """How much of the time from `since` to `until` the office worked; nothing when they stand the other way round."""
    if until <= since:
        return _NEVER
    if calendar.always:
        return until.astimezone(UTC) - since.astimezone(UTC)
    total = _NEVER
    for opens, closes in _spans(since, calendar):
        if opens >= until:
            break
        total += max(min(closes, until) - max(opens, since), _NEVER)
    return total


def advance(start: datetime, amount: timedelta, calendar: Calendar) -> datetime:
    """The first moment at which the office has worked so long since `start`; `start` itself when that is nothing.

    What is used up exactly at closing time ends there, not at the next opening.
    """
    if amount <= _NEVER:
        return start.astimezone(calendar.zone)
    if calendar.always:
        return (start.astimezone(UTC) + amount).astimezone(calendar.zone)
    for opens, closes in _spans(start, calendar):
        begins = max(opens, start)
        room = max(closes - begins, _NEVER)
        if amount <= room:
            return (begins + amount).astimezone(calendar.zone)
        amount -= room
    raise BadPromise("the calendar has no such working time")


def shift(day: date, amount: int, calendar: Calendar) -> date:
    """So many working days after `day`, or before it when the amount is negative."""
    step = timedelta(days=1 if amount > 0 else -1)
    for _ in range(abs(amount)):
        for _ in range(LONGEST_DAYS):
            day += step
            if calendar.works(day):
                break
        else:
            raise BadPromise("the calendar has no working day in ten years")
    return day


def opening(local: datetime, calendar: Calendar) -> tuple[date, time]:
    """The working day and clock time at which a promise made at a local time begins to run, by `Convention.KEEP`."""
    day, clock = local.date(), local.time()
    if not calendar.works(day):
        day = calendar.next_working(day)
    if clock > calendar.closes != _MIDNIGHT:
        return calendar.next_working(day), calendar.opens
    return day, clock


def wall(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """A wall-clock time; one that daylight saving skips moves forward by the gap."""
    return datetime.combine(day, clock, zone).astimezone(UTC).astimezone(zone)


@lru_cache(maxsize=20_000)
def _hours(day: date, opens: time, closes: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Kept, because the same days are asked for again and again and time zones are slow."""
    end = wall(day + timedelta(days=closes == _MIDNIGHT), closes, zone)
    return wall(day, opens, zone).astimezone(UTC), end.astimezone(UTC)


def _unpaused(start: datetime, promise: Promise, calendar: Calendar) -> datetime:
    amount, zone = promise.amount, calendar.zone
    if promise.clock is Clock.HOURS:
        return advance(start, timedelta(hours=amount), calendar)
    if promise.clock is Clock.WORKING_MINUTES:
        return advance(start, timedelta(minutes=amount), calendar)
    local = start.astimezone(zone)
    if calendar.always:
        return wall(local.date() + timedelta(days=amount), local.time(), zone)
    match promise.convention:
        case Convention.DATES:
            return calendar.hours(shift(local.date(), amount, calendar))[1].astimezone(zone)
        case Convention.LATE_WEEK:
            return _late_week(local, amount, calendar)
        case Convention.MONDAY if not calendar.works(local.date()):
            day, clock = calendar.next_working(local.date()), _MIDNIGHT
        case Convention.MONDAY:
            day, clock = local.date(), local.time()
        case _:
            day, clock = opening(local, calendar)
    return wall(shift(day, amount, calendar), clock, zone)


def _late_week(local: datetime, amount: int, calendar: Calendar) -> datetime:
    """Count whole office days: the day on which a report is filed late in the week does not count."""
    day = local.date()
    is_late = (day.weekday() + 1) % 7 in calendar.weekend
    begins = calendar.hours(calendar.next_working(day))[0] if is_late or not calendar.works(day) else local
    first, last = (datetime.combine(date.min, clock) for clock in (calendar.opens, calendar.closes))
    length = (last - first) % timedelta(days=1) or timedelta(days=1)
    return advance(begins, amount * length, calendar)


def _spans(since: datetime, calendar: Calendar) -> Iterator[tuple[datetime, datetime]]:
    """The hours of each working day, from the day of `since` on, until no promise can reach further."""
    day = since.astimezone(calendar.zone).date()
    for _ in range(8 * LONGEST_DAYS):
        if calendar.works(day):
            yield calendar.hours(day)
        day += timedelta(days=1)
