"""What the invented reporters said of the work, and the scoreboard of two years."""

from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from korzo.capabilities.cases.models import Case, Verdict
from korzo.capabilities.cases.queries import scoreboard
from korzo.capabilities.cases.rules import scores

_ANSWERING = 0.4
_PLEASED = {True: (8, 1, 1), False: (4, 3, 3), None: (6, 2, 2)}
"""Weights of yes, partly and no by whether the promise was kept."""
_MONTHS = 25


def judge(*, now: datetime, random: Random) -> None:
    """Let some of those who can be reached answer, and count the months."""
    solved = Case.objects.filter(state=Case.State.RESOLVED).exclude(
        contact__email="", contact__phone="", contact__person=None
    )
    answers = [Verdict.Answer.YES, Verdict.Answer.PARTLY, Verdict.Answer.NO]
    Verdict.objects.bulk_create(
        Verdict(
            case=case,
            answer=random.choices(answers, _PLEASED[case.on_time])[0],
            at=min(now, (case.closed_at or now) + timedelta(hours=random.uniform(1, 90))),
        )
        for case in solved.order_by("pk")
        if random.random() < _ANSWERING
    )
    month = timezone.localtime(now).date().replace(day=1)
    for _ in range(_MONTHS):
        scoreboard.count(month)
        month = scores.before(month)
