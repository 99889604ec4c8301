"""What happens by itself between us and the systems of others: sending, following there, telling what is new here."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from korzo.capabilities.cases import events
from korzo.capabilities.cases.jobs import owning
from korzo.capabilities.cases.models import Dispatch, Forwarding, System, Update
from korzo.capabilities.cases.operations import dispatching, hearing
from korzo.kernel import jobs, trail
from korzo.kernel.messages import rendering
from korzo.kernel.messages.models import Message
from korzo.kernel.trail.models import Entry

HEARD, NOT_TAKEN = "cases/system_heard", "cases/system_not_taken"


@jobs.every(seconds=30)
def send_due() -> None:
    """Try again what could not be sent, and what a killed worker left in the middle."""
    for key in dispatching.due(timezone.now()):
        dispatching.advance(key, now=timezone.now())


@jobs.every(minutes=5)
def read_systems() -> None:
    """Look in every system where cases of ours are whether anything is new there."""
    for system in System.objects.filter(is_active=True):
        hearing.read(system, now=timezone.now())


@trail.subscribe(events.CaseCommented, events.CaseForwardingEnded, name="cases.tell_systems")
def tell_systems(entry: Entry) -> None:
    """Pass what we write for everybody, and that we go on ourselves, to the system that has the case."""
    code = entry.ref.partition(":")[2]
    found = Dispatch.objects.filter(forwarding__case__code=code, system__speaks_updates=True).exclude(number="")
    if entry.event.endswith("CaseForwardingEnded"):
        taken_back = found.filter(pk=entry.data["forwarding"], forwarding__state=Forwarding.State.TAKEN_BACK).first()
        if taken_back and not entry.data["answered"]:
            tell.enqueue(dispatch=taken_back.pk, update=0)
    elif entry.data["public"]:
        with_them = found.filter(forwarding__state=Forwarding.State.WAITING).first()
        if with_them:
            tell.enqueue(dispatch=with_them.pk, update=entry.data["update"])


@jobs.job(retries=8)
def tell(dispatch: int, update: int) -> None:
    """Tell a system one thing; `update` 0: that we go on ourselves."""
    found = Dispatch.objects.select_related("system", "forwarding__case").get(pk=dispatch)
    if not update:
        with translation.override(found.forwarding.language):
            hearing.tell_back(found)
    elif row := Update.objects.filter(pk=update, is_public=True).first():
        hearing.tell(found, row)


@trail.subscribe(events.CaseHeardOf, events.CaseNotTaken, name="cases.tell_of_systems")
def tell_of_systems(entry: Entry) -> None:
    """Tell the office that its authority is done with a case, or did not take it."""
    is_news = entry.event.endswith("CaseHeardOf")
    if is_news and not entry.data["closed"]:
        return
    letters = Forwarding.objects.select_related("case__category", "case__office", "authority")
    letter = letters.filter(pk=entry.data["forwarding"]).first()
    if letter:
        people = owning.officers(letter.case.office)
        context: dict[str, object] = {"authority": letter.authority}
        owning.tell(people, HEARD if is_news else NOT_TAKEN, entry, letter.case, context)


@rendering.fills(HEARD, NOT_TAKEN)
def record_link(message: Message) -> dict[str, str]:
    """Lead to the record of the case."""
    with translation.override(message.language):
        return {"link": f"{settings.KORZO.base_url}{reverse('cases:record', args=[message.ref.partition(':')[2]])}"}
