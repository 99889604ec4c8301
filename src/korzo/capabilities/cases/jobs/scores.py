"""The scoreboard is counted by the worker, so that no visitor waits for it."""

from django.utils import timezone

from korzo.capabilities.cases.queries import scoreboard
from korzo.capabilities.cases.rules import scores
from korzo.kernel import jobs


@jobs.every(hours=1)
def count_scores() -> None:
    """Count this month and the last, and a year of older months that nobody has counted yet."""
    now = timezone.now()
    month = timezone.localtime(now).date().replace(day=1)
    for each in (month, scores.before(month)):
        scoreboard.count(each)
    for _ in range(12):
        older = scoreboard.uncounted(now)
        if older is None:
            return
        scoreboard.count(older)
