"""The link in a keeper's letter: it opens their page, so it is made when the letter is written and not kept."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from korzo.capabilities.ballots.models import Trustee
from korzo.capabilities.ballots.operations.trustees import TEMPLATE
from korzo.kernel.messages import rendering
from korzo.kernel.messages.models import Message


@rendering.fills(TEMPLATE)
def link(message: Message) -> dict[str, str]:
    """Where a keeper's letter leads."""
    keeper = Trustee.objects.filter(pk=message.context["trustee"]).first()
    if keeper is None:
        return {"link": settings.KORZO.base_url}
    with translation.override(message.language):
        page = reverse("ballots:keeper", args=[keeper.token])
    return {"link": f"{settings.KORZO.base_url}{page}"}
