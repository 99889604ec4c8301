"""Jobs that the tests enqueue; a module of its own, so that a real worker process can import it too."""

import time
from datetime import UTC, datetime

from korzo.kernel import jobs
from korzo.kernel.refs.models import Link


@jobs.job(retries=2)
def fail() -> None:
    """Fail always."""
    raise RuntimeError("no")


@jobs.job(retries=2)
def note(what: str) -> None:
    """Leave a trace; running it again leaves no second one."""
    Link.objects.get_or_create(
        from_ref="job:1", to_ref=f"done:{what}", kind="tests", defaults={"linked_at": datetime.now(UTC)}
    )


@jobs.job(retries=2)
def linger(what: str) -> None:
    """Start, leave a trace, and take longer than the worker will live."""
    Link.objects.create(
        from_ref=f"job:{what}", to_ref=f"started:{time.time_ns()}", kind="tests", linked_at=datetime.now(UTC)
    )
    time.sleep(120 if Link.objects.filter(from_ref=f"job:{what}").count() == 1 else 0)


@jobs.every(minutes=5)
def periodic() -> None:
    """Leave one more trace at each run."""
    Link.objects.create(from_ref="job:1", to_ref=f"run:{time.time_ns()}", kind="tests", linked_at=datetime.now(UTC))
