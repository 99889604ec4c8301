"""Where the files of items lie, and who may take them."""

from pathlib import Path

from django.conf import settings

from korzo.capabilities.portal.models import Document


def path(document: Document) -> Path:
    """Where a file lies: once, under its hash."""
    return Path(settings.KORZO.root) / "files" / "portal" / document.sha256[:2] / document.sha256
