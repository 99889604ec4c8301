"""All tables of the kernel, gathered for Django from the rooms that own them."""

from korzo.kernel.files.models import Upload
from korzo.kernel.jobs.models import NextRun, Worker
from korzo.kernel.limits import Count
from korzo.kernel.messages.arriving.models import Arrived, Box
from korzo.kernel.messages.models import Message, PushSubscription, Stopped
from korzo.kernel.people.models import ApiKey, Erasure, Membership, Organisation, Person, SignInLink
from korzo.kernel.phases import Phase, Process
from korzo.kernel.places.models import Address, Boundary, District, Feature, Neighbour, Stamp, Street
from korzo.kernel.refs.models import Link
from korzo.kernel.search.models import SearchEntry, SearchWord
from korzo.kernel.trail.models import Cursor, Entry
from korzo.kernel.webhooks.models import Delivery, Webhook

__all__ = [
    "Address",
    "ApiKey",
    "Arrived",
    "Boundary",
    "Box",
    "Count",
    "Cursor",
    "Delivery",
    "District",
    "Entry",
    "Erasure",
    "Feature",
    "Link",
    "Membership",
    "Message",
    "Neighbour",
    "NextRun",
    "Organisation",
    "Person",
    "Phase",
    "Process",
    "PushSubscription",
    "SearchEntry",
    "SearchWord",
    "SignInLink",
    "Stamp",
    "Stopped",
    "Street",
    "Upload",
    "Webhook",
    "Worker",
]
