"""Files that come by themselves."""

from django.utils import timezone

from korzo.capabilities.catalog.models import Distribution
from korzo.capabilities.catalog.operations import fetching, live, sweeping
from korzo.kernel import jobs


@jobs.every(minutes=10)
def fetch_due() -> None:
    """Have each link fetched, and each view of a database read, whose time has come."""
    for distribution in fetching.due(timezone.now()):
        fetch.enqueue(distribution_id=str(distribution.pk))
    for each in live.due(timezone.now()):
        live.look_later.enqueue(key=each.pk)


@jobs.job(retries=0)
def fetch(distribution_id: str) -> None:
    """Fetch one."""
    found = Distribution.objects.select_related("dataset").filter(pk=distribution_id).first()
    if found and fetching.KEPT in found.custom:
        fetching.fetch(found, now=timezone.now())


@jobs.every(minutes=1)
def take_dropped() -> None:
    """Take in what was dropped."""
    fetching.take_dropped(now=timezone.now())


@jobs.every(days=1)
def sweep() -> None:
    """Remove tables and files of distributions that are gone."""
    sweeping.sweep()
