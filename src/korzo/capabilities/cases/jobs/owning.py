"""What happens by itself when a case goes to others: colleagues hear of it, and silence goes to the arbiter."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from korzo.capabilities.cases import events
from korzo.capabilities.cases.models import Case, HandOver, Part
from korzo.capabilities.cases.operations import forwarding, handing_over, looking
from korzo.kernel import jobs, trail
from korzo.kernel.messages import rendering, sending
from korzo.kernel.messages.models import Message
from korzo.kernel.people import language_of
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.people.roles import Role
from korzo.kernel.text.multilingual import in_language
from korzo.kernel.trail.models import Entry

ASKED, TO_DECIDE, SETTLED, PART_ASKED, PART_ANSWERED = (
    "cases/hand_over_asked",
    "cases/hand_over_to_decide",
    "cases/hand_over_settled",
    "cases/part_asked",
    "cases/part_answered",
)


@jobs.every(minutes=5)
def run_out() -> None:
    """Bring what nobody answered in time before an arbiter."""
    handing_over.run_out(now=timezone.now())


@jobs.every(hours=1)
def forget_lookers() -> None:
    """Delete who looked at what an hour ago."""
    looking.forget(now=timezone.now())


@trail.subscribe(
    events.CaseHandOverAsked,
    events.CaseHandOverAnswered,
    events.CaseHandOverOverdue,
    events.CaseHandOverDecided,
    name="cases.tell_offices",
)
def tell_offices(entry: Entry) -> None:
    """Tell colleagues where a hand-over stands: who is asked, who decides, and in the end both offices."""
    given = HandOver.objects.select_related("case__category", "giver", "receiver", "arbiter", "decided_for")
    found = given.filter(pk=entry.data["hand_over"]).first()
    if found is None:
        return
    event = entry.event.partition(".")[2]
    if event == "CaseHandOverAsked":
        tell(officers(found.receiver), ASKED, entry, found.case, {"giver": found.giver, "text": found.reason})
    elif event == "CaseHandOverOverdue" or (event == "CaseHandOverAnswered" and not entry.data["accepted"]):
        people = [found.arbiter] if found.arbiter else administrators()
        tell(
            people, TO_DECIDE, entry, found.case, {"giver": found.giver, "office": found.receiver, "text": found.answer}
        )
    else:
        people = officers(found.giver) + (officers(found.receiver) if found.decided_for else [])
        owner = found.decided_for or found.receiver
        tell(people, SETTLED, entry, found.case, {"office": owner, "text": found.decision})


@trail.subscribe(events.CasePartAsked, events.CasePartAnswered, name="cases.tell_parts")
def tell_parts(entry: Entry) -> None:
    """Tell an office that it is asked for a part of the work, and the owner what became of it."""
    found = (
        Part.objects.select_related("case__category", "case__office", "office").filter(pk=entry.data["part"]).first()
    )
    if found is None:
        return
    if entry.event.endswith("CasePartAsked"):
        context = {"office": found.case.office, "text": found.text}
        tell(officers(found.office), PART_ASKED, entry, found.case, context)
    else:
        context = {"office": found.office, "text": found.answer, "is_done": found.state == Part.State.DONE}
        tell(officers(found.case.office), PART_ANSWERED, entry, found.case, context)


def officers(office: Organisation) -> list[Person]:
    """Who works on the cases of an office."""
    return list(
        Person.objects.filter(
            is_active=True, memberships__role=Role.OFFICER, memberships__organisation=office
        ).distinct()
    )


def administrators() -> list[Person]:
    """Who decides where the city has no arbiter."""
    return list(Person.objects.filter(is_active=True, memberships__role=Role.ADMINISTRATOR).distinct())


def tell(people: Iterable[Person], template: str, entry: Entry, case: Case, context: dict[str, object]) -> None:
    """Write to each of these people about a case, in their language."""
    for person in people:
        language = language_of(person)
        said = {
            name: in_language(value.name, language).text if isinstance(value, Organisation) else value
            for name, value in context.items()
        }
        said |= {
            "code": case.code,
            "category": in_language(case.category.name, language).text,
            "address": case.address,
        }
        to = sending.Recipient(person, language=language)
        sending.send(to=to, template=template, context=said, ref=case.ref, key=f"trail:{entry.seq}", now=timezone.now())


@rendering.fills(ASKED, TO_DECIDE, SETTLED, PART_ASKED, PART_ANSWERED)
def record_link(message: Message) -> dict[str, str]:
    """Lead to the record of the case."""
    with translation.override(message.language):
        return {"link": f"{settings.KORZO.base_url}{reverse('cases:record', args=[message.ref.partition(':')[2]])}"}


@rendering.fills(forwarding.LETTER)
def public_link(message: Message) -> dict[str, str]:
    """Lead an authority to what everybody can read."""
    with translation.override(message.language):
        return {"link": f"{settings.KORZO.base_url}{reverse('cases:case', args=[message.ref.partition(':')[2]])}"}
