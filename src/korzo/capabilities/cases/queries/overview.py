"""How the city stands with what its residents report: for who answers for all of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import get_language

from korzo.capabilities.cases.models import Case, Category, Score
from korzo.capabilities.cases.rules import scores
from korzo.kernel.people.models import Organisation
from korzo.kernel.places.models import District

SPAN = timedelta(days=28)
"""What is compared with the same length before: whole weeks, so that weekends weigh alike."""
MONTHS = 12
LONGEST_WAITING, MOST_GROWING = 8, 6
_FEWEST_TO_GROW = 5
_KEPT_SECONDS = 300


@dataclass(frozen=True)
class Part:
    """An office or a district: its open cases, those past their promise, and since when the oldest of these is."""

    of: Organisation | District
    open: int
    late: int
    oldest: datetime | None
    on_time: int | None = None
    on_time_before: int | None = None


@dataclass(frozen=True)
class Growth:
    """A kind of problem that is reported more (or less) than in the weeks before."""

    of: Category
    now: int
    before: int

    @property
    def more(self) -> int:
        """How many more."""
        return self.now - self.before


@dataclass(frozen=True)
class Overview:
    """Everything on the page."""

    open: int
    late: int
    unanswered: int
    reported: int
    reported_before: int
    offices: list[Part]
    districts: list[Part]
    growing: list[Growth]
    waiting: list[Case]
    months: list[dict[str, Any]]
    month: date


def overview(now: datetime, *, today: date) -> Overview:
    """Count it; what needs all reports of eight weeks is kept for five minutes."""
    month = scores.before(today.replace(day=1))
    offices = _parts("office", Organisation.objects.all(), now)
    kept, earlier = _on_time(month), _on_time(scores.before(month))
    offices = [
        Part(each.of, each.open, each.late, each.oldest, kept.get(each.of.pk), earlier.get(each.of.pk))
        for each in offices
    ]
    growing = _growing(now)
    return Overview(
        open=sum(each.open for each in offices),
        late=sum(each.late for each in offices),
        unanswered=Case.objects.open().filter(answered_at=None, answer_due_at__lt=now).count(),
        reported=sum(each.now for each in growing),
        reported_before=sum(each.before for each in growing),
        offices=offices,
        districts=_parts("district", District.objects.defer("geometry"), now)[:LONGEST_WAITING],
        growing=[each for each in growing if each.more > 0 and each.now >= _FEWEST_TO_GROW][:MOST_GROWING],
        waiting=_waiting(now),
        months=_months(month),
        month=month,
    )


def _parts(field: str, named: QuerySet[Any, Any], now: datetime) -> list[Part]:
    """Open cases by office or district, those with most late ones first."""
    late = Q(urgent_at__lt=now)
    rows = (
        Case.objects.open()
        .exclude(**{field: None})
        .values(field)
        .annotate(count=Count("pk"), late=Count("pk", filter=late), oldest=Min("urgent_at", filter=late))
        .order_by("-late", "-count", field)
    )
    found = list(rows)
    names = named.in_bulk([row[field] for row in found])
    return [Part(names[row[field]], row["count"], row["late"], row["oldest"]) for row in found]


def _waiting(now: datetime) -> list[Case]:
    """Those past their promise for longest, with how many were told on the ladder and how many follow them."""
    late = Case.objects.open().filter(urgent_at__lt=now, state__in=[Case.State.VALIDATED, Case.State.IN_PROGRESS])
    return list(
        late.due_first()
        .select_related("category", "office", "district")
        .defer("district__geometry", "description")
        .annotate(follows=Count("followers", distinct=True), climbed=Count("escalations", distinct=True))[
            :LONGEST_WAITING
        ]
    )


def _growing(now: datetime) -> list[Growth]:
    """Reports by kind in the last weeks and in as many before, the strongest growth first."""
    key = f"cases:growing:{get_language()}"
    found: list[Growth] | None = cache.get(key)
    if found is None:
        rows = Case.objects.filter(reported_at__gte=now - 2 * SPAN, reported_at__lte=now).values("category")
        lately = Q(reported_at__gte=now - SPAN)
        counted = {
            row["category"]: row for row in rows.annotate(now=Count("pk", filter=lately), all=Count("pk")).order_by()
        }
        kinds = Category.objects.only("code", "name", "icon").in_bulk(list(counted))
        found = [Growth(kinds[pk], row["now"], row["all"] - row["now"]) for pk, row in counted.items()]
        found.sort(key=lambda each: (-each.more, each.of.code))
        cache.set(key, found, _KEPT_SECONDS)
    return found


def _on_time(month: date) -> dict[int, int | None]:
    """By office, the part of the promises kept in a month, in per cent; None where too few."""
    rows = Score.objects.filter(month=month, category=None).exclude(office=None)
    return {row.office_id: scores.share(row.kept, row.promised) for row in rows if row.office_id}


def _months(last: date) -> list[dict[str, Any]]:
    """Closed cases and promises kept in the year up to a month, oldest first, for the figure."""
    rows = Score.objects.filter(month__lte=last, office=None, category=None).order_by("-month")[:MONTHS]
    return [
        {"month": f"{row.month:%Y-%m}", "closed": row.closed, "on_time": scores.share(row.kept, row.promised)}
        for row in reversed(rows)
    ]
