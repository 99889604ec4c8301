"""After each run of publishing the catalogue shows what the lake holds now."""

from datetime import datetime

from korzo.capabilities.catalog.operations import declared
from korzo.kernel import publishing


def keep(dataset: publishing.Dataset, now: datetime) -> None:
    """Describe a data set as it lies in the lake."""
    declared.keep(dataset, now=now)


publishing.listeners.append(keep)
