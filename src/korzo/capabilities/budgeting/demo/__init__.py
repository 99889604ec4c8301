"""Three invented cycles: last year's to its last stone, this year's in its vote, and one that takes ideas now."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from korzo.capabilities.budgeting.demo import cast, ideas, lives, plans, votes
from korzo.capabilities.budgeting.models import Cycle

Say = Callable[[str], None]


def invent(*, count: int, say: Say, now: datetime, seed: int) -> None:
    """Invent cycles, envelopes, ideas and what became of them; a city that has a cycle already is left alone."""
    del count
    if Cycle.objects.exists():
        return
    say("Three years of the residents' budget: ideas, checks, shortlists ...")
    random = Random(f"{seed}/budgeting")
    with transaction.atomic():
        people = cast.gather(random)
        plans.themes(by=people.administrator, now=now)
        for plan in plans.all_of(now):
            cycle = plans.store(plan, by=people.administrator, now=min(plan.dates[0][1], now) - timedelta(days=1))
            lives.live(cycle, ideas.of(plan.table), plan=plan, people=people, now=now, random=random)
            starts = {code: start for code, start, _end in plan.dates}
            votes.vote(cycle, starts=starts, people=people, now=now, random=random)
