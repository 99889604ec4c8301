"""Who may do what with a case. Every function takes the person (None: a stranger) and the case."""

from korzo.capabilities.cases.models import Case
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
    """Internal notes and unpublished texts: the owning office, and those who serve all offices."""
    if person is None:
        return False
    return person.has_role(Role.OFFICER, organisation_id=case.office_id) or person.has_role(
        Role.AGENT, Role.ARBITER, Role.ELECTED, Role.ADMINISTRATOR
    )


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


def can_import(person: Who) -> bool:
    """Read cases from files."""
    return person is not None and person.has_role(Role.ADMINISTRATOR)
