"""What the rules need to know from the database: calendar, routing rules, the office for everything else."""

from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from django.conf import settings

from korzo.capabilities.cases.models import Category, DayOff, RoutingRule
from korzo.capabilities.cases.rules import promises, routing
from korzo.kernel.people.models import Organisation

INTAKE = "intake"


class NoIntake(LookupError):
    """The city has not set up the office that receives whatever no rule names."""


@lru_cache
def _public_holidays(country: str, subdivision: str) -> holidays.HolidayBase:
    return holidays.country_holidays(country, subdiv=subdivision or None)


def calendar() -> promises.Calendar:
    """When the city's offices work: public holidays of the country, corrected by hand."""
    corrected = {row.day: not row.is_working for row in DayOff.objects.all()}
    known = _public_holidays(settings.KORZO.country, settings.KORZO.holiday_subdivision)

    def is_holiday(day: date) -> bool:
        return corrected.get(day, day in known)

    return promises.Calendar(zone=ZoneInfo(settings.TIME_ZONE), is_holiday=is_holiday)


def routing_rules() -> list[routing.Rule]:
    """All routing rules of offices that still exist."""
    rows = RoutingRule.objects.filter(office__is_active=True).select_related("office", "category", "district")
    return [
        routing.Rule(
            office=row.office.code,
            category=row.category.code if row.category else None,
            group=row.group or None,
            district=row.district.code if row.district else None,
            order=row.order,
        )
        for row in rows
    ]


def office_for(category: Category, district: str | None) -> Organisation:
    """The one office that owns a case of this kind in this district; raises NoIntake when nothing fits at all."""
    facts = routing.Facts(category.code, category.group, district)
    routed = routing.route(facts, routing_rules(), otherwise=INTAKE)
    office = Organisation.objects.filter(code=routed.office, is_active=True).first()
    if office is None:
        raise NoIntake(f"make an organisation with the code “{INTAKE}”: it receives what no rule sends elsewhere")
    return office
