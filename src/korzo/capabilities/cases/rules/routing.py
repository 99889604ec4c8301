"""Which office owns a case: readable conditions in an order; the first rule that fits decides, and always one does."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Day = tuple[int, int]
"""A month and a day in it, of any year."""


class Condition(StrEnum):
    """What a rule may ask for."""

    CATEGORY = "category"
    GROUP = "group"
    DISTRICT = "district"
    HOURS = "hours"
    SEASON = "season"
    DATES = "dates"


class Hours(StrEnum):
    """When a report comes, seen from the offices."""

    OFFICE = "office"
    OUTSIDE = "outside"


@dataclass(frozen=True)
class Season:
    """From one day of the year to another, both included; it may pass over the new year."""

    first: Day
    last: Day

    def has(self, day: date) -> bool:
        """Say whether a day lies in it."""
        here = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last


@dataclass(frozen=True)
class Facts:
    """What routing may look at: the case, the day in the city when it is reported, and whether the offices are open."""

    category: str
    group: str
    district: str | None
    on: date
    hours: Hours


@dataclass(frozen=True)
class Rule:
    """Cases that meet all named conditions go to `office`; a condition that is None is met by every case."""

    office: str
    category: str | None = None
    group: str | None = None
    district: str | None = None
    hours: Hours | None = None
    season: Season | None = None
    since: date | None = None
    until: date | None = None
    order: int = 0
    key: int = 0

    def misfits(self, facts: Facts) -> tuple[Condition, ...]:
        """The conditions that a case does not meet; none means that the rule fits."""
        met = {
            Condition.CATEGORY: self.category in (None, facts.category),
            Condition.GROUP: self.group in (None, facts.group),
            Condition.DISTRICT: self.district in (None, facts.district),
            Condition.HOURS: self.hours in (None, facts.hours),
            Condition.SEASON: self.season is None or self.season.has(facts.on),
            Condition.DATES: (self.since or date.min) <= facts.on <= (self.until or date.max),
        }
        return tuple(condition for condition, is_met in met.items() if not is_met)

    def fits(self, facts: Facts) -> bool:
        """Say whether a case meets every named condition."""
        return self.category in (None, facts.category) and not self.misfits(facts)

    @property
    def weight(self) -> int:
        """How special the rule is: a kind counts more than a group, that more than a district, that more than time."""
        named = (self.category, self.group, self.district, self.hours, self.season, self.since or self.until)
        return sum(2 ** (5 - at) for at, condition in enumerate(named) if condition is not None)

    @property
    def turn(self) -> tuple[int, int]:
        """When it is asked."""
        return self.order, self.key


@dataclass(frozen=True)
class Routed:
    """The office, and the rule that named it (None: nothing fitted, so the office for everything else)."""

    office: str
    rule: Rule | None


def route(facts: Facts, rules: Iterable[Rule], *, otherwise: str) -> Routed:
    """Name the one office that owns a case: the first rule in order that fits, or else the office for the rest."""
    first = min((rule for rule in rules if rule.fits(facts)), key=lambda rule: rule.turn, default=None)
    return Routed(first.office, first) if first else Routed(otherwise, None)


def passed_over(facts: Facts, rules: Iterable[Rule]) -> list[tuple[Rule, tuple[Condition, ...]]]:
    """The rules that were asked before one decided, each with the conditions that the case did not meet."""
    before = []
    for rule in sorted(rules, key=lambda rule: rule.turn):
        if not (why := rule.misfits(facts)):
            break
        before.append((rule, why))
    return before


def place(new: Rule, rules: Sequence[Rule]) -> int:
    """Where a new rule belongs in a list in order: before the first that is less special, so that it is ever asked."""
    return next((at for at, rule in enumerate(rules) if rule.weight < new.weight), len(rules))
