"""A whole report at once, as devices without a network keep it."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms

from korzo.capabilities.cases.forms import Send, What, Where
from korzo.capabilities.cases.models import Attribute


def key(text: str) -> str:
    """A report's own number as its case keeps it; empty when the text is no UUID."""
    try:
        return uuid.UUID(text).hex
    except ValueError:
        return ""


class Questions(Send):
    """What one kind of problem asks besides; the fields carry the kind's code, so that one page can hold all kinds."""

    def __init__(self, *, kind: str, questions: Sequence[Attribute]) -> None:
        super().__init__(questions=questions, prefix=kind)
        self.kind = kind


class Whole(What, Where, Send):
    """The three screens in one. Whether the place is known is left to the operation: a photo may tell it."""

    field_order = ("category", "description", "photos", "address", "latitude", "longitude", "name", "email", "phone")

    def clean(self) -> dict[str, Any]:
        """Check nothing across fields."""
        return forms.Form.clean(self) or {}

    def first_problem(self) -> dict[str, str]:
        """The first reason why it cannot be taken, with the name of its field and, where it helps, its label."""
        field, reasons = next(iter(self.errors.items()))
        label = str(self.fields[field].label or "") if field in self.fields else ""
        reason = str(reasons[0])
        return {"field": field, "detail": f"{label}: {reason}" if label else reason}
