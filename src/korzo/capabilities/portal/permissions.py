"""Who may do what in the portal. Every function takes the person (None: a stranger).

Editors write, check and publish everything. Whoever works for an office writes drafts and hands them in. Notices are
announced by people of the office that does the works.
"""

from korzo.capabilities.portal.models import Item, Notice
from korzo.capabilities.portal.rules import states
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.people.roles import Role

EDITORS = (Role.EDITOR, Role.ADMINISTRATOR)
WRITERS = (*EDITORS, Role.OFFICER, Role.FACILITATOR, Role.ANALYST, Role.AGENT)
ANNOUNCERS = (Role.OFFICER, Role.AGENT, *EDITORS)


def is_editor(person: Person | None) -> bool:
    """Whether somebody checks and publishes."""
    return person is not None and person.has_role(*EDITORS)


def can_write(person: Person | None) -> bool:
    """Whether somebody may begin an item."""
    return person is not None and person.has_role(*WRITERS)


def can_see(person: Person | None, item: Item) -> bool:
    """Whether somebody may look at an item that is not published."""
    return can_write(person) and (is_editor(person) or _is_theirs(person, item))


def can_edit(person: Person | None, item: Item) -> bool:
    """Whether somebody may change an item: editors always, its author and its office until it is published."""
    if is_editor(person):
        return True
    return can_write(person) and _is_theirs(person, item) and item.state in (states.DRAFT, states.IN_REVIEW)


def can_publish(person: Person | None) -> bool:
    """Whether somebody may publish, plan, withdraw, and set translations ready."""
    return is_editor(person)


def can_delete(person: Person | None, item: Item) -> bool:
    """Whether an item may be thrown away: only what nobody ever saw."""
    return item.publish_at is None and can_edit(person, item)


def can_announce(person: Person | None) -> bool:
    """Whether somebody may announce works or outages."""
    return person is not None and person.has_role(*ANNOUNCERS)


def can_announce_for(person: Person | None, operator: Organisation) -> bool:
    """Whether somebody may announce them in the name of an office: their own; editors for any."""
    return is_editor(person) or (
        person is not None and person.has_role(*ANNOUNCERS, organisation_id=operator.pk) and operator.is_active
    )


def can_update(person: Person | None, notice: Notice) -> bool:
    """Whether somebody may say how a notice goes on."""
    return can_announce_for(person, notice.operator)


def can_arrange(person: Person | None) -> bool:
    """Whether somebody may arrange the front page, categories, and addresses that moved."""
    return is_editor(person)


def can_see_registrations(person: Person | None, item: Item) -> bool:
    """Whether somebody may read who comes to an event."""
    return is_editor(person) or (can_write(person) and _is_theirs(person, item))


def _is_theirs(person: Person | None, item: Item) -> bool:
    return person is not None and (item.made_by_id == person.pk or item.office_id in person.offices)
