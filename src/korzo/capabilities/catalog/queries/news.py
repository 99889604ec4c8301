"""What is new for those who follow: changed data, new data sets, and what is no longer kept."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from korzo.capabilities.catalog.models import Dataset, Follow
from korzo.capabilities.catalog.queries import lists

CHANGED, NEW, GONE = "changed", "new", "gone"


def between(start: datetime, end: datetime) -> dict[str, dict[UUID, str]]:
    """For each person (by id) the data sets to tell of, with what happened in this time.

    Who follows a data set hears when its data change or it is given up; who follows a publisher, group or theme hears
    of new ones.
    """
    happened = _happened(start, end)
    told: dict[str, dict[UUID, str]] = {}
    if not happened:
        return told
    by_place: dict[tuple[str, object], list[UUID]] = {}
    rows = Dataset.objects.filter(pk__in=[key for key, what in happened.items() if what == NEW])
    for each in rows.prefetch_related("groups"):
        places = [("publisher", each.publisher_id), *(("theme", code) for code in each.themes)]
        for place in [*places, *(("group", group.pk) for group in each.groups.all())]:
            by_place.setdefault(place, []).append(each.pk)
    for follow in Follow.objects.filter(since__lt=end).order_by("pk").iterator(chunk_size=2000):
        for key in _of(follow, happened, by_place):
            told.setdefault(str(follow.person_id), {})[key] = happened[key]
    return told


def _of(follow: Follow, happened: dict[UUID, str], by_place: dict[tuple[str, object], list[UUID]]) -> Iterator[UUID]:
    if follow.dataset_id:
        if follow.dataset_id in happened:
            yield follow.dataset_id
        return
    place = next(
        (field, value)
        for field, value in (
            ("publisher", follow.publisher_id), ("group", follow.group_id), ("theme", follow.theme)
        )
        if value
    )  # fmt: skip
    yield from by_place.get(place, ())


def _happened(start: datetime, end: datetime) -> dict[UUID, str]:
    """What strangers can see of what happened: new before changed, given up before both."""
    seen = lists.shown(end).order_by()
    changed = seen.filter(updated_at__gte=start, updated_at__lt=end)
    new = seen.filter(Q(issued_at__gte=start, issued_at__lt=end) | Q(embargo_until__gte=start, embargo_until__lt=end))
    gone = seen.filter(step=Dataset.Step.DEPRECATED, changed_at__gte=start, changed_at__lt=end)
    found: dict[UUID, str] = {}
    for rows, what in ((changed, CHANGED), (new, NEW), (gone, GONE)):
        found |= dict.fromkeys(rows.values_list("pk", flat=True), what)
    return found
