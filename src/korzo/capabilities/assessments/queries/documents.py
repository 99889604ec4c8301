"""Where the files of documents lie: once, under their hash."""

from pathlib import Path

from django.conf import settings

from korzo.capabilities.assessments.models import Document


def path(document: Document) -> Path:
    """Where a document's file lies."""
    return Path(settings.KORZO.root) / "files" / "documents" / document.sha256[:2] / document.sha256
