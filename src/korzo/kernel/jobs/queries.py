"""What the operator wants to know about jobs."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Case, Min, QuerySet, When
from django.db.models.functions import Greatest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from korzo.kernel.jobs.models import Worker


@dataclass(frozen=True)
class State:
    """Workers alive, jobs waiting and given up, and the age of the oldest one that should have run."""

    workers: int
    waiting: int
    dead: int
    oldest_wait: timedelta


def state() -> State:
    """Count workers and jobs."""
    now = timezone.now()
    due = Case(When(run_after__lte=now, then=Greatest("enqueued_at", "run_after")), default="enqueued_at")
    since = DBTaskResult.objects.ready().aggregate(at=Min(due))["at"]
    return State(
        workers=Worker.alive().count(),
        waiting=DBTaskResult.objects.ready().count(),
        dead=dead_letters().count(),
        oldest_wait=now - since if since else timedelta(),
    )


def dead_letters() -> "QuerySet[DBTaskResult[..., object]]":
    """Jobs whose retries are used up, newest first."""
    return DBTaskResult.objects.failed().order_by("-finished_at", "pk")


def try_again(job_id: str) -> bool:
    """Put a dead letter back in the queue with all its retries; False when it is none (any more)."""
    return bool(
        DBTaskResult.objects.failed().filter(pk=job_id).update(status="READY", run_after=timezone.now(), worker_ids=[])
    )


def give_up(job_id: str) -> bool:
    """Delete a dead letter; False when it is none (any more)."""
    return bool(DBTaskResult.objects.failed().filter(pk=job_id).delete()[0])
