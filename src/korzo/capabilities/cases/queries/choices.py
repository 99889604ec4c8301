"""What can be chosen in forms, by the names that the reader sees."""

from itertools import groupby
from operator import itemgetter
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import get_language

from korzo.capabilities.cases.models import Category
from korzo.kernel.people.models import Membership, Organisation
from korzo.kernel.people.roles import Role
from korzo.kernel.places.models import District

Choice = tuple[str, str]


def grouped_categories() -> list[tuple[str, list[Choice]]]:
    """Categories under the names of their groups, in the order that the city gave them; kept until one changes."""
    stamp = Category.objects.aggregate(
        at=Max("changed_at"), count=Count("pk"), active=Count("pk", filter=Q(is_active=True))
    )
    key = f"cases:choices:{get_language()}"
    kept: tuple[dict[str, Any], list[tuple[str, list[Choice]]]] | None = cache.get(key)
    if kept is None or kept[0] != stamp:
        kept = stamp, _grouped_categories()
        cache.set(key, kept, 3600)
    return kept[1]


def _grouped_categories() -> list[tuple[str, list[Choice]]]:
    active = list(Category.objects.filter(is_active=True).only("code", "name", "group", "group_name", "order"))
    order = {group: number for number, group in reversed(list(enumerate(each.group for each in active)))}
    active.sort(key=lambda each: (order[each.group], each.order, each.code))
    return [
        (str(group[0].group_name), [(each.code, str(each.name)) for each in group])
        for _key, found in groupby(active, key=lambda each: each.group)
        if (group := list(found))
    ]


def categories() -> list[Choice]:
    """Categories, in the same order without their groups."""
    return [choice for _group, found in grouped_categories() for choice in found]


def districts() -> list[Choice]:
    """Districts by name."""
    return _named(District.objects.all())


def offices() -> list[Choice]:
    """Offices that take cases, by name."""
    kinds = [Organisation.Kind.DEPARTMENT, Organisation.Kind.UTILITY]
    return _named(Organisation.objects.filter(is_active=True, kind__in=kinds))


def authorities() -> list[Choice]:
    """Authorities outside the city, by name."""
    return _named(Organisation.objects.filter(is_active=True, kind=Organisation.Kind.AUTHORITY))


def workers(office: Organisation | None = None) -> list[Choice]:
    """People who work on cases, with their office; or those of one office."""
    rows = Membership.objects.filter(
        role__in=[Role.OFFICER, Role.AGENT], person__is_active=True, organisation__is_active=True
    )
    if office:
        rows = rows.filter(organisation=office)
    found = rows.values_list("person_id", "person__name", "person__email", "organisation__name")
    named = ((str(key), name or email, where) for key, name, email, where in found)
    return sorted(((key, name if office else f"{name} ({where})") for key, name, where in named), key=itemgetter(1))


def _named(rows: QuerySet[Any]) -> list[Choice]:
    return sorted(((code, str(name)) for code, name in rows.values_list("code", "name")), key=itemgetter(1))
