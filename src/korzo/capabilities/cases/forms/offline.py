"""A whole report at once, as devices without a network keep it."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language

from korzo.capabilities.cases.forms import Send, What, Where
from korzo.capabilities.cases.models import Attribute
from korzo.capabilities.cases.operations import Report
from korzo.kernel.files.models import Upload

ONLY_THERE = ("name", "email", "phone", "website")


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

    def report(self, photos: Sequence[Upload], client_key: str) -> Report:
        """What was reported; the place is the photo's when nothing else tells it."""
        given = self.cleaned_data
        point = given["latitude"], given["longitude"]
        if point == (None, None) and not given["address"].strip():
            point = next(((each.lat, each.long) for each in photos if each.lat is not None), point)
        return Report(
            category=given["category"],
            description=given["description"],
            lat=point[0],
            long=point[1],
            address=given["address"],
            attributes=self.answers,
            photos=tuple(photos),
            name=given["name"],
            email=given["email"],
            phone=given["phone"],
            language=get_language() or "",
            client_key=client_key,
        )

    def first_problem(self) -> dict[str, str]:
        """The first reason why it cannot be taken, with the name of its field and, where it helps, its label."""
        field, reasons = next(iter(self.errors.items()))
        label = str(self.fields[field].label or "") if field in self.fields else ""
        reason = str(reasons[0])
        return {"field": field, "detail": f"{label}: {reason}" if label else reason}
