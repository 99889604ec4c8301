"""Who may do what in the catalogue. Every function takes the person (None: a stranger)."""

from datetime import datetime

from korzo.capabilities.catalog.models import Dataset, Publisher, Request, Showcase
from korzo.kernel.people.models import Person
from korzo.kernel.people.roles import Role

Who = Person | None

EDITORS = (Role.OFFICER, Role.ANALYST)
"""Stewards of the data of the organisation they work for; analysts also publish."""


def can_see(person: Who, dataset: Dataset, now: datetime) -> bool:
    """Everybody sees what is published; the rest is for its stewards."""
    return dataset.is_shown(now) or can_edit(person, dataset)


def can_have(person: Who, dataset: Dataset, now: datetime) -> bool:
    """Have the data themselves: of what is not public only the register's entry is shown."""
    return can_see(person, dataset, now) and (dataset.is_open or can_edit(person, dataset))


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


def can_answer(person: Who, request: Request) -> bool:
    """Answer who asks for data: the stewards of who would publish them, or any as long as nobody is named."""
    if request.publisher is None:
        return can_moderate(person)
    return can_begin(person, request.publisher)


def can_read_request(person: Who, request: Request) -> bool:
    """Everybody reads what is asked, but what waits for a check or is hidden: that is for its writer and stewards."""
    if request.state not in (Request.State.WAITING, Request.State.HIDDEN):
        return True
    return can_answer(person, request) or (person is not None and request.person_id == person.pk)


def can_judge(person: Who, showcase: Showcase) -> bool:
    """Say whether a showcase is shown: who keeps one of its data sets."""
    return can_set_up(person) or any(can_edit(person, each) for each in showcase.datasets.all())


def can_read_showcase(person: Who, showcase: Showcase) -> bool:
    """Everybody sees what was checked."""
    if showcase.state == Showcase.State.SHOWN:
        return True
    return (person is not None and showcase.person_id == person.pk) or can_judge(person, showcase)
