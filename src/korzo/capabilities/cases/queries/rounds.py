"""What a crew reads in the street, and what the work of a month took."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core import signing
from django.db.models import QuerySet, Sum
from django.utils import timezone

from korzo.capabilities.cases import permissions
from korzo.capabilities.cases.models import Case, Material, Stop, Used, Work
from korzo.capabilities.cases.rules import scores
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.people.roles import Role

MOST_OFFERED = 20
CENT = Decimal("0.01")


def today(now: datetime) -> date:
    """The day of a round."""
    return timezone.localtime(now).date()


def stops(person: Person, *, now: datetime) -> list[Stop]:
    """Somebody's round of today, in its order; without cases that went to another office meanwhile."""
    rows = (
        Stop.objects.filter(person=person, day=today(now))
        .select_related("case__category", "case__office", "case__district")
        .defer("case__district__geometry")
        .prefetch_related("case__photos__upload")
    )
    return [stop for stop in rows if permissions.can_work_on(person, stop.case)]


def offered(person: Person, *, now: datetime) -> QuerySet[Case]:
    """Open cases that are given to this person or, where they are nobody's, to their office; not yet on the round."""
    on_it = Stop.objects.filter(person=person, day=today(now)).values("case")
    mine = Case.objects.open().filter(assignee=person)
    theirs = Case.objects.open().filter(assignee=None, office__in=person.offices, validated_at__isnull=False)
    cases = mine if mine.exclude(pk__in=on_it).exists() else theirs
    return cases.exclude(pk__in=on_it).select_related("category", "office").due_first()[:MOST_OFFERED]


def owner(person: Person) -> str:
    """By what a device knows whose work waits on it: the same each time, and says nothing about the person."""
    return signing.Signer(salt="korzo.cases.round").signature(str(person.pk))[:16]


def materials() -> list[Material]:
    """What can be chosen, by the names that the reader sees."""
    return sorted(Material.objects.filter(is_active=True), key=lambda row: str(row.name))


def bounds(rows: Sequence[Stop]) -> str:
    """The part of the map that has all stops: west,south,east,north; empty when none has a place."""
    lats = [stop.case.lat for stop in rows if stop.case.lat is not None]
    longs = [stop.case.long for stop in rows if stop.case.long is not None]
    if not lats:
        return ""
    return f"{min(longs) - 0.002:.5f},{min(lats) - 0.002:.5f},{max(longs) + 0.002:.5f},{max(lats) + 0.002:.5f}"


@dataclass
class Cost:
    """What something took: hours of people, and materials with their quantities."""

    of: Any
    minutes: int = 0
    works: int = 0
    materials: list[tuple[Material, Decimal]] = field(default_factory=list)

    @property
    def hours(self) -> Decimal:
        """Hours of people, to a hundredth."""
        return (Decimal(self.minutes) / 60).quantize(CENT)


def may_see_costs(person: Person | None) -> bool:
    """Those who work on cases see their office's, those who oversee the city see all."""
    return person is not None and person.has_role(Role.OFFICER, Role.AGENT, Role.ELECTED, Role.ADMINISTRATOR)


def offices(person: Person) -> QuerySet[Organisation]:
    """The offices whose costs somebody may read."""
    every = Organisation.objects.filter(pk__in=Work.objects.values("office"))
    if person.has_role(Role.AGENT, Role.ELECTED, Role.ADMINISTRATOR):
        return every
    return every.filter(pk__in=person.offices)


def costs(person: Person, *, month: date, office: str = "") -> list[Cost]:
    """What each case took in a month, for the offices that somebody may see, most time first."""
    found = _costs(_of_month(month).filter(office__in=_named(offices(person), office)), "case")
    cases = Case.objects.select_related("category", "office").in_bulk([each.of for each in found])
    for each in found:
        each.of = cases[each.of]
    return sorted(found, key=lambda each: (-each.minutes, each.of.code))


def total(person: Person, *, month: date, office: str = "") -> Cost:
    """What a month took altogether."""
    rows = _of_month(month).filter(office__in=_named(offices(person), office))
    whole = Cost(None)
    for each in _costs(rows, "office"):
        whole.minutes += each.minutes
        whole.works += each.works
    sums = Used.objects.filter(work__in=rows).order_by().values_list("material").annotate(Sum("quantity"))
    whole.materials = _named_materials(dict(sums))
    return whole


def _named(rows: QuerySet[Organisation], code: str) -> QuerySet[Organisation]:
    return rows.filter(code=code) if code else rows


def _of_month(month: date) -> QuerySet[Work]:
    zone = timezone.get_current_timezone()
    start, end = (datetime(day.year, day.month, 1, tzinfo=zone) for day in (month, scores.after(month)))
    return Work.objects.filter(at__gte=start, at__lt=end)


def _costs(rows: QuerySet[Work], by: str) -> list[Cost]:
    found: dict[int, Cost] = {}
    for of, minutes, people in rows.values_list(by, "minutes", "people"):
        cost = found.setdefault(of, Cost(of))
        cost.minutes += minutes * people
        cost.works += 1
    used: dict[int, dict[int, Decimal]] = {}
    sums = Used.objects.filter(work__in=rows).order_by().values_list(f"work__{by}", "material")
    for of, material, quantity in sums.annotate(quantities=Sum("quantity")):
        used.setdefault(of, {})[material] = quantity
    for of, sums_of in used.items():
        found[of].materials = _named_materials(sums_of)
    return list(found.values())


def _named_materials(sums: dict[int, Decimal]) -> list[tuple[Material, Decimal]]:
    rows = Material.objects.in_bulk(sums)
    exact = ((rows[key], quantity.quantize(CENT)) for key, quantity in sums.items())
    return sorted(exact, key=lambda pair: str(pair[0].name))
