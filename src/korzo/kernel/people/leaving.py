"""What a person may take with them, and what goes when they leave.

That somebody was erased is noted twice: as a row, and in the file `erasures.jsonl` of the home, which holds nothing but
random ids and times. The file outlives the database, so that a restored backup can be made to forget again.
"""

import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from korzo.kernel import people
from korzo.kernel.people.models import Erasure, Person

FILE = "erasures.jsonl"


def everything_about(person: Person) -> dict[str, Any]:
    """All that is kept about a person, as JSON: the account, and what each room and capability adds."""
    account = {
        "id": str(person.pk),
        "email": person.email,
        "name": person.name,
        "phone": person.phone,
        "language": person.language,
        "channel": person.channel,
        "quiet_from": person.quiet_from.isoformat("minutes") if person.quiet_from else None,
        "quiet_until": person.quiet_until.isoformat("minutes") if person.quiet_until else None,
        "joined_at": person.joined_at.isoformat(),
        "roles": [
            {"role": membership.role, "organisation": membership.organisation.code}
            for membership in person.memberships.select_related("organisation").order_by("pk")
        ],
        "api_keys": [
            {"label": key.label, "made_at": key.made_at.isoformat(), "is_active": key.is_active}
            for key in person.api_keys.order_by("pk")
        ],
    }
    return {"account": account, **{name: exporter(person) for name, exporter in sorted(people.exporters.items())}}


def erase(person: Person, *, now: datetime) -> UUID:
    """Delete an account and all that names its person; returns the id that remains. Must run inside a transaction."""
    person_id = person.pk
    for forget in people.erasers.values():
        forget(person, now)
    Erasure.objects.get_or_create(person_id=person_id, defaults={"erased_at": now})
    person.delete()
    transaction.on_commit(lambda: note(Path(settings.KORZO.root), {person_id: now}))
    return person_id


def note(home: Path, erased: dict[UUID, datetime]) -> None:
    """Add erasures to the file of a home, and see to it that they reach the disk."""
    known = dict(noted(home))
    with (home / FILE).open("a") as file:
        for person_id, at in erased.items():
            if person_id not in known:
                file.write(json.dumps({"person": str(person_id), "erased_at": at.isoformat()}) + "\n")
        file.flush()
        os.fsync(file.fileno())


def noted(home: Path) -> Iterator[tuple[UUID, datetime]]:
    """Erasures of the file of a home, oldest first."""
    path = home / FILE
    for line in path.read_text().splitlines() if path.exists() else ():
        entry = json.loads(line)
        yield UUID(entry["person"]), datetime.fromisoformat(entry["erased_at"])
