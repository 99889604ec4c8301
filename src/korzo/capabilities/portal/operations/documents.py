"""Files that readers can take along: PDF, each in a language, looked through for who cannot read it."""

import hashlib
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.portal import permissions
from korzo.capabilities.portal.models import Document, Item
from korzo.capabilities.portal.operations.refusals import NotAllowed, Refused
from korzo.capabilities.portal.queries.files import path
from korzo.capabilities.portal.rules import pdf
from korzo.kernel.people.models import Person
from korzo.kernel.publishing import files
from korzo.kernel.text import plain

MOST_BYTES = 50 * 2**20


@transaction.atomic
def add(
    item: Item, content: bytes, *, file_name: str, language: str, title: str = "", by: Person, now: datetime
) -> Document:
    """Keep a file. Raises NotAllowed, Refused, ValidationError."""
    held = _held(item, by)
    if not held.made_of.has_files:
        raise Refused("file", _("Items of this kind have no files."))
    if len(content) > MOST_BYTES:
        raise Refused("file", _("The file is larger than %(most)d MB.") % {"most": MOST_BYTES // 2**20})
    if not pdf.is_pdf(content):
        raise Refused("file", _("This is no PDF. Save the document as PDF, and send that."))
    found = pdf.check(content)
    last = held.documents.order_by("order").last()
    made = Document(
        item=held,
        language=language,
        title=plain.clean(title, lines=False),
        file_name=_named(file_name),
        media_type="application/pdf",
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        pages=found.pages,
        findings=list(found.lacks),
        order=last.order + 1 if last else 0,
        added_by=by,
        added_at=now,
    )
    made.full_clean()
    if not path(made).exists():
        with files.staged(path(made)) as part:
            part.write_bytes(content)
    made.save(force_insert=True)
    return made


@transaction.atomic
def describe(document: Document, *, title: str, language: str, by: Person) -> Document:
    """Say what a file is called and in which language it is. Raises NotAllowed, ValidationError."""
    _held(document.item, by)
    document.title, document.language = plain.clean(title, lines=False), language
    document.full_clean()
    document.save()
    return document


@transaction.atomic
def remove(document: Document, *, by: Person) -> None:
    """Take a file away; on the disk it goes when nobody else keeps the same. Raises NotAllowed."""
    _held(document.item, by)
    lies = path(document)
    document.delete()
    if not Document.objects.filter(sha256=document.sha256).exists():
        transaction.on_commit(lambda: lies.unlink(missing_ok=True))


def _held(item: Item, by: Person) -> Item:
    held = Item.objects.select_for_update().get(pk=item.pk)
    if not permissions.can_edit(by, held):
        raise NotAllowed
    return held


def _named(file_name: str) -> str:
    """A name for the file, as short as it must be; the path that some browsers send is left out."""
    name = Path(file_name.replace("\\", "/")).name
    stem = plain.clean(name, lines=False, limit=10_000).removesuffix(".pdf")[:150] or "document"
    return f"{stem}.pdf"
