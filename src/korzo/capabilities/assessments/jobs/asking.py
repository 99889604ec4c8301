"""Who is asked for parts of an assessment hears of it, is reminded in time, and hears when something is sent back."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from korzo.capabilities.assessments import events, permissions
from korzo.capabilities.assessments.models import Assessment, Part
from korzo.capabilities.assessments.queries import rooms
from korzo.kernel import jobs, trail
from korzo.kernel.messages import rendering, sending
from korzo.kernel.messages.models import Message
from korzo.kernel.people import language_of
from korzo.kernel.people.models import Person
from korzo.kernel.trail.models import Entry

TEMPLATE = "assessments/asked"
REMIND = (2, 0)
"""Days before the day on which a part is due."""
_WAITING = (Part.State.OPEN, Part.State.RETURNED)


@trail.subscribe(events.PartAsked, events.PartStepped, events.AssessmentStepped, name="assessments.ask")
def ask(entry: Entry) -> None:
    """Tell who is asked for a part, once the figures are gathered, and who has to put one right."""
    assessment = Assessment.objects.filter(code=entry.ref.partition(":")[2]).first()
    if assessment is None or assessment.state == Assessment.State.DRAFT:
        return
    name, data = entry.event.partition(".")[2], entry.data
    parts = assessment.parts.select_related("person", "office")
    if name == "AssessmentStepped":
        begun = data["before"] == Assessment.State.DRAFT
        _tell(assessment, parts.filter(state=Part.State.OPEN) if begun else (), "asked", f"trail:{entry.seq}", entry.by)
    elif name == "PartAsked":
        together = Entry.objects.filter(ref=entry.ref, event=entry.event, at=entry.at)  # all that was asked for at once
        codes = [each.data["part"] for each in together]
        _tell(assessment, parts.filter(code__in=codes), "asked", f"asked:{entry.ref}:{entry.at.isoformat()}", entry.by)
    elif data["after"] == Part.State.RETURNED:
        _tell(assessment, parts.filter(code=data["part"]), "returned", f"trail:{entry.seq}", entry.by)


@jobs.every(hours=6)
def remind() -> None:
    """Remind of what is due in two days, and of what is due today."""
    today = timezone.localdate()
    for days in REMIND:
        due = Part.objects.filter(due_on=today + timedelta(days=days), state__in=_WAITING).exclude(
            assessment__state=Assessment.State.DRAFT
        )
        waiting = defaultdict[int, list[Part]](list)
        for part in due.select_related("person", "office", "assessment"):
            if not part.assessment.is_locked:
                waiting[part.assessment_id].append(part)
        for parts in waiting.values():
            day = today + timedelta(days=days)
            _tell(parts[0].assessment, parts, "due", f"due:{parts[0].assessment.ref}:{day}:{days}", "")


def _tell(assessment: Assessment, parts: Iterable[Part], kind: str, key: str, by: str) -> None:
    """One letter a person, with all parts that it is about; not to who did it."""
    mine: dict[Person, list[Part]] = defaultdict(list)
    for part in parts:
        for person in _asked(part):
            if person.ref != by:
                mine[person].append(part)
    for person, asked in mine.items():
        context = {
            "kind": kind,
            "code": assessment.code,
            "parts": sorted(part.code for part in asked),
            "due_on": min((part.due_on.isoformat() for part in asked if part.due_on), default=""),
            "text": asked[0].message if kind == "returned" else "",
        }
        sending.send(
            to=sending.Recipient(person, language=language_of(person)),
            template=TEMPLATE,
            context=context,
            ref=assessment.ref,
            key=f"{key}:{person.pk}",
            now=timezone.now(),
        )


def _asked(part: Part) -> list[Person]:
    """The person who is asked, or those of the office who may fill it in."""
    if part.person is not None:
        return [part.person] if part.person.is_active else []
    roles = [str(role) for role in permissions.CONTRIBUTORS]
    found = Person.objects.filter(memberships__organisation=part.office_id, memberships__role__in=roles, is_active=True)
    return list(found.distinct()) if part.office_id else []


@rendering.fills(TEMPLATE)
def links(message: Message) -> dict[str, object]:
    """What the parts are called, whose assessment it is, and where the letter leads: the one table, or the room."""
    code, parts = message.context["code"], message.context["parts"]
    assessment = Assessment.objects.select_related("organisation").filter(code=code).first()
    with translation.override(message.language):
        single = len(parts) == 1 and not parts[0].startswith(rooms.QUESTIONS)
        page = (
            reverse("assessments:table", args=[code, parts[0]]) if single else reverse("assessments:room", args=[code])
        )
        names = [str(rooms.name(assessment, part)) for part in parts] if assessment else parts
        whose = f"{assessment.organisation.name}, {assessment.period}" if assessment else code
        due = message.context["due_on"]
        until = date_format(date.fromisoformat(due), "DATE_FORMAT") if due else ""
    return {"link": f"{settings.KORZO.base_url}{page}", "names": names, "whose": whose, "until": until}
