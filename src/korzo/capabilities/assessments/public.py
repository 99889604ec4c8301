"""The door of assessments: what journeys may ask and do, and how others name assessments and actions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from korzo.capabilities.assessments.events import ActionStepped, AssessmentStepped
from korzo.capabilities.assessments.models import Action, Answer, Assessment, Remark
from korzo.capabilities.assessments.queries import audiences, overview, planning
from korzo.capabilities.assessments.rules.targets import Outcome
from korzo.kernel import people, refs
from korzo.kernel.messages import sending
from korzo.kernel.people.models import Person
from korzo.kernel.people.roles import Role

__all__ = ["ActionStepped", "ActionView", "AssessmentStepped", "action", "address", "met", "tell_doers"]


@dataclass(frozen=True)
class ActionView:
    """An action for who carries it out elsewhere: what is done about what, what it is to move, and what it may cost."""

    ref: str
    title: str
    weakness: str
    moves: str
    aim: str
    office: str
    cost: str
    currency: str
    is_approved: bool
    is_public: bool


def action(ref: str) -> ActionView | None:
    """An action by its reference, `action:2026-3`, with words in the reader's language; None: there is none."""
    found = _action(refs.parse(ref)[1])
    if found is None:
        return None
    assessment = found.assessment
    [row] = planning.Plan(assessment).told([found])
    return ActionView(
        ref=found.ref,
        title=found.title,
        weakness=found.weakness,
        moves=row.moves,
        aim=row.aim,
        office=found.office.code if found.office else "",
        cost=str(found.cost) if found.cost is not None else "",
        currency=assessment.currency,
        is_approved=found.state in {Action.State.APPROVED, Action.State.IN_PROGRESS, Action.State.DONE},
        is_public=_is_public(found),
    )


def met(assessment: str) -> list[str]:
    """The actions of the assessment before, by reference, whose targets this one shows to be met."""
    later = Assessment.objects.select_related("previous").filter(code=refs.parse(assessment)[1]).first()
    if later is None or later.previous is None:
        return []
    return [action.ref for action, came in overview.outcomes(later.previous, later) if came is Outcome.MET]


def tell_doers(ref: str, *, template: str, key: str, now: datetime, leader: bool = False) -> None:
    """Write to who is to carry out an action: the person, the officers of the office, and who leads if wanted."""
    found = _action(refs.parse(ref)[1])
    if found is None:
        return
    doing = Person.objects.filter(is_active=True)
    named = [found.person_id, found.assessment.lead_id if leader else None]
    to = {row.pk: row for row in doing.filter(pk__in=[each for each in named if each])}
    if found.office_id:
        officers = doing.filter(memberships__role=Role.OFFICER, memberships__organisation=found.office_id)
        to |= {row.pk: row for row in officers}
    for person in to.values():
        language = people.language_of(person)
        with translation.override(language):
            seen = action(ref)
            told = {"title": found.title, "moves": seen.moves if seen else "", "aim": seen.aim if seen else ""}
            told |= {"until": found.ends_on.isoformat(), "decision": found.decision}
        recipient = sending.Recipient(person, language=language)
        sending.send(to=recipient, template=template, context=told, ref=ref, key=key, now=now)


def address(ref: str) -> str:
    """The page of an action, in the language that is being read."""
    code, _dash, number = refs.parse(ref)[1].rpartition("-")
    return f"{settings.KORZO.base_url}{reverse('assessments:action', args=[code, number])}"


@refs.describes("assessment")
def describe(code: str) -> refs.Described | None:
    """Show a published assessment to other capabilities."""
    found = Assessment.objects.select_related("organisation").exclude(published=[]).filter(code=code).first()
    if found is None:
        return None
    title = f"{found.organisation.name}, {found.period}"
    return refs.Described(found.ref, title, reverse("assessments:results", args=[code]))


@refs.describes("action")
def describe_action(code: str) -> refs.Described | None:
    """Show an action of a published plan to other capabilities."""
    found = _action(code)
    if found is None or not _is_public(found):
        return None
    return refs.Described(
        found.ref, found.title, reverse("assessments:action", args=[found.assessment.code, found.number])
    )


@people.exports("assessments")
def export(person: Person) -> dict[str, Any]:
    """What a person said about figures and questions, and what they are to do."""
    return {
        "remarks": [
            {"cell": row.cell, "at": row.at.isoformat(), "text": row.text} for row in Remark.objects.filter(by=person)
        ],
        "answers": [
            {"question": row.question, "score": row.score, "comment": row.comment, "at": row.at.isoformat()}
            for row in Answer.objects.filter(by=person)
        ],
        "actions": [row.ref for row in Action.objects.filter(person=person).select_related("assessment")],
    }


def _is_public(action: Action) -> bool:
    everybody = audiences.everybody(action.assessment)
    return everybody.sees("plan") and everybody.actions(action.assessment).filter(pk=action.pk).exists()


def _action(code: str) -> Action | None:
    assessment, _dash, number = code.rpartition("-")
    if not number.isdecimal():
        return None
    rows = Action.objects.select_related("assessment__organisation", "assessment__lead", "office", "person")
    return rows.filter(assessment__code=assessment, number=int(number)).first()
