"""What the clocks of cases do by themselves: tell who stands on the ladder, and wait for nobody for ever."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from korzo.capabilities.cases.operations import promises
from korzo.kernel import jobs
from korzo.kernel.messages import rendering
from korzo.kernel.messages.models import Message


@jobs.every(minutes=5)
def escalate() -> None:
    """Tell the people on each rung that a case has reached."""
    promises.escalate(now=timezone.now())


@jobs.every(hours=1)
def end_long_waits() -> None:
    """Let the clocks run on where nobody answered the office's question."""
    promises.end_long_waits(now=timezone.now())


@rendering.fills("cases/escalated")
def record_link(message: Message) -> dict[str, str]:
    """Lead to the record of the case."""
    with translation.override(message.language):
        return {"link": f"{settings.KORZO.base_url}{reverse('cases:record', args=[message.ref.partition(':')[2]])}"}
