"""Publishers, groups and series that have something to see, with how much."""

from datetime import datetime
from typing import TypeVar

from django.db.models import Count, Q, QuerySet

from korzo.capabilities.catalog.models import Group, Publisher, Series
from korzo.capabilities.catalog.queries import lists

Some = TypeVar("Some", Publisher, Group, Series)


def publishers(now: datetime) -> QuerySet[Publisher]:
    """Who publishes anything."""
    return _counted(Publisher.objects.filter(is_deleted=False), now)


def groups(now: datetime) -> QuerySet[Group]:
    """Groups that hold anything."""
    return _counted(Group.objects.filter(is_deleted=False), now)


def series(now: datetime) -> QuerySet[Series]:
    """Series that hold anything."""
    return _counted(Series.objects.all(), now)


def _counted(rows: QuerySet[Some], now: datetime) -> QuerySet[Some]:
    seen = Q(datasets__in=lists.shown(now).order_by().values("pk"))
    counted = rows.annotate(shown=Count("datasets", filter=seen, distinct=True))
    return counted.filter(shown__gt=0).order_by("-shown", "name")
