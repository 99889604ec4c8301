"""Items and notices in templates."""

from datetime import datetime
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.portal.models import Item
from korzo.capabilities.portal.queries.items import Read
from korzo.capabilities.portal.rules import kinds
from korzo.kernel.files import links
from korzo.kernel.files.models import THUMBNAIL, WHOLE, Upload
from korzo.kernel.text.languages import OWN_NAME

register = template.Library()


@register.filter
def read(item: Item) -> Read:
    """An item in the reader's language."""
    return Read.of(item, get_language() or "en")


@register.filter
def text(reading: Read, name: str) -> str:
    """One of the texts of what is read."""
    return reading.text(name)


@register.filter
def address(item: Item) -> str:
    """Where an item is read."""
    return reverse("portal:item", args=[item.made_of.path, item.slug])


@register.filter
def picture(upload: Upload | None, size: str = WHOLE) -> str:
    """Where a picture lies; `small` is its thumbnail."""
    return "" if upload is None else links.url(upload, THUMBNAIL if size == "small" else WHOLE)


@register.simple_tag
def answer(reading: Read, name: str) -> Any:
    """The answer to one of the kind's own questions, in the reader's language where it is a text."""
    field = reading.item.made_of.by_name.get(name)
    if field is None:
        return ""
    return reading.text(name) if field.by_language else reading.item.details.get(name, "")


@register.simple_tag
def body_of(reading: Read) -> Any:
    """What an item says at length, as HTML."""
    return reading.body


@register.filter
def own_name(reading: Read) -> str:
    """What the language of an item calls itself."""
    return OWN_NAME.get(reading.language, reading.language)


@register.filter
def on_one_day(begins: datetime, ends: datetime) -> bool:
    """Whether two moments lie on one day in the city."""
    return timezone.localdate(begins) == timezone.localdate(ends)


STATUS = {
    "scheduled": (_("Takes place"), "success"),
    "cancelled": (_("Cancelled"), "danger"),
    "postponed": (_("Postponed"), "warning"),
    "rescheduled": (_("At another time"), "warning"),
    "online": (_("Online"), "info"),
}
"""What an event's status is called, and its colour."""


@register.inclusion_tag("portal/status.html")
def event_status(item: Item) -> dict[str, Any]:
    """Whether an event takes place."""
    words, colour = STATUS[item.details.get("status", kinds.STATUSES[0])]
    return {"words": words, "colour": colour}


DAYS = {
    "Mo": _("Mon"), "Tu": _("Tue"), "We": _("Wed"), "Th": _("Thu"), "Fr": _("Fri"), "Sa": _("Sat"), "Su": _("Sun"),
}  # fmt: skip


@register.filter
def opening_hours(lines: str) -> list[tuple[str, str]]:
    """Opening hours as schema.org writes them, in words: days and times."""
    found = []
    for line in lines.splitlines():
        days, _blank, times = line.rpartition(" ")
        for code, word in DAYS.items():
            days = days.replace(code, str(word))
        found.append((days.replace("-", "–").replace(",", ", "), times.replace("-", "–")))
    return found
