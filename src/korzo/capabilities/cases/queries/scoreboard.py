"""The scoreboard: how fast and how well cases were closed, by month, office and category."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from korzo.capabilities.cases.models import Case, Score
from korzo.capabilities.cases.rules import scores
from korzo.capabilities.cases.rules.scores import Closed, Line, Sum

CLOSED = (Case.State.RESOLVED, Case.State.DECLINED)
WRITTEN_DOWN_AFTERWARDS = "staff"
"""The channel of work that employees log when it is done."""


@dataclass(frozen=True)
class Board:
    """A month: the whole city, its parts, and the months that there are."""

    month: date
    whole: Line[str] | None
    lines: list[Line[Any]]
    months: list[date]


def board(month: date, *, by: str) -> Board:
    """The scoreboard of a month by `office` or `category`; public cases only, small numbers protected."""
    rows = list(Score.objects.filter(month=month).select_related("office", "category").defer("category__description"))
    whole = next((_sum(row) for row in rows if row.office is None and row.category is None), None)
    parts = [(getattr(row, by), _sum(row)) for row in rows if getattr(row, by) is not None]
    return Board(
        month=month,
        whole=scores.line("", whole) if whole and whole.closed >= scores.LEAST else None,
        lines=scores.protected(parts) if whole and whole.closed >= scores.LEAST else [],
        months=list(
            Score.objects.filter(office=None, category=None).order_by("-month").values_list("month", flat=True)
        ),
    )


def _sum(row: Score) -> Sum:
    return Sum(row.closed, row.promised, row.kept, row.reopened, row.answered, row.satisfied, row.median_hours)


def count(month: date) -> int:
    """Count a month anew and keep it; returns how many cases were closed in it."""
    groups: dict[tuple[int | None, int | None], list[Closed]] = defaultdict(list)
    groups[None, None] = []  # a month without closed cases is counted too
    for office, category, case in _closed_in(month):
        for key in ((None, None), (office, None), (None, category)):
            groups[key].append(case)
    made = [
        Score(month=month, office_id=office, category_id=category, **vars(scores.total(cases)))
        for (office, category), cases in groups.items()
    ]
    with transaction.atomic():
        Score.objects.filter(month=month).delete()
        Score.objects.bulk_create(made)
    return len(groups[None, None])


def _closed_in(month: date) -> Iterator[tuple[int, int, Closed]]:
    """Office, category and what counts of each public case that was closed in a month."""
    start, end = _midnight(month), _midnight(scores.after(month))
    # What was closed in it was changed in it or later, and changes have an index.
    found = Case.objects.public().filter(
        updated_at__gte=start, closed_at__gte=start, closed_at__lt=end, state__in=CLOSED
    )
    fields = (
        "office_id",
        "category_id",
        "reported_at",
        "closed_at",
        "due_at",
        "reopened",
        "verdict__answer",
        "channel",
    )
    for office, category, reported, closed, due, reopened, answer, channel in found.values_list(*fields).iterator(5000):
        timed = channel != WRITTEN_DOWN_AFTERWARDS
        yield office, category, Closed(reported, closed, due, reopened, answer or "", timed)


def uncounted(now: datetime) -> date | None:
    """The latest finished month of the last ten years with closed cases that was never counted; None: all are."""
    first = (
        Case.objects.public()
        .filter(state__in=CLOSED)
        .order_by("reported_at")
        .values_list("reported_at", flat=True)
        .first()
    )
    if first is None:
        return None
    known = set(Score.objects.filter(office=None, category=None).values_list("month", flat=True))
    month = scores.before(timezone.localtime(now).date().replace(day=1))
    oldest = max(timezone.localtime(first).date().replace(day=1), month.replace(year=month.year - 10))
    while month >= oldest:
        if month not in known:
            return month
        month = scores.before(month)
    return None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
