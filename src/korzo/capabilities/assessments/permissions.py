"""Who may do what in assessments. Every function takes the person (None: a stranger).

An assessment is its organisation's: people of the organisation and of its offices work on it; nobody of another city
sees anything of it until it is published.
"""

from korzo.capabilities.assessments.models import Action, Assessment, Part
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.people.roles import Role

Who = Person | None

LEADERS = (Role.ANALYST, Role.ADMINISTRATOR)
"""They set up assessments, ask for parts, settle differences and publish."""
CONTRIBUTORS = (Role.OFFICER, *LEADERS)
READERS = (Role.ELECTED, Role.FACILITATOR, *CONTRIBUTORS)


def _has(person: Who, organisation: Organisation, *roles: str) -> bool:
    """Have one of the roles in the organisation, or in one that it is a part of."""
    if person is None or not person.is_active:
        return False
    at: Organisation | None = organisation
    while at is not None:
        if person.has_role(*roles, organisation_id=at.pk):
            return True
        at = at.parent
    return False


def _belongs(person: Who, organisation: Organisation, *roles: str) -> bool:
    """Have one of the roles in the organisation or in an office of it."""
    if person is None or not person.is_active:
        return False
    held = {where for role, where in person.roles if role in roles}
    return bool(held) and (
        organisation.pk in held or Organisation.objects.filter(pk__in=held, parent=organisation).exists()
    )


def can_work(person: Who) -> bool:
    """Open the pages of those who assess; what they find there is their own organisations'."""
    return person is not None and person.has_role(*READERS)


def can_begin(person: Who, organisation: Organisation) -> bool:
    """Begin an assessment of an organisation."""
    return _has(person, organisation, *LEADERS)


def can_lead(person: Who, assessment: Assessment) -> bool:
    """Ask for parts, send them back, settle differences, publish."""
    if person is None:
        return False
    return (assessment.lead_id == person.pk and person.is_active) or can_begin(person, assessment.organisation)


def can_read(person: Who, assessment: Assessment) -> bool:
    """Read all of it: who works for the organisation, and who was asked for a part."""
    return can_lead(person, assessment) or _belongs(person, assessment.organisation, *READERS) or _is_asked(
        person, assessment
    )  # fmt: skip


def can_see(person: Who, assessment: Assessment, part: str = "") -> bool:
    """Read what is published (a part of it, or anything), or all of it as one of the house."""
    shown = assessment.published
    return (part in shown if part else bool(shown)) or can_read(person, assessment)


def can_contribute(person: Who, part: Part) -> bool:
    """Fill in a part: who was asked, people of the office that was asked, and who leads; not when it is locked."""
    if person is None or part.assessment.is_locked or part.assessment.state == Assessment.State.DRAFT:
        return False
    if can_lead(person, part.assessment):
        return True
    if part.state == Part.State.ACCEPTED:
        return False
    return person.is_active and (
        part.person_id == person.pk
        or (part.office_id is not None and person.has_role(*CONTRIBUTORS, organisation_id=part.office_id))
    )


def can_settle(person: Who, assessment: Assessment) -> bool:
    """Choose between sources, and explain differences."""
    return not assessment.is_locked and can_lead(person, assessment)


def can_sign(person: Who, assessment: Assessment) -> bool:
    """Sign off, and record what the council decided."""
    return _has(person, assessment.organisation, Role.ELECTED, Role.ADMINISTRATOR)


def can_plan(person: Who, assessment: Assessment) -> bool:
    """Write actions: at any time, also after signing off, since plans follow results."""
    return assessment.state != Assessment.State.SUPERSEDED and can_lead(person, assessment)


def can_report(person: Who, action: Action) -> bool:
    """Say how an action goes on: who is to do it, their office, and who leads."""
    if person is None or not person.is_active:
        return False
    return (
        action.person_id == person.pk
        or (action.office_id is not None and person.has_role(*CONTRIBUTORS, organisation_id=action.office_id))
        or can_plan(person, action.assessment)
    )


def can_set_up(person: Who) -> bool:
    """Load peers and add packs, charts and questionnaires."""
    return person is not None and person.has_role(Role.ADMINISTRATOR)


def _is_asked(person: Who, assessment: Assessment) -> bool:
    if person is None or not person.is_active:
        return False
    asked = assessment.parts.filter(person=person)
    offices = assessment.parts.filter(office_id__in=[w for r, w in person.roles if r in CONTRIBUTORS])
    return asked.exists() or offices.exists()
