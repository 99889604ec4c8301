"""What can be chosen in forms, by the names that the reader sees."""

from itertools import groupby
from operator import itemgetter
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Max, Q
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
    return sorted(
        ((each.code, str(each.name)) for each in District.objects.only("code", "name")), key=lambda pair: pair[1]
    )


def offices() -> list[Choice]:
    """Offices that take cases, by name."""
    active = Organisation.objects.filter(
        is_active=True, kind__in=[Organisation.Kind.DEPARTMENT, Organisation.Kind.UTILITY]
    )
    return sorted(((each.code, str(each.name)) for each in active), key=lambda pair: pair[1])


def authorities() -> list[Choice]:
    """Authorities outside the city, by name."""
    outside = Organisation.objects.filter(is_active=True, kind=Organisation.Kind.AUTHORITY)
    return sorted(((each.code, str(each.name)) for each in outside), key=lambda pair: pair[1])


def workers(office: Organisation | None = None) -> list[tuple[str, str]]:
    """People who work on cases, with their office; or those of one office."""
    rows = Membership.objects.filter(
        role__in=[Role.OFFICER, Role.AGENT], person__is_active=True, organisation__is_active=True
    ).select_related("person", "organisation")
    if office:
        return sorted(
            ((str(row.person_id), str(row.person)) for row in rows.filter(organisation=office)), key=itemgetter(1)
        )
    return sorted(
        ((str(row.person_id), f"{row.person} ({row.organisation.name})") for row in rows), key=lambda pair: pair[1]
    )
