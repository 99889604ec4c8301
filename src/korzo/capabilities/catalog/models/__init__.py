"""What the catalogue keeps."""

from korzo.capabilities.catalog.models.change import Change
from korzo.capabilities.catalog.models.dataset import Dataset, Group, Series
from korzo.capabilities.catalog.models.distribution import Alias, Distribution, Version
from korzo.capabilities.catalog.models.harvesting import Harvested, Run, Source
from korzo.capabilities.catalog.models.live import Live
from korzo.capabilities.catalog.models.publisher import Publisher
from korzo.capabilities.catalog.models.readers import Comment, Follow, Request, Showcase, Support
from korzo.capabilities.catalog.models.service import DataService

__all__ = [
    "Alias",
    "Change",
    "Comment",
    "DataService",
    "Dataset",
    "Distribution",
    "Follow",
    "Group",
    "Harvested",
    "Live",
    "Publisher",
    "Request",
    "Run",
    "Series",
    "Showcase",
    "Source",
    "Support",
    "Version",
]
