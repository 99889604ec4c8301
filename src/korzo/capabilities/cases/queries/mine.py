"""What a person reported while signed in."""

from typing import Any

from django.db.models import QuerySet

from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.queries import following
from korzo.kernel.people.models import Person

SHOWN = 50


def of(person: Person) -> "QuerySet[Case]":
    """A person's own cases, newest first."""
    return Case.objects.filter(contact__person=person).newest_first().select_related("category", "contact")


def newest(person: Any) -> list[dict[str, Any]]:
    """The newest of a person's cases, each with the secret of its own page; none for a stranger."""
    if not isinstance(person, Person):
        return []
    return [{"case": case, "token": following.token(case.contact)} for case in of(person)[:SHOWN]]


def has_more(person: Any) -> bool:
    """Say whether there are more than are shown."""
    return isinstance(person, Person) and of(person)[SHOWN:].exists()
