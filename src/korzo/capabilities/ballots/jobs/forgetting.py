"""What is kept of people only as long as it is needed."""

from django.conf import settings
from django.utils import timezone

from korzo.capabilities.ballots.operations import rolls
from korzo.kernel import jobs


@jobs.every(hours=24)
def forget_rolls() -> None:
    """Delete the voters of rolls that no vote needs any more, after the days that the city has set."""
    if days := settings.KORZO.roll_days:
        rolls.forget(days=days, now=timezone.now())
