"""Who may do what in assessments. Every function takes the person (None: a stranger).

Three circles. The house of an assessment is its organisation and the departments of it: it reads everything. Who is
asked from outside the house, such as a utility, reads the parts that they were asked for and nothing else. Everybody
else reads what is published. What somebody may do rests on the memberships that they have today: being named as lead,
or being asked, is worth nothing to who works elsewhere by now.
"""

from collections.abc import Iterable

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


def houses(person: Person) -> set[int]:
    """The organisations all of whose assessments somebody reads: they work there, in a department, or lead above it."""
    inside = _up(_held(person, READERS), departments=True)
    return inside | _down(_held(person, LEADERS))


def trees(person: Person) -> set[int]:
    """The organisations for which somebody works in any way: there, above it, in an office or in a company of it."""
    held = _held(person, CONTRIBUTORS)
    return _up(held) | _down(held)


def _works(person: Person, organisation: int) -> bool:
    return person.has_role(*CONTRIBUTORS, organisation_id=organisation) or organisation in trees(person)


def _held(person: Person, roles: Iterable[str]) -> set[int]:
    return {where for role, where in person.roles if role in roles} if person.is_active else set()


def _up(held: set[int], *, departments: bool = False) -> set[int]:
    """These organisations and all that they are parts of; or only that which departments are parts of."""
    rows = Organisation.objects.filter(kind=Organisation.Kind.DEPARTMENT) if departments else Organisation.objects.all()
    found = new = held
    while new:
        above = rows.filter(pk__in=new).values_list("parent", flat=True)
        new = {each for each in above if each is not None} - found
        found = found | new
    return found


def _down(held: set[int]) -> set[int]:
    """These organisations and all their parts."""
    found = new = held
    while new:
        new = set(Organisation.objects.filter(parent__in=new).values_list("pk", flat=True)) - found
        found = found | new
    return found


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
    named = assessment.lead_id == person.pk and _works(person, assessment.organisation_id)
    return named or can_begin(person, assessment.organisation)


def can_read(person: Who, assessment: Assessment) -> bool:
    """Read all of it: who works in the house."""
    if person is None:
        return False
    at = assessment.organisation_id
    in_house = person.has_role(*READERS, organisation_id=at) or can_lead(person, assessment)
    return in_house or at in houses(person)


def can_open(person: Who, part: Part) -> bool:
    """Read a part before it is published: the house, and who is asked for this part."""
    return can_read(person, part.assessment) or _is_asked(person, part)


def can_enter(person: Who, assessment: Assessment) -> bool:
    """Come into the data room: the house, and who is asked for any part; these find only theirs."""
    return can_read(person, assessment) or any(_is_asked(person, part) for part in assessment.parts.all())


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
    return part.state != Part.State.ACCEPTED and _is_asked(person, part)


def can_settle(person: Who, assessment: Assessment) -> bool:
    """Choose between sources, and explain differences."""
    return not assessment.is_locked and can_lead(person, assessment)


def can_sign(person: Who, assessment: Assessment) -> bool:
    """Sign off, and record what the council decided."""
    return _has(person, assessment.organisation, Role.ELECTED, Role.ADMINISTRATOR)


def can_plan(person: Who, assessment: Assessment) -> bool:
    """Write actions: at any time, also after signing off, since plans follow results."""
    over = {Assessment.State.SUPERSEDED, Assessment.State.ABANDONED}
    return assessment.state not in over and can_lead(person, assessment)


def can_report(person: Who, action: Action) -> bool:
    """Say how an action goes on: who is to do it, their office, and who leads."""
    if person is None or not person.is_active:
        return False
    return (
        (action.person_id == person.pk and _works(person, action.assessment.organisation_id))
        or (action.office_id is not None and person.has_role(*CONTRIBUTORS, organisation_id=action.office_id))
        or can_plan(person, action.assessment)
    )


def can_set_up(person: Who) -> bool:
    """Load peers and add packs, charts and questionnaires."""
    return person is not None and person.has_role(Role.ADMINISTRATOR)


def _is_asked(person: Who, part: Part) -> bool:
    """Whether a part was asked of somebody who still works there, or of their office."""
    if person is None or not person.is_active:
        return False
    if part.person_id == person.pk:
        return _works(person, part.assessment.organisation_id)
    return part.office_id is not None and person.has_role(*CONTRIBUTORS, organisation_id=part.office_id)
