"""Documents that figures and answers come from. A file lies once, under its hash, however often it was handed in."""

import hashlib
import mimetypes
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.assessments import permissions
from korzo.capabilities.assessments.models import Assessment, Document
from korzo.capabilities.assessments.operations.refusals import NotAllowed, Refused
from korzo.capabilities.assessments.operations.setting_up import lock
from korzo.capabilities.assessments.queries.documents import path
from korzo.kernel.people.models import Person
from korzo.kernel.publishing import files

__all__ = ["MOST_BYTES", "add", "path"]
MOST_BYTES = 50 * 2**20

_BEGINNINGS = (
    (b"PK\x03\x04", "application/zip"),
    (b"\xd0\xcf\x11\xe0", "application/vnd.ms-excel"),
    (b"%PDF", "application/pdf"),
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)


@dataclass(frozen=True)
class Handed:
    """A document as somebody hands it in: a file, or where it stands."""

    title: str
    content: bytes | None = None
    file_name: str = ""
    address: str = ""


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
    """Keep a document that figures or answers come from. Raises NotAllowed, Refused, ValidationError."""
    locked = lock(assessment)
    if not permissions.can_enter(by, locked) or locked.is_locked:
        raise NotAllowed
    return keep(locked, Handed(title, content, file_name, address), by=by, now=now)


def keep(assessment: Assessment, handed: Handed, *, by: Person, now: datetime) -> Document:
    """Keep a document, whoever may. Raises Refused, ValidationError."""
    content, address = handed.content, handed.address
    if content is None and not address:
        raise Refused("file", _("Choose a file, or give an address."))
    if content is not None and len(content) > MOST_BYTES:
        raise Refused("file", _("The file is larger than %(most)d MB.") % {"most": MOST_BYTES // 2**20})
    made = Document(assessment=assessment, title=handed.title.strip(), address=address, added_by=by, added_at=now)
    if content is not None:
        made.file_name = Path(handed.file_name).name[:200]
        made.media_type = _media_type(content, made.file_name)
        made.sha256, made.size = hashlib.sha256(content).hexdigest(), len(content)
    made.full_clean()
    if content is not None and not path(made).exists():
        with files.staged(path(made)) as part:
            part.write_bytes(content)
    made.save(force_insert=True)
    return made


def _media_type(content: bytes, file_name: str) -> str:
    """What a file is, by what it begins with; its name decides only where that fits."""
    begins = next((kind for sign, kind in _BEGINNINGS if content.startswith(sign)), "")
    named = mimetypes.guess_type(file_name)[0] or ""
    if begins == "application/zip":
        return named if named.startswith("application/vnd.") else begins
    return begins or ("text/csv" if b"\0" not in content[:4096] else "application/octet-stream")
