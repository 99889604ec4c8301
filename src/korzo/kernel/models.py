"""All tables of the kernel, gathered for Django from the rooms that own them."""

from korzo.kernel.jobs.models import NextRun, Worker
from korzo.kernel.limits import Count
from korzo.kernel.people.models import ApiKey, Erasure, Membership, Organisation, Person
from korzo.kernel.phases import Phase, Process
from korzo.kernel.refs.models import Link
from korzo.kernel.trail.models import Cursor, Entry

__all__ = [
    "ApiKey",
    "Count",
    "Cursor",
    "Entry",
    "Erasure",
    "Link",
    "Membership",
    "NextRun",
    "Organisation",
    "Person",
    "Phase",
    "Process",
    "Worker",
]
