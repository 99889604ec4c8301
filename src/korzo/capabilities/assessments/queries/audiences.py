"""For whom an assessment is told: the house sees all of it, everybody else what is published."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from korzo.capabilities.assessments import permissions
from korzo.capabilities.assessments.models import Action, Assessment
from korzo.kernel.people.models import Person

PUBLISHABLE = ("summary", "ratios", "tables", "questions", "projections", "plan")
State = Action.State
DECIDED = (State.APPROVED, State.IN_PROGRESS, State.DONE)


@dataclass(frozen=True)
class Audience:
    """The parts that somebody sees, and whether they are of the house, where nothing is hidden."""

    parts: tuple[str, ...]
    is_house: bool = False

    def sees(self, part: str) -> bool:
        """Whether they see this part."""
        return part in self.parts

    def knows(self, other: Assessment | None, part: str) -> bool:
        """Whether they know this part of another assessment, the one before or the one after."""
        return other is not None and (self.is_house or part in other.published)

    def actions(self, assessment: Assessment) -> QuerySet[Action]:
        """The actions of a plan that they know of."""
        rows = assessment.actions.all()
        return rows if self.is_house else decided(rows)


HOUSE = Audience(PUBLISHABLE, is_house=True)


def of(person: Person | None, assessment: Assessment) -> Audience:
    """What this person is: of the house, or one of everybody."""
    return HOUSE if permissions.can_read(person, assessment) else everybody(assessment)


def everybody(assessment: Assessment) -> Audience:
    """Who sees what is published."""
    return Audience(tuple(assessment.published))


def decided(rows: QuerySet[Action]) -> QuerySet[Action]:
    """What the council decided, also where it was dropped later; proposals stay in the house, dropped ones too."""
    return rows.filter(Q(state__in=DECIDED) | (Q(state=State.DROPPED) & ~Q(decision="")))
