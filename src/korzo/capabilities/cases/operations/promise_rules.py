"""Changing what the city promises: clocks, who is told when time runs out, office hours, days off. Administrators only.

Cases that are open keep their dates until `promises.recompute` is asked for.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.cases import events, permissions
from korzo.capabilities.cases.models import Category, DayOff, EscalationRung, OfficeHours
from korzo.capabilities.cases.operations.intake import ReportRefused
from korzo.capabilities.cases.operations.stepping import NotAllowed
from korzo.capabilities.cases.queries import deciding
from korzo.capabilities.cases.rules.promises_ladder import Rung
from korzo.kernel import trail
from korzo.kernel.people.models import Organisation, Person

RULES = ("clock", "amount", "convention", "skips_holidays", "starts", "pauses", "answer_clock", "answer_amount")


def change(category: Category, *, rules: dict[str, Any], by: Person, now: datetime) -> None:
    """Give a category other clocks; `rules` holds those of RULES that change. Raises ReportRefused."""
    _administrator(by)
    with transaction.atomic():
        locked = Category.objects.select_for_update().get(pk=category.pk)
        for name in RULES:
            setattr(locked, name, rules.get(name, getattr(locked, name)))
        _check(locked)
        locked.save()
        kept = {name: getattr(locked, name) for name in RULES}
        trail.record(events.PromiseRulesChanged(f"category:{locked.code}", kept), by=by, now=now)
    deciding.forget()


def set_ladder(category: Category | None, *, rungs: Collection[Rung], by: Person, now: datetime) -> None:
    """Say who is told when so much of the time is used; without a category, for all that have none of their own."""
    _administrator(by)
    with transaction.atomic():
        EscalationRung.objects.filter(category=category).delete()
        for rung in sorted(set(rungs)):
            row = EscalationRung(category=category, which=rung.which, percent=rung.percent, to=rung.to)
            _check(row)
            row.save()
        names = [f"{rung.which} {rung.percent} {rung.to}" for rung in sorted(set(rungs))]
        ref = f"category:{category.code}" if category else "promises:all"
        trail.record(events.LadderChanged(ref, names), by=by, now=now)
    deciding.forget()


def set_hours(office: Organisation, *, hours: dict[str, Any] | None, by: Person, now: datetime) -> None:
    """Give an office working hours and a lead of its own; None: it works when the city does. Raises ReportRefused."""
    _administrator(by)
    with transaction.atomic():
        OfficeHours.objects.filter(pk=office.pk).delete()
        shown = None
        if hours is not None:
            row = OfficeHours(office=office, **hours)
            _check(row)
            row.save()
            days = "".join(str(day + 1) for day in sorted(row.weekdays))
            shown = "always" if row.is_always_open else f"{row.opens:%H:%M}-{row.closes:%H:%M} {days}"
        trail.record(events.OfficeHoursChanged(f"organisation:{office.code}", shown), by=by, now=now)
    deciding.forget()


def set_day(day: date, *, is_working: bool | None, by: Person, now: datetime, note: str = "") -> None:
    """Make a day a day off or a working day, whatever the law says; None: what the law says."""
    _administrator(by)
    with transaction.atomic():
        DayOff.objects.filter(day=day).delete()
        if is_working is not None:
            row = DayOff(day=day, is_working=is_working, note=note)
            _check(row)
            row.save()
        trail.record(events.DayOffChanged(f"day:{day.isoformat()}", is_working), by=by, now=now)
    deciding.forget()


def _administrator(by: Person) -> None:
    if not permissions.can_change_promises(by):
        raise NotAllowed(_("Only administrators can change what the city promises."))


def _check(row: Category | EscalationRung | OfficeHours | DayOff) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        field, problems = next(iter(error.message_dict.items()))
        raise ReportRefused(field, problems[0]) from error
