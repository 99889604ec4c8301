"""What happens to votes by itself: closing, adding up, opening with the server's key, posting where a board stands."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from django.utils import timezone

from korzo.capabilities.ballots import events
from korzo.capabilities.ballots.jobs import (
    forgetting,  # noqa: F401 -- its job registers itself
    keepers,  # noqa: F401 -- its letters register themselves
    telling,  # noqa: F401 -- its jobs register themselves
)
from korzo.capabilities.ballots.models import Box
from korzo.capabilities.ballots.operations import boxes
from korzo.capabilities.ballots.queries import boards
from korzo.kernel import jobs, trail


@jobs.every(minutes=1)
def go_on() -> None:
    """Close what is over, count what is closed, put together what is decrypted."""
    now = timezone.now()
    over = Box.objects.filter(step=Box.Step.VOTING, vote__closes_at__lte=now)
    stuck = [*_each(over, lambda box: boxes.close(box, now=now))]
    for box in Box.objects.filter(step=Box.Step.MIXING).exclude(pieces__kind="EncryptedTally"):
        count.enqueue(box_id=box.pk)
    stuck += _each(Box.objects.filter(step=Box.Step.DECRYPTING), lambda box: finish(box, now))
    if stuck:
        raise ExceptionGroup("boxes that cannot go on", stuck)


def _each(found: Iterable[Box], act: Callable[[Box], object]) -> Iterator[Exception]:
    """Do it with each box; one that cannot go on does not hold up the others."""
    for box in found:
        try:
            act(box)
        except Exception as error:  # noqa: BLE001 -- raised at the end, with those of the others
            yield error


@jobs.job(retries=5)
def count(box_id: int) -> None:
    """Add up a closed box."""
    boxes.count(Box.objects.get(pk=box_id))


def finish(box: Box, now: datetime) -> bool:
    """Put the result together when enough have decrypted, and have the whole checked."""
    if not boxes.reveal(box, now=now):
        return False
    check.enqueue(box_id=box.pk)
    return True


@jobs.job(retries=5)
def check(box_id: int) -> None:
    """Verify a counted box as an outsider would."""
    boxes.check(Box.objects.get(pk=box_id), now=timezone.now())


@jobs.every(hours=1)
def post() -> None:
    """Post on the trail where each open board stands, when it has grown."""
    now = timezone.now()
    for box in Box.objects.filter(step=Box.Step.VOTING).select_related("vote"):
        if boards.posted(box)[0].data["head"] != box.head:
            trail.record(events.BoardGrew(box.ref, box.height, box.head), by=None, now=now)
