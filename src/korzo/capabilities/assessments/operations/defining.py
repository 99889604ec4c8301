"""Adding instruments, packs, charts and questionnaires of an association or ministry: a version is never changed."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.assessments import events, permissions
from korzo.capabilities.assessments.models import Definition
from korzo.capabilities.assessments.operations.refusals import NotAllowed, Refused
from korzo.capabilities.assessments.queries import definitions
from korzo.capabilities.assessments.rules.packs import BadPack
from korzo.kernel import trail
from korzo.kernel.people.models import Person

LONGEST = 1_000_000
"""Characters of a file."""


@transaction.atomic
def add(kind: str, text: str, *, by: Person, now: datetime) -> Definition:
    """Add a definition from its file. Raises NotAllowed, Refused with the place in the file."""
    if not permissions.can_set_up(by):
        raise NotAllowed
    if len(text) > LONGEST:
        raise Refused("file", _("This file is too large."))
    try:
        found = definitions.read(kind, text)
    except BadPack as error:
        raise Refused("file", str(error)) from error
    code, version = found.id, getattr(found, "version", "") or "1"
    if definitions.is_taken(kind, code, version):
        raise Refused("file", _("There is this version already. Give the file a new one: a version is never changed."))
    made = Definition(kind=kind, code=code, version=version, text=text, added_at=now)
    made.full_clean()
    made.save(force_insert=True)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    trail.record(events.DefinitionAdded(f"definition:{kind}-{code}-{version}", sha256), by=by, now=now)
    return made
