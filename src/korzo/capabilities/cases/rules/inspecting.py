"""When a recurring inspection is due: every so many days, weeks, months or years, perhaps in a season only."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from korzo.capabilities.cases.rules.routing import Season


class Unit(StrEnum):
    """What a rhythm is counted in."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True)
class Rhythm:
    """Every so many units from a first day on. Days of a calendar: what clocks do in spring and autumn is no matter."""

    first: date
    every: int
    unit: Unit
    season: Season | None = None

    def day(self, number: int) -> date:
        """The day with this number, 0 is the first; whether it lies in the season is not asked.

        Months are counted from the first day, never from the one before: what began on the 31st comes on the last day
        of a shorter month and goes back to the 31st.
        """
        count = number * self.every
        if self.unit in {Unit.DAYS, Unit.WEEKS}:
            return self.first + timedelta(days=count * (7 if self.unit == Unit.WEEKS else 1))
        return later(self.first, count * (12 if self.unit == Unit.YEARS else 1))

    def days(self, until: date) -> Iterator[date]:
        """All days up to one, newest first."""
        for number in range(self._number(until), -1, -1):
            day = self.day(number)
            if day <= until and (self.season is None or self.season.has(day)):
                yield day

    def latest(self, until: date) -> date | None:
        """The last day up to `until` on which it was due."""
        return next(self.days(until), None)

    def _number(self, until: date) -> int:
        """A number whose day is the last up to `until`, or the one after it."""
        if until < self.first:
            return -1
        if self.unit in {Unit.DAYS, Unit.WEEKS}:
            return (until - self.first).days // (self.every * (7 if self.unit == Unit.WEEKS else 1))
        months = (until.year - self.first.year) * 12 + until.month - self.first.month
        return months // (self.every * (12 if self.unit == Unit.YEARS else 1))


def later(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
