"""What the rules need to know from the database: calendar, routing rules, the office for everything else."""

import time
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

import holidays
from django.conf import settings

from korzo.capabilities.cases.models import Attribute, Category, DayOff, RoutingRule
from korzo.capabilities.cases.rules import promises, routing
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


def questions(of: Category) -> list[Attribute]:
    """The questions of a category that want an answer."""
    kept: list[Attribute] = of.questions_kept  # type: ignore[attr-defined]  # set with the catalogue
    return kept


def calendar() -> promises.Calendar:
    """When the city's offices work: public holidays of the country, corrected by hand."""
    corrected = kept("cases:days", lambda: {row.day: not row.is_working for row in DayOff.objects.all()})
    known = _public_holidays(settings.KORZO.country, settings.KORZO.holiday_subdivision)

    def is_holiday(day: date) -> bool:
        return corrected.get(day, day in known)

    return promises.Calendar(zone=ZoneInfo(settings.TIME_ZONE), is_holiday=is_holiday)


def office_for(of: Category, district: str | None) -> Organisation:
    """The one office that owns a case of this kind in this district; raises NoIntake when nothing fits at all."""
    rules, offices = kept("cases:routing", _routing)
    facts = routing.Facts(of.code, of.group, district)
    routed = routing.route(facts, rules, otherwise=INTAKE)
    office = offices.get(routed.office)
    if office is None:
        raise NoIntake(f"make an organisation with the code “{INTAKE}”: it receives what no rule sends elsewhere")
    return office


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


def _catalogue() -> dict[str, Category]:
    return kept("cases:catalogue", _read_catalogue)


def _read_catalogue() -> dict[str, Category]:
    active = {each.code: each for each in Category.objects.filter(is_active=True).prefetch_related("attributes")}
    for each in active.values():
        each.questions_kept = [question for question in each.attributes.all() if question.is_question]  # type: ignore[attr-defined]
    return active


def _routing() -> tuple[list[routing.Rule], dict[str, Organisation]]:
    """All routing rules of offices that still exist, and those offices."""
    offices = {office.code: office for office in Organisation.objects.filter(is_active=True)}
    rows = RoutingRule.objects.filter(office__is_active=True).select_related("office", "category", "district")
    rules = [
        routing.Rule(
            office=row.office.code,
            category=row.category.code if row.category else None,
            group=row.group or None,
            district=row.district.code if row.district else None,
            order=row.order,
        )
        for row in rows
    ]
    return rules, offices
