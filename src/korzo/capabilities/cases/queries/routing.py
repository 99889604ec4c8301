"""Who does what, in sentences: the rules in their order, and where a case would go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from korzo.capabilities.cases.models import Case, Category, RoutingRule
from korzo.capabilities.cases.queries import deciding
from korzo.capabilities.cases.rules import routing
from korzo.capabilities.cases.rules.routing import Condition
from korzo.kernel.people.models import Organisation
from korzo.kernel.places import queries as places
from korzo.kernel.places.models import District

_LEAP = 2024  # a year that has every day
_KINDS = {Condition.CATEGORY, Condition.GROUP}
WHY = {
    Condition.CATEGORY: gettext_lazy("another kind of problem"),
    Condition.GROUP: gettext_lazy("another group"),
    Condition.DISTRICT: gettext_lazy("another district"),
    Condition.HOURS: gettext_lazy("another time of day"),
    Condition.SEASON: gettext_lazy("another time of year"),
    Condition.DATES: gettext_lazy("not on these days"),
}


@dataclass(frozen=True)
class Line:
    """A rule as an administrator reads it, and how many cases it has sent."""

    row: RoutingRule
    when: str
    office: str
    sent: int


@dataclass(frozen=True)
class Answer:
    """Where a case would go: the office, the rule that decided, and why those before it did not fit.

    `elsewhere` are rules for other kinds of problems, of which there are many.
    """

    office: Organisation
    decided: Line | None
    passed: Sequence[tuple[Line, list[Any]]]
    elsewhere: Sequence[Line]
    district: str


def lines() -> list[Line]:
    """All rules in order."""
    sent = dict(Case.objects.exclude(routed_by=None).values_list("routed_by").annotate(Count("pk")).order_by())
    groups = {row.group: str(row.group_name) for row in Category.objects.exclude(group="").only("group", "group_name")}
    return [
        Line(row, _when(row, groups), str(row.office.name), sent.get(row.pk, 0))
        for row in RoutingRule.objects.select_related("office", "category", "district").defer("district__geometry")
    ]


def _when(row: RoutingRule, groups: dict[str, str]) -> str:
    """The conditions of a rule in one phrase."""
    parts = []
    if row.category:
        parts.append(str(row.category.name))
    if row.group:
        parts.append(_("all of “%(group)s”") % {"group": groups.get(row.group) or row.group})
    if not parts:
        parts.append(_("everything"))
    if row.district:
        parts.append(_("in the district %(district)s") % {"district": row.district.name})
    if row.hours:
        parts.append(row.get_hours_display())
    if season := row.season:
        first, last = (
            formats.date_format(date(_LEAP, *day), "MONTH_DAY_FORMAT") for day in (season.first, season.last)
        )
        parts.append(_("each year from %(first)s to %(last)s") % {"first": first, "last": last})
    if row.since:
        parts.append(_("since %(day)s") % {"day": formats.date_format(row.since)})
    if row.until:
        parts.append(_("until %(day)s") % {"day": formats.date_format(row.until)})
    return ", ".join(parts)


def tried(category: Category, *, district: str, address: str, at: datetime) -> Answer:
    """Where a case of this kind would go from a place at a moment; an address says more than a district."""
    if hits := places.find(address, limit=1) if address else []:
        located = places.locate(hits[0].lat, hits[0].long)
        district = located.district.code if located.district else ""
    deciding.forget()
    sent = deciding.office_for(category, district or None, at)
    by_key = {line.row.pk: line for line in lines()}
    active = [deciding.rule(line.row) for line in by_key.values() if line.row.office.is_active]
    passed = routing.passed_over(deciding.facts(category, district or None, at), active)
    named = District.objects.filter(code=district).only("name").first()
    return Answer(
        sent.office,
        by_key.get(sent.rule or 0),
        [(by_key[rule.key], [WHY[condition] for condition in why]) for rule, why in passed if not _KINDS & set(why)],
        [by_key[rule.key] for rule, why in passed if _KINDS & set(why)],
        str(named.name) if named else "",
    )
