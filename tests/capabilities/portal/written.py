"""Items as tests need them: begun, published, in more than one language."""

from datetime import datetime
from typing import Any

from korzo.capabilities.portal.models import Item
from korzo.capabilities.portal.operations import editing, publishing
from korzo.kernel.people.models import Membership, Organisation, Person


def editor() -> Person:
    """Somebody who may write and publish everything."""
    person, _new = Person.objects.get_or_create(
        email="editor@example.org", defaults={"name": "Editor", "language": "en"}
    )
    Membership.objects.get_or_create(person=person, organisation=Organisation.objects.first(), role="editor")
    return Person.objects.get(pk=person.pk)


def draft(now: datetime, kind: str = "news", language: str = "sr", **values: Any) -> Item:
    """An item that nobody saw yet."""
    given = {"title": {language: "Нови мост је отворен"}, "body": {language: "Од **данас**."}} | values
    return editing.begin(kind, language, given, by=editor(), now=now)


def item(now: datetime, kind: str = "news", language: str = "sr", **values: Any) -> Item:
    """An item that everybody reads."""
    return publishing.publish(draft(now, kind, language, **values), by=editor(), now=now)
