"""Letters to those who keep keys. The link opens their page, so it is made when a letter is written and not kept."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from korzo.capabilities.ballots import events
from korzo.capabilities.ballots.models import Trustee
from korzo.capabilities.ballots.operations.trustees import TEMPLATE
from korzo.kernel import trail
from korzo.kernel.messages import rendering, sending
from korzo.kernel.messages.models import Message
from korzo.kernel.trail.models import Entry

OPENING = "ballots/opening"


@trail.subscribe(events.BoxClosed, name="ballots.call-keepers")
def call(entry: Entry) -> None:
    """Tell the keepers that their keys are needed."""
    code = entry.ref.partition(":")[2]
    for keeper in Trustee.objects.filter(box__vote__code=code).select_related("box__vote"):
        sending.send(
            to=sending.Recipient(email=keeper.email, name=keeper.name, language=keeper.language),
            template=OPENING,
            context={"trustee": keeper.pk, "title": str(keeper.box.vote.title)},
            ref=entry.ref,
            key=f"trail:{entry.seq}:{keeper.pk}",
            now=timezone.now(),
        )


@rendering.fills(TEMPLATE, OPENING)
def link(message: Message) -> dict[str, str]:
    """Where a keeper's letter leads."""
    keeper = Trustee.objects.filter(pk=message.context["trustee"]).first()
    if keeper is None:
        return {"link": settings.KORZO.base_url}
    with translation.override(message.language):
        page = reverse("ballots:keeper", args=[keeper.token])
    return {"link": f"{settings.KORZO.base_url}{page}"}
