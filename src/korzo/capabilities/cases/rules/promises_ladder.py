"""Who is told when the time of a promise runs out: the ladder of escalation."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from korzo.capabilities.cases.rules.promises import Calendar, Pause, Promise, advance, due, pushed, worked

HIGHEST = 1000


class Which(StrEnum):
    """A case has two clocks: until somebody answers in words, and until it is solved."""

    ANSWER = "answer"
    RESOLUTION = "resolution"


class To(StrEnum):
    """Who stands on a rung."""

    LEAD = "lead"
    ARBITER = "arbiter"
    ELECTED = "elected"


@dataclass(frozen=True, order=True)
class Rung:
    """When so many per cent of the promised time are used, somebody is told."""

    percent: int
    to: To
    which: Which = Which.RESOLUTION


@dataclass(frozen=True)
class Run:
    """A promise that runs: since when, by which calendar, and when it stood still."""

    start: datetime
    promise: Promise
    calendar: Calendar
    pauses: Sequence[Pause] = ()
    cap: datetime | None = None
    """An earlier end that a merged case brought along."""

    @property
    def due(self) -> datetime:
        """When the promise must be kept."""
        found = due(self.start, self.promise, self.calendar, self.pauses)
        return min(found, self.cap) if self.cap else found

    def reached(self, percent: int, end: datetime | None = None) -> datetime:
        """The moment at which so much of the time between start and `end` (or the due moment) is used.

        100 is the due moment itself, 200 as much working time again.
        """
        counted = self.promise.counted_by(self.calendar)
        end = end or self.due
        whole = worked(self.start, end, counted)
        whole -= sum((worked(max(p.since, self.start), min(p.until, end), counted) for p in self.pauses), timedelta())
        if percent >= 100:  # noqa: PLR2004 -- per cent
            return advance(end, whole * (percent - 100) / 100, counted)
        early = advance(self.start, whole * percent / 100, counted)
        return min(pushed(early, self.start, self.pauses, counted), end)


@dataclass(frozen=True)
class Step:
    """A rung with its moment."""

    at: datetime
    rung: Rung


def coming(runs: dict[Which, Run], ladder: Iterable[Rung], told: Collection[Rung] = ()) -> datetime | None:
    """The moment of the next rung of which nobody was told: the lowest of each clock, whichever comes first."""
    lowest: dict[Which, Rung] = {}
    for rung in sorted(set(ladder).difference(told), reverse=True):
        if rung.which in runs:
            lowest[rung.which] = rung
    return min((runs[which].reached(rung.percent) for which, rung in lowest.items()), default=None)


def steps(runs: dict[Which, Run], ladder: Iterable[Rung]) -> list[Step]:
    """The rungs of all clocks that run, in order of time."""
    ends = {which: run.due for which, run in runs.items()}
    found = [
        Step(runs[rung.which].reached(rung.percent, ends[rung.which]), rung) for rung in ladder if rung.which in runs
    ]
    return sorted(found, key=lambda step: (step.at, step.rung))
