"""Who may do what in the catalogue. Every function takes the person (None: a stranger)."""

from datetime import datetime

from korzo.capabilities.catalog.models import Dataset, Publisher
from korzo.kernel.people.models import Person
from korzo.kernel.people.roles import Role

Who = Person | None

EDITORS = (Role.OFFICER, Role.ANALYST)
"""Stewards of the data of the organisation they work for; analysts also publish."""


def can_see(person: Who, dataset: Dataset, now: datetime) -> bool:
    """Everybody sees what is published; the rest is for its stewards."""
    return dataset.is_shown(now) or can_edit(person, dataset)


def can_work(person: Who) -> bool:
    """Open the stewards' desk."""
    return person is not None and person.has_role(*EDITORS, Role.ADMINISTRATOR)


def can_begin(person: Who, publisher: Publisher) -> bool:
    """Make a data set for a publisher."""
    if person is None or publisher.is_deleted:
        return False
    if person.has_role(Role.ADMINISTRATOR):
        return True
    return publisher.organisation_id is not None and person.has_role(
        *EDITORS, organisation_id=publisher.organisation_id
    )


def can_edit(person: Who, dataset: Dataset) -> bool:
    """Read a draft and change it; what is harvested or declared is described elsewhere, and only read here."""
    return can_begin(person, dataset.publisher)


def can_publish(person: Who, dataset: Dataset) -> bool:
    """Check what an officer prepared, and publish it."""
    if person is None:
        return False
    organisation = dataset.publisher.organisation_id
    return person.has_role(Role.ADMINISTRATOR) or (
        organisation is not None and person.has_role(Role.ANALYST, organisation_id=organisation)
    )


def can_set_up(person: Who) -> bool:
    """Publishers, groups, series, harvest sources."""
    return person is not None and person.has_role(Role.ADMINISTRATOR)


def can_moderate(person: Who) -> bool:
    """Check what readers write."""
    return person is not None and person.has_role(*EDITORS, Role.ADMINISTRATOR)


def can_take_part(person: Who) -> bool:
    """Ask, comment, follow: anybody with an account."""
    return person is not None and person.is_active
