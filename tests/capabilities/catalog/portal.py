"""A portal with two publishers and somebody in each role, and how programs talk to it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from ckanapi import RemoteCKAN
from django.utils import timezone
from tests.city import City

from korzo.capabilities.catalog.models import Publisher
from korzo.kernel.people import keys
from korzo.kernel.people.models import Membership, Organisation, Person
from korzo.kernel.people.roles import Role


@dataclass(frozen=True)
class Portal:
    """Its address, and a token for each role; `other` is the officer of the other publisher."""

    base: str
    tokens: dict[str, str]
    lines: list[Any] = field(default_factory=list)

    def as_(self, role: str = "") -> Any:
        """A client of CKAN's for this role; nobody's without."""
        self.lines.append(RemoteCKAN(self.base, apikey=self.tokens.get(role)))
        return self.lines[-1]


@pytest.fixture
def there(
    town: City, people: dict[str, Person], live_server: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Portal]:
    """The portal on a real socket; lines are hung up at the end, so that the server lets go of the database."""
    monkeypatch.setitem(settings.KORZO.__dict__, "base_url", live_server.url)
    now = timezone.now()
    for code, title in (("roads", "Roads office"), ("water", "Water utility")):
        office = Organisation.objects.get(code=code)
        Publisher.objects.create(name=code, organisation=office, title={"en": title}, made_at=now)
    analyst = Person.objects.create_user("analyst@example.org", "a-long-password", name="Analyst")
    Membership.objects.create(person=analyst, organisation=Organisation.objects.get(code="roads"), role=Role.ANALYST)
    roles = ("resident", "officer", "administrator", "other", "analyst")
    held = {role: Person.objects.get(email=f"{role}@example.org") for role in roles}
    tokens = {role: keys.make(person=person, label="test", now=now) for role, person in held.items()}
    portal = Portal(live_server.url, tokens)
    yield portal
    for line in portal.lines:
        line.close()
