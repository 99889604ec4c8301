"""Files that people hand in: their size is looked at before anybody reads them into memory."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

from korzo.capabilities.assessments.operations.documents import MOST_BYTES, Handed


class FileField(forms.FileField):
    """A file of at most `most` bytes."""

    def __init__(self, *, most: int = MOST_BYTES, **more: Any) -> None:
        super().__init__(**more)
        self.most = most

    def to_python(self, data: File[Any] | None) -> File[Any] | None:
        """Refuse what is too large."""
        if data and (data.size or 0) > self.most:
            raise ValidationError(_("The file is larger than %(most)d MB.") % {"most": self.most // 2**20})
        return super().to_python(data)


def handed(values: dict[str, Any]) -> Handed | None:
    """The document that a form with `file` and `title` brought, if any."""
    file = values.get("file")
    return Handed(values.get("title") or file.name[:200], file.read(), file.name) if file else None
