"""Who may do what with a case. Every function takes the person (None: a stranger) and the case."""

from django.db.models import Q

from korzo.capabilities.cases.models import Case, HandOver, Part
from korzo.capabilities.cases.rules import handing_over
from korzo.kernel.people.models import Person
from korzo.kernel.people.roles import STAFF, Role

Who = Person | None


def can_see(person: Who, case: Case) -> bool:
    """Everybody sees public cases; staff see those of their office; agents, arbiters and administrators see all."""
    return case.is_public or can_see_inside(person, case)


def can_see_text(person: Who, case: Case) -> bool:
    """The reporter's words and photos are public once they were checked."""
    return (case.is_public and case.text_is_public) or can_see_inside(person, case)


def can_see_inside(person: Who, case: Case) -> bool:
    """Internal notes and unpublished texts: the owning office, who serves all offices, and who is asked for help."""
    if person is None:
        return False
    return (
        person.has_role(Role.OFFICER, organisation_id=case.office_id)
        or person.has_role(Role.AGENT, Role.ARBITER, Role.ELECTED, Role.ADMINISTRATOR)
        or is_asked(person, case)
    )


def is_asked(person: Person, case: Case) -> bool:
    """Officers of an office that should take the case over, or that was asked for a part of the work."""
    offices = [where for role, where in person.roles if role == Role.OFFICER] if person.is_active else []
    return (
        case.is_open
        and bool(offices)
        and (
            HandOver.objects.filter(Q(state__in=handing_over.UNDECIDED), case=case, receiver__in=offices).exists()
            or Part.objects.filter(case=case, office__in=offices).exclude(state=Part.State.DROPPED).exists()
        )
    )


def can_answer_for(person: Who, office: int) -> bool:
    """Answer for an office that is asked for something: its officers, and administrators."""
    return person is not None and (
        person.has_role(Role.OFFICER, organisation_id=office) or person.has_role(Role.ADMINISTRATOR)
    )


def can_decide(person: Who) -> bool:
    """Decide who owns a case that two offices do not agree about."""
    return person is not None and person.has_role(Role.ARBITER, Role.ADMINISTRATOR)


def can_give(person: Who) -> bool:
    """Give a case to another office at once, without asking it: agents sort reports, arbiters decide."""
    return person is not None and person.has_role(Role.AGENT, Role.ARBITER, Role.ADMINISTRATOR)


def can_oversee(person: Who) -> bool:
    """See how all offices stand: who was elected for it, and administrators."""
    return person is not None and person.has_role(Role.ELECTED, Role.ADMINISTRATOR)


def can_set_up(person: Who) -> bool:
    """Say what can be reported, and which office it goes to."""
    return person is not None and person.has_role(Role.ADMINISTRATOR)


def can_see_contact(person: Who, case: Case) -> bool:
    """Name and addresses of the reporter: who works on the case and may have to ask back; never elected officials."""
    return can_work_on(person, case)


def can_work_on(person: Who, case: Case) -> bool:
    """Comment, resolve, decline: officers of the owning office; agents and administrators for all offices."""
    if person is None:
        return False
    return person.has_role(Role.OFFICER, organisation_id=case.office_id) or person.has_role(
        Role.AGENT, Role.ADMINISTRATOR
    )


def can_assign(person: Who, case: Case) -> bool:
    """Hand the case to another office or person: who works on it, and the arbiter."""
    return can_work_on(person, case) or (person is not None and person.has_role(Role.ARBITER))


def can_hide(person: Who, case: Case) -> bool:
    """Take a case out of public view."""
    return can_work_on(person, case)


def can_use_queue(person: Who) -> bool:
    """Open the staff pages at all."""
    return person is not None and person.has_role(*STAFF)


def can_work(person: Who) -> bool:
    """Work on cases at all, those of one office or all."""
    return person is not None and person.has_role(Role.OFFICER, Role.AGENT, Role.ADMINISTRATOR)


def can_take_down(person: Who) -> bool:
    """Write reports down for people at the counter: those who serve all offices."""
    return person is not None and person.has_role(Role.AGENT, Role.ADMINISTRATOR)


def can_import(person: Who) -> bool:
    """Read cases from files."""
    return person is not None and person.has_role(Role.ADMINISTRATOR)


def can_change_promises(person: Who) -> bool:
    """Change what the city promises: clocks, office hours, days off, who is told when time runs out."""
    return person is not None and person.has_role(Role.ADMINISTRATOR)
