"""Files that come with a call."""

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from korzo.capabilities.catalog.ckan.wire import Call
from korzo.capabilities.catalog.models import Distribution, Version
from korzo.capabilities.catalog.operations import tables
from korzo.capabilities.catalog.operations.updating import updated
from korzo.capabilities.catalog.rules import vocabularies


def receive(of: Distribution, file: UploadedFile[Any], call: Call) -> None:
    """Make a file the newest version of a resource: it is there at once, its table when it was read, asking nobody."""
    version = tables.receive(of, file.chunks(), file.name or "file", confirm="never", by=call.by, now=call.now)
    of.refresh_from_db()
    if version.state != Version.State.READY:
        updated(of, rows=None, has_table=of.has_table, version=version, by=call.by, now=call.now)
    of.source, of.url, of.file_name = Distribution.Source.UPLOAD, "", version.file_name
    of.format = of.format or Path(version.file_name).suffix.lstrip(".").upper()
    of.media_type = vocabularies.media_type(of.format, of.media_type)
    of.save(update_fields=["source", "url", "file_name", "format", "media_type"])
