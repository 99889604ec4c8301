"""Saying what can be reported and which office it goes to."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.cases import events, permissions
from korzo.capabilities.cases.models import Attribute, Category, RoutingRule
from korzo.capabilities.cases.operations.stepping import NotAllowed
from korzo.capabilities.cases.queries import deciding
from korzo.capabilities.cases.rules import routing
from korzo.kernel import trail
from korzo.kernel.people.models import Person

STEP = 10


def add_rule(row: RoutingRule, *, by: Person, now: datetime) -> None:
    """Add a rule where it belongs: before the first that is less special, so that it is ever asked."""
    with transaction.atomic():
        _administrator(by)
        rows = _rows()
        rows.insert(routing.place(deciding.rule(row), [deciding.rule(each) for each in rows]), row)
        _number(rows)
        _tell(row, "added", by, now)


def change_rule(row: RoutingRule, *, by: Person, now: datetime) -> None:
    """Store a rule that was changed; its place in the order stays."""
    with transaction.atomic():
        _administrator(by)
        row.full_clean()
        row.save()
        _tell(row, "changed", by, now)


def move_rule(row: RoutingRule, *, up: bool, by: Person, now: datetime) -> None:
    """Have a rule asked one place earlier, or later; at the end of the list nothing happens."""
    with transaction.atomic():
        _administrator(by)
        rows = _rows()
        at = rows.index(row)
        to = min(max(at + (-1 if up else 1), 0), len(rows) - 1)
        rows.insert(to, rows.pop(at))
        _number(rows)
        _tell(row, "moved", by, now)


def delete_rule(row: RoutingRule, *, by: Person, now: datetime) -> None:
    """Delete a rule; cases that it sent stay where they are."""
    with transaction.atomic():
        _administrator(by)
        _tell(row, "deleted", by, now)
        row.delete()


def keep_category(category: Category, *, fields: Iterable[str], by: Person, now: datetime) -> None:
    """Store a kind of problem, new or changed; `fields` are told to the trail."""
    with transaction.atomic():
        _administrator(by)
        category.full_clean()
        category.save()
        _told(category, fields, by, now)


def keep_question(question: Attribute, *, by: Person, now: datetime) -> None:
    """Store a question about a kind of problem."""
    with transaction.atomic():
        _administrator(by)
        question.full_clean()
        question.save()
        _told(question.category, [f"question:{question.code}"], by, now)


def delete_question(question: Attribute, *, by: Person, now: datetime) -> None:
    """Ask a question no more; answers that were given stay with their cases."""
    with transaction.atomic():
        _administrator(by)
        category, code = question.category, question.code
        question.delete()
        _told(category, [f"question:{code}"], by, now)


def _rows() -> list[RoutingRule]:
    rows = RoutingRule.objects.select_for_update(of=("self",)).select_related("office", "category", "district")
    return list(rows.defer("district__geometry"))


def _number(rows: list[RoutingRule]) -> None:
    for at, row in enumerate(rows, start=1):
        if row.order != at * STEP or row.pk is None:
            row.order = at * STEP
            row.full_clean()
            row.save()


def _administrator(person: Person) -> None:
    if not permissions.can_set_up(person):
        raise NotAllowed(_("These pages are for administrators."))


def _tell(row: RoutingRule, what: str, by: Person, now: datetime) -> None:
    deciding.forget()
    trail.record(events.RoutingChanged(f"routing:{row.pk}", what, row.office.code), by=by, now=now)


def _told(category: Category, fields: Iterable[str], by: Person, now: datetime) -> None:
    category.save(update_fields=["changed_at"])  # lists that are kept look at this moment
    deciding.forget()
    trail.record(events.CategoryChanged(f"category:{category.code}", tuple(sorted(fields))), by=by, now=now)
