"""A portal with two publishers and somebody in each role, and how programs talk to it."""

from dataclasses import dataclass
from typing import Any

from ckanapi import RemoteCKAN
from django.utils import timezone

from korzo.capabilities.catalog.models import Publisher
from korzo.kernel.people import keys
from korzo.kernel.people.models import Membership, Organisation, Person
from korzo.kernel.people.roles import Role


@dataclass(frozen=True)
class Portal:
    """Its address, and a token for each role; `other` is the officer of the other publisher."""

    base: str
    tokens: dict[str, str]

    def as_(self, role: str = "", **more: Any) -> Any:
        """A client of CKAN's for this role; nobody's without."""
        return RemoteCKAN(self.base, apikey=self.tokens.get(role), **more)


def build(base: str) -> Portal:
    """Make publishers and people; the town and its people are there."""
    now = timezone.now()
    for code, title in (("roads", "Roads office"), ("water", "Water utility")):
        office = Organisation.objects.get(code=code)
        Publisher.objects.create(name=code, organisation=office, title={"en": title}, made_at=now)
    analyst = Person.objects.create_user("analyst@example.org", "a-long-password", name="Analyst")
    Membership.objects.create(person=analyst, organisation=Organisation.objects.get(code="roads"), role=Role.ANALYST)
    roles = ("resident", "officer", "administrator", "other", "analyst")
    held = {role: Person.objects.get(email=f"{role}@example.org") for role in roles}
    return Portal(base, {role: keys.make(person=person, label="test", now=now) for role, person in held.items()})
