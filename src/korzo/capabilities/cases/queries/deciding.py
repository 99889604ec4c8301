"""What the rules need to know from the database: calendar, routing rules, the office for everything else."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

import holidays
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from korzo.capabilities.cases.models import Attribute, Category, DayOff, EscalationRung, OfficeHours, RoutingRule
from korzo.capabilities.cases.rules import promises, routing
from korzo.capabilities.cases.rules.promises_ladder import Rung
from korzo.kernel.people.models import Organisation

INTAKE = "intake"
KEPT_SECONDS = 5
T = TypeVar("T")
_kept: dict[str, tuple[float, Any]] = {}


class NoIntake(LookupError):
    """The city has not set up the office that receives whatever no rule names."""


@lru_cache
def _public_holidays(country: str, subdivision: str) -> holidays.HolidayBase:
    return holidays.country_holidays(country, subdiv=subdivision or None)


def category(code: str) -> Category | None:
    """A kind of problem that can be reported."""
    return _catalogue().get(code)


def unsorted() -> Category:
    """The kind of what came as a letter until somebody sorts it: nobody can choose it, nothing of it is public."""
    return kept("cases:unsorted", _unsorted)


def questions(of: Category) -> list[Attribute]:
    """The questions of a category that want an answer."""
    kept: list[Attribute] = of.questions_kept  # type: ignore[attr-defined]  # set with the catalogue
    return kept


def calendar(office: int | None = None) -> promises.Calendar:
    """When the city's offices work, or one of them (its key): public holidays of the country, corrected by hand."""
    corrected = kept("cases:days", lambda: {row.day: not row.is_working for row in DayOff.objects.all()})
    known = _public_holidays(settings.KORZO.country, settings.KORZO.holiday_subdivision)

    def is_holiday(day: date) -> bool:
        return corrected.get(day, day in known)

    usual = promises.Calendar(zone=ZoneInfo(settings.TIME_ZONE), is_holiday=is_holiday)
    own = kept("cases:hours", lambda: {row.pk: row for row in OfficeHours.objects.all()}).get(office or 0)
    if own is None:
        return usual
    weekend = frozenset(range(7)) - frozenset(own.weekdays)
    return replace(usual, opens=own.opens, closes=own.closes, weekend=weekend, always=own.is_always_open)


def ladder(of: Category) -> list[Rung]:
    """Who is told when the time of a case of this kind runs out: the category's own ladder, or the city's."""
    rungs = kept("cases:ladders", _ladders)
    return rungs.get(of.pk) or rungs.get(None, [])


@dataclass(frozen=True)
class Sent:
    """Where a case goes: the office, and the key of the rule that named it (None: the office for everything else)."""

    office: Organisation
    rule: int | None


def office_for(of: Category, district: str | None, at: datetime) -> Sent:
    """The one office that owns a case of this kind, in this district, reported at a moment (aware); raises NoIntake."""
    rules, offices = kept("cases:routing", _routing)
    routed = routing.route(facts(of, district, at), rules, otherwise=INTAKE)
    office = offices.get(routed.office)
    if office is None:
        raise NoIntake(f"make an organisation with the code “{INTAKE}”: it receives what no rule sends elsewhere")
    return Sent(office, routed.rule.key if routed.rule else None)


def facts(of: Category, district: str | None, at: datetime) -> routing.Facts:
    """What routing looks at."""
    hall = calendar()
    local = at.astimezone(hall.zone)
    opens, closes = hall.hours(local.date())
    is_open = hall.works(local.date()) and opens <= local < closes
    hours = routing.Hours.OFFICE if is_open else routing.Hours.OUTSIDE
    return routing.Facts(of.code, of.group, district, local.date(), hours)


def kept(key: str, read: Callable[[], T]) -> T:
    """What was read within the last few seconds: the rules change seldom, reports come by the hundred."""
    until, found = _kept.get(key, (0.0, None))
    if time.monotonic() > until:
        found = read()
        _kept[key] = time.monotonic() + KEPT_SECONDS, found
    return cast("T", found)


def forget() -> None:
    """Read everything anew the next time."""
    _kept.clear()


def _ladders() -> dict[int | None, list[Rung]]:
    found: dict[int | None, list[Rung]] = {}
    for row in EscalationRung.objects.all():
        found.setdefault(row.category_id, []).append(row.rung)
    return found


def _unsorted() -> Category:
    names = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            names[code] = gettext("Not sorted yet")
    found, _is_new = Category.objects.get_or_create(
        code=settings.KORZO.unsorted_kind,
        defaults={"name": names, "is_active": False, "is_private": True, "amount": None, "icon": "mail"},
    )
    found.questions_kept = []  # type: ignore[attr-defined]  # set with the catalogue
    return found


def _catalogue() -> dict[str, Category]:
    return kept("cases:catalogue", _read_catalogue)


def _read_catalogue() -> dict[str, Category]:
    active = {each.code: each for each in Category.objects.filter(is_active=True).prefetch_related("attributes")}
    for each in active.values():
        each.questions_kept = [question for question in each.attributes.all() if question.is_question]  # type: ignore[attr-defined]
    return active


def rule(row: RoutingRule) -> routing.Rule:
    """A row as the rules know it."""
    return routing.Rule(
        office=row.office.code,
        category=row.category.code if row.category else None,
        group=row.group or None,
        district=row.district.code if row.district else None,
        hours=routing.Hours(row.hours) if row.hours else None,
        season=row.season,
        since=row.since,
        until=row.until,
        order=row.order,
        key=row.pk,
    )


def _routing() -> tuple[list[routing.Rule], dict[str, Organisation]]:
    """All routing rules of offices that still exist, in order, and those offices."""
    offices = {office.code: office for office in Organisation.objects.filter(is_active=True)}
    rows = RoutingRule.objects.filter(office__is_active=True).select_related("office", "category", "district")
    return [rule(row) for row in rows.defer("district__geometry")], offices
