"""Inspections become due by themselves."""

from django.utils import timezone

from korzo.capabilities.cases.operations import inspecting
from korzo.kernel import jobs


@jobs.every(hours=1)
def make_inspections() -> None:
    """Make what is due today, and once what was missed."""
    inspecting.make_due(now=timezone.now())
