"""What ends by itself when a case is closed."""

from datetime import datetime

from korzo.capabilities.cases import events
from korzo.capabilities.cases.models import Case, Forwarding, HandOver, Part
from korzo.capabilities.cases.rules import handing_over
from korzo.kernel import trail


def tie(case: Case, *, now: datetime) -> None:
    """End what nobody has to answer any more: an open hand-over, parts of the work, a letter to an authority."""
    hand_overs = HandOver.objects.filter(case=case, state__in=handing_over.UNDECIDED).update(
        state=HandOver.State.LAPSED
    )
    parts = Part.objects.filter(case=case, state=Part.State.OPEN).update(state=Part.State.DROPPED)
    letters = Forwarding.objects.filter(case=case, state=Forwarding.State.WAITING).update(
        state=Forwarding.State.LAPSED, ended_at=now
    )
    if hand_overs or parts or letters:
        trail.record(events.CaseLooseEndsTied(case.ref, hand_overs, parts, letters), by=None, now=now)
