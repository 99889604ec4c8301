"""What an assessment found becomes somebody's work, and who did it hears when the next one shows that it helped."""

from django.utils import timezone, translation

from korzo.capabilities.assessments import public as assessments
from korzo.kernel import trail
from korzo.kernel.messages import rendering
from korzo.kernel.messages.models import Message
from korzo.kernel.trail.models import Entry

GIVEN = "assessments/given"
MET = "assessments/met"
APPROVED, SUBMITTED = "approved", "submitted"


def start() -> None:
    """Tell who gets an action, and who met its target."""
    trail.subscribe(assessments.ActionStepped, name="journeys.finding_to_action.given")(give)
    trail.subscribe(assessments.AssessmentStepped, name="journeys.finding_to_action.met")(praise)
    rendering.fills(GIVEN, MET)(link)


def give(entry: Entry) -> None:
    """Tell the office that gets an action, once the council has approved it."""
    if entry.data["after"] == APPROVED and entry.data["before"] != APPROVED:
        assessments.tell_doers(entry.ref, template=GIVEN, key=f"trail:{entry.seq}", now=timezone.now())


def praise(entry: Entry) -> None:
    """Tell who met a target, and who leads, when the signed figures of the next assessment show it."""
    if entry.data["after"] != SUBMITTED:
        return
    for ref in assessments.met(entry.ref):
        key = f"trail:{entry.seq}:{ref}"
        assessments.tell_doers(ref, template=MET, key=key, now=timezone.now(), leader=True)


def link(message: Message) -> dict[str, str]:
    """Lead to the action, in the reader's language."""
    with translation.override(message.language):
        return {"link": assessments.address(message.ref)}
