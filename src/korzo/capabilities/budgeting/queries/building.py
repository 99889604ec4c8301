"""What became of chosen ideas: the council's decision, and how the building goes on."""

from dataclasses import dataclass

from korzo.capabilities.budgeting import permissions
from korzo.capabilities.budgeting.models import Candidate, Count, Decision, Idea, Progress
from korzo.capabilities.budgeting.rules import states
from korzo.kernel.people.models import Person


@dataclass(frozen=True)
class Outcome:
    """What became of an idea on a ballot, as its page shows it to somebody."""

    number: int | None
    is_public: bool
    decision: Decision | None
    progress: list[Progress]
    can_decide: bool
    can_report: bool


def outcome(idea: Idea, person: Person | None) -> Outcome | None:
    """What became of an idea; None when it never stood on a ballot."""
    if idea.step not in states.ON_BALLOT:
        return None
    candidate = Candidate.objects.filter(idea=idea).first()
    decided = Decision.objects.filter(idea=idea).first()
    return Outcome(
        number=candidate.number if candidate else None,
        is_public=Count.objects.filter(track=idea.track_id, is_official=True).exists(),
        decision=decided,
        progress=list(Progress.objects.filter(idea=idea).select_related("photo")),
        can_decide=idea.step is states.State.WON and decided is None and permissions.can_decide(person),
        can_report=bool(decided and decided.is_endorsed and permissions.can_report(person)),
    )
