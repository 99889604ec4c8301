"""Lists of cases: for the public, for an office's queue, and the pages they are cut into."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date

from korzo.capabilities.cases.models import Case, Category
from korzo.capabilities.cases.models.case import CaseQuerySet
from korzo.capabilities.cases.queries import owning, whereabouts
from korzo.capabilities.cases.rules import numbers
from korzo.kernel import search
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.people.roles import Role
from korzo.kernel.places.models import District

PAGE_SIZE = 20
MOST_COUNTED = 1000
MOST_FOUND = 500
INSIDE = "case-inside"
"""The kind of search entry that has every word of a case, for staff."""
GROUP = "group:"
"""What stands before the code of a group where a kind could stand."""
STATUSES = ("open", "closed")
NAMES = frozenset(
    {"q", "category", "status", "district", "street", "near", "within", "office", "since", "until", "mine", "late"}
    | {"forwarded", "unread"}
)
"""The filters that a list can be kept with."""
EARLIEST, LATEST = date(1970, 1, 1), date(9990, 1, 1)


_UNSEEN = (
    "description",
    "attributes",
    "outcome",
    "category__description",
    "category__group_name",
    "category__keywords",
)


class Pages(Paginator[Case]):
    """Pages of a list that may be a million long: counted up to a thousand, the rest is reached by filters.

    The keys are read first, which the list's index has all of, and then the rows of one page; `beside` names what else
    a line about a case shows: its `office`, its `assignee`.
    """

    def __init__(self, cases: CaseQuerySet, *beside: str) -> None:
        super().__init__(cases, PAGE_SIZE)
        self.beside = beside

    @cached_property
    def keys(self) -> list[int]:
        """In the order of the list; at most one more than MOST_COUNTED."""
        cases: CaseQuerySet = self.object_list  # type: ignore[assignment]
        return list(cases.values_list("pk", flat=True)[: MOST_COUNTED + 1])

    @cached_property
    def count(self) -> int:
        """How many there are, at most MOST_COUNTED."""
        return min(len(self.keys), MOST_COUNTED)

    @property
    def is_capped(self) -> bool:
        """Say whether there are more than can be paged through."""
        return len(self.keys) > MOST_COUNTED

    def page(self, number: int | str) -> Page[Case]:
        """Read the rows of a page, without the long texts that no line shows."""
        number = self.validate_number(number)
        keys = self.keys[(number - 1) * self.per_page : number * self.per_page]
        rows = Case.objects.select_related("category", *self.beside).defer(*_UNSEEN).in_bulk(keys)
        return Page([rows[key] for key in keys if key in rows], number, self)


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; an empty value does not narrow."""

    q: str = ""
    category: str = ""
    status: str = ""
    district: str = ""
    street: str = ""
    near: str = ""
    within: str = ""
    office: str = ""
    since: date | None = None
    until: date | None = None
    mine: bool = False
    late: bool = False
    acceptance: bool = False
    parts: bool = False
    decide: bool = False
    forwarded: bool = False
    unread: bool = False

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Filters":
        """Take the filters from a query string; nonsense narrows nothing."""
        return cls(
            q=given.get("q", "").strip()[:200],
            category=given.get("category", ""),
            status=status if (status := given.get("status", "")) in STATUSES else "",
            district=given.get("district", ""),
            street=given.get("street", "").strip()[:120],
            near=given.get("near", ""),
            within=given.get("within", ""),
            office=given.get("office", ""),
            since=_day(given.get("since", "")),
            until=_day(given.get("until", "")),
            mine=given.get("mine") == "1",
            late=given.get("late") == "1",
            acceptance=given.get("acceptance") == "1",
            parts=given.get("parts") == "1",
            decide=given.get("decide") == "1",
            forwarded=given.get("forwarded") == "1",
            unread=given.get("unread") == "1",
        )

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is narrowed."""
        return self == replace(Filters(), status=self.status)


def public(filters: Filters) -> CaseQuerySet:
    """What everybody may list, newest first."""
    return (
        _narrowed(Case.objects.public(), filters, ("public",))
        .newest_first()
        .select_related("category", "district", "office")
        .defer("district__geometry")
    )


def queue(filters: Filters, *, person: Person, now: datetime) -> CaseQuerySet:
    """The open cases of somebody's offices, due first; agents, arbiters and administrators see all offices'."""
    cases = Case.objects.all() if filters.status == "closed" else Case.objects.open()
    if filters.unread:
        cases = owning.unread(person)
    elif filters.acceptance:
        cases = cases.filter(owning.for_acceptance(person))
    elif filters.parts:
        cases = cases.filter(owning.with_parts(person))
    elif not person.has_role(Role.AGENT, Role.ARBITER, Role.ELECTED, Role.ADMINISTRATOR):
        cases = cases.filter(office__in=person.offices)
    if filters.decide:
        cases = cases.filter(owning.to_decide())
    if filters.forwarded:
        cases = cases.filter(state=Case.State.FORWARDED)
    if filters.mine:
        cases = cases.filter(assignee=person)
    if filters.late:
        cases = cases.filter(due_at__lt=now)
    cases = _narrowed(cases, filters, ("public", "staff"))
    if filters.unread:
        return cases.order_by("unread_since", "pk")
    return cases.newest_first() if filters.status == "closed" else cases.due_first()


def by_code(code: str, *beside: str) -> Case | None:
    """One case with what everybody's page shows, and `beside` it what else is named; None: there is no such number."""
    return (
        Case.objects.select_related("category", "office", "district", *beside)
        .defer("district__geometry")
        .filter(code=numbers.parse(code) or code)
        .first()
    )


def _narrowed(cases: CaseQuerySet, filters: Filters, audiences: tuple[str, ...]) -> CaseQuerySet:
    if filters.q:
        code = numbers.parse(filters.q)
        if code and Case.objects.filter(code=code).exists():
            return cases.filter(code=code)
        hits = search.find(filters.q, kinds=("case", INSIDE), audiences=audiences, limit=MOST_FOUND).hits
        cases = cases.filter(code__in={hit.ref.split(":")[1] for hit in hits})
    if filters.category.startswith(GROUP):
        cases = cases.filter(category__in=Category.objects.filter(group=filters.category.removeprefix(GROUP)))
    elif filters.category:
        cases = cases.filter(category=_called(Category, filters.category))
    if filters.status:
        cases = cases.filter(is_open=filters.status == "open")
    cases = _placed(cases, filters)
    if filters.office:
        cases = cases.filter(office=_called(Organisation, filters.office))
    if filters.since:
        cases = cases.filter(reported_at__gte=_midnight(filters.since))
    if filters.until:
        cases = cases.filter(reported_at__lt=_midnight(filters.until) + timedelta(days=1))
    return cases


def _placed(cases: CaseQuerySet, filters: Filters) -> CaseQuerySet:
    if filters.district:
        cases = cases.filter(district=_called(District, filters.district))
    if filters.street:
        cases = cases.filter(street=whereabouts.street(filters.street))
    if circle := whereabouts.Circle.read(filters.near, filters.within):
        cases = circle.narrow(cases)
    return cases


def _called(kind: type[Category | District | Organisation], code: str) -> QuerySet[Any, Any]:
    """The key of what has this code. Asked by itself: joined, PostgreSQL overlooks the index in the list's order."""
    return kind.objects.filter(code=code).values("pk")[:1]


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    """The beginning of a day; one that no case can be of becomes the nearest that time zones can be counted for."""
    day = min(max(day, EARLIEST), LATEST)
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
