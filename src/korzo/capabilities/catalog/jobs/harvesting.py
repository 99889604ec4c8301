"""Sources are looked through when their turn comes, one after another."""

from django.utils import timezone

from korzo.capabilities.catalog.operations import harvesting
from korzo.capabilities.catalog.operations.refusals import Refused
from korzo.kernel import jobs


@jobs.every(hours=1)
def harvest() -> None:
    """Look through every source whose turn it is; one that is being looked through has its turn later."""
    for source in harvesting.due(timezone.now()):
        try:
            harvesting.harvest(source, by=None, now=timezone.now())
        except Refused:
            continue
