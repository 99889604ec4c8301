"""When things happen: seasons, storms, frosts, weekdays and hours.

Weekdays and hours are those of 41,827 reports to Boston's 311 in July to October 2011 (shares of reports by hour, and
counts by weekday); seasons are those of a town on the Adriatic.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from korzo.capabilities.cases.demo.catalogue import Kind

_MONTHS = {  # January to December, 1 is an average month
    "steady": (0.9, 1, 1.1, 1.1, 1.1, 1, 0.95, 0.9, 1, 1.05, 1, 0.9),
    "thaw": (1.2, 2.1, 2.4, 1.7, 1, 0.6, 0.4, 0.4, 0.5, 0.7, 0.9, 1.1),
    "storms": (0.6, 0.5, 0.6, 0.4, 0.3, 0.2, 0.15, 0.2, 0.5, 0.9, 1, 0.8),
    "storms_a_little": (1, 1, 1, 0.9, 0.9, 0.8, 0.8, 0.8, 1, 1.1, 1.2, 1.1),
    "dark": (1.8, 1.5, 1.1, 0.8, 0.6, 0.4, 0.4, 0.5, 0.9, 1.3, 1.7, 2),
    "tourists": (0.5, 0.5, 0.55, 0.7, 0.9, 1.4, 2.5, 2.7, 1.4, 0.7, 0.5, 0.5),
    "spring_cleaning": (0.6, 0.8, 1.5, 1.8, 1.5, 1.1, 0.9, 0.8, 1, 1, 0.7, 0.5),
    "frost": (1.7, 1.5, 1, 0.8, 0.7, 0.8, 0.9, 0.9, 0.8, 0.8, 0.8, 1.3),
    "growth": (0.2, 0.3, 0.9, 1.8, 2.3, 2, 1.1, 0.7, 0.9, 1, 0.5, 0.2),
    "school": (1.1, 1.2, 1.2, 1.1, 1.1, 0.9, 0.7, 0.6, 1.5, 1.3, 1.2, 1),
    "summer_nights": (0.4, 0.4, 0.5, 0.7, 1, 1.6, 2.6, 2.8, 1.2, 0.6, 0.4, 0.7),
    "cold": (2, 1.8, 1.2, 0.7, 0.5, 0.5, 0.9, 0.9, 0.5, 0.6, 1.2, 1.8),
}
_STORMY = {"storms": 1.0, "storms_a_little": 0.3, "dark": 0.15}
_FROSTY = {"frost": 1.0, "cold": 0.5}
_WEEKDAYS = (1.16, 1.16, 1.17, 1.05, 1.01, 0.31, 0.38)
_LEISURE = (0.9, 0.85, 0.9, 0.95, 1.05, 1.2, 1.15)
_HOURS = {
    "office": (
        0.5, 0.3, 0.2, 0.2, 0.2, 0.3, 1.1, 3.5, 7.1, 11.5, 11.9, 10.3,
        8.8, 8.3, 8.8, 7.7, 5, 3.6, 2.5, 2.2, 1.9, 1.7, 1.6, 1,
    ),
    "evening": (1, 0.5, 0.3, 0.2, 0.2, 0.5, 1, 3, 5, 5, 4, 3, 3, 3, 3, 4, 7, 11, 13, 13, 10, 8, 5, 2),
    "night": (14, 10, 7, 3, 1, 1, 2, 3, 3, 3, 2, 2, 2, 2, 2, 2, 2, 2, 3, 4, 5, 7, 13, 15),
}  # fmt: skip
TWO_YEARS = 730


@dataclass(frozen=True)
class Burst:
    """Days in a row on which much more happens."""

    first: date
    strength: tuple[float, ...]

    def on(self, day: date) -> float:
        """How much more happens on a day."""
        at = (day - self.first).days
        return self.strength[at] if 0 <= at < len(self.strength) else 0.0


def storms(year: int, seed: int) -> list[Burst]:
    """Five storms between October and December, and one in March."""
    random = Random(f"{seed}/storms/{year}")
    days = [date(year, 10, 1) + timedelta(random.randrange(90)) for _ in range(5)]
    return [Burst(day, (30, 20, 7, 2)) for day in [*days, date(year, 3, 1) + timedelta(random.randrange(28))]]


def frosts(year: int, seed: int) -> list[Burst]:
    """Two cold spells in January and February, of five days."""
    random = Random(f"{seed}/frosts/{year}")
    return [Burst(date(year, 1, 3) + timedelta(random.randrange(50)), (4, 9, 14, 9, 5)) for _ in range(2)]


def moments(
    kinds: tuple[Kind, ...], *, count: int, now: datetime, zone: ZoneInfo, seed: int
) -> list[tuple[datetime, Kind]]:
    """So many moments of the last two years (aware, before `now`, in order), each with what was reported then."""
    random = Random(f"{seed}/moments")
    today = now.astimezone(zone).date()
    days = [today - timedelta(ago) for ago in range(TWO_YEARS, -1, -1)]
    years = range(days[0].year, today.year + 1)
    wind = {day: sum(burst.on(day) for year in years for burst in storms(year, seed)) for day in days}
    cold = {day: sum(burst.on(day) for year in years for burst in frosts(year, seed)) for day in days}
    choices = [(day, kind) for day in days for kind in kinds]
    known = {day: 0.5 + at / TWO_YEARS for at, day in enumerate(days)}  # more and more people know the service
    weights = [known[day] * _weight(day, kind, wind[day], cold[day]) for day, kind in choices]
    found: list[tuple[datetime, Kind]] = []
    while len(found) < count:
        for day, kind in random.choices(choices, weights, k=count - len(found)):
            hour = random.choices(range(24), _HOURS[kind.hours])[0]
            at = datetime.combine(day, time(hour, random.randrange(60), random.randrange(60)), zone)
            if at < now:
                found.append((at, kind))
    return sorted(found, key=lambda each: each[0])


def _weight(day: date, kind: Kind, wind: float, cold: float) -> float:
    leisurely = kind.hours == "night" or kind.season == "tourists"
    weekday = (_LEISURE if leisurely else _WEEKDAYS)[day.weekday()]
    burst = wind * _STORMY.get(kind.season, 0) + cold * _FROSTY.get(kind.season, 0)
    return kind.share * (_MONTHS[kind.season][day.month - 1] * weekday + burst)
