"""What takes longer than a page may: counting many votes; and what the calendar does: making ballots."""

from django.utils import timezone

from korzo.capabilities.budgeting import events
from korzo.capabilities.budgeting.models import Count, Track
from korzo.capabilities.budgeting.operations import counting, stepping, voting
from korzo.capabilities.budgeting.queries import calendar
from korzo.kernel import jobs, trail
from korzo.kernel.trail.models import Entry


@jobs.job(retries=2)
def count_votes(count_id: int) -> None:
    """Count the votes of a track."""
    count = Count.objects.select_related("track__cycle").filter(pk=count_id).first()
    if count is not None:
        counting.work(count, now=timezone.now())


@trail.subscribe(events.CountBegun, name="budgeting.count")
def count_soon(entry: Entry) -> None:
    """Count what was not counted at once."""
    if Count.objects.filter(pk=entry.data["count"], state=Count.State.RUNNING).exists():
        count_votes.enqueue(count_id=entry.data["count"])


@jobs.every(minutes=15)
def make_ballots() -> None:
    """Make the ballots of cycles whose vote has begun."""
    now = timezone.now()
    for cycle in calendar.open_for("vote", now=now):
        for track in Track.objects.filter(cycle=cycle, candidates__isnull=True):
            try:
                voting.make_ballot(track, by=None, now=now)
            except stepping.Refused:
                continue
