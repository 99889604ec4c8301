"""Reports that wait for a yes: where their letter leads, and forgetting those that nobody confirmed."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from korzo.capabilities.cases.models import Unconfirmed
from korzo.capabilities.cases.operations import confirming as operations
from korzo.capabilities.cases.queries import confirming
from korzo.kernel import jobs
from korzo.kernel.messages import rendering
from korzo.kernel.messages.models import Message


@rendering.fills(operations.ASKED)
def link(message: Message) -> dict[str, str]:
    """Where to say yes or no; made while the letter is written, so that the secret lies in no table."""
    row = Unconfirmed.objects.filter(pk=message.ref.partition(":")[2]).first()
    if row is None:
        return {"link": settings.KORZO.base_url}
    with translation.override(message.language):
        at = reverse("cases:confirm-report", args=[confirming.secret(row.nonce)])
    return {"link": f"{settings.KORZO.base_url}{at}"}


@jobs.every(hours=6)
def forget_unconfirmed_reports() -> int:
    """Delete reports whose senders did not say yes in time; returns how many."""
    return operations.forget_unconfirmed(now=timezone.now())
