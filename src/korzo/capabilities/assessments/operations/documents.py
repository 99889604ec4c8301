"""Documents that figures and answers come from. A file lies once, under its hash, however often it was handed in."""

import hashlib
import mimetypes
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.assessments import permissions
from korzo.capabilities.assessments.models import Assessment, Document
from korzo.capabilities.assessments.operations.refusals import NotAllowed, Refused
from korzo.kernel.people.models import Person
from korzo.kernel.publishing import files

MOST_BYTES = 50 * 2**20


@transaction.atomic
def add(
    assessment: Assessment,
    title: str,
    content: bytes | None,
    *,
    file_name: str = "",
    address: str = "",
    by: Person,
    now: datetime,
) -> Document:
    """Keep a document: a file, or an address. Raises NotAllowed, Refused, ValidationError."""
    if not permissions.can_read(by, assessment) or assessment.is_locked:
        raise NotAllowed
    if content is None and not address:
        raise Refused("file", _("Choose a file, or give an address."))
    if content is not None and len(content) > MOST_BYTES:
        raise Refused("file", _("The file is larger than %(most)d MB.") % {"most": MOST_BYTES // 2**20})
    made = Document(assessment=assessment, title=title.strip(), address=address, added_by=by, added_at=now)
    if content is not None:
        made.file_name = Path(file_name).name[:200]
        made.media_type = mimetypes.guess_type(made.file_name)[0] or "application/octet-stream"
        made.sha256, made.size = hashlib.sha256(content).hexdigest(), len(content)
    made.full_clean()
    if content is not None and not path(made).exists():
        with files.staged(path(made)) as part:
            part.write_bytes(content)
    made.save(force_insert=True)
    return made


def path(document: Document) -> Path:
    """Where a document's file lies."""
    return Path(settings.KORZO.root) / "files" / "documents" / document.sha256[:2] / document.sha256
