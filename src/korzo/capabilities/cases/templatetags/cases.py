"""How a case looks in templates."""

from typing import Any

from django import template

from korzo.capabilities.cases.models import Case, Photo
from korzo.capabilities.cases.queries import whereabouts
from korzo.kernel.files import links
from korzo.kernel.text.languages import HTML_LANG

register = template.Library()

_COLOURS = {
    "received": "neutral",
    "validated": "info",
    "in_progress": "adriatic",
    "resolved": "success",
    "declined": "warning",
}
_ICONS = {
    "received": "clock",
    "validated": "building",
    "in_progress": "wrench",
    "resolved": "check",
    "declined": "cross-circle",
}


@register.filter
def state_colour(case: Case) -> str:
    """The colour that helps to see the state; its word says it."""
    return _COLOURS.get(case.state, "neutral")


@register.filter
def state_icon(case: Case) -> str:
    """The drawing beside the state's word."""
    return _ICONS.get(case.state, "close")


@register.filter
def place(case: Case) -> str:
    """Where it is, as everybody may read it."""
    return whereabouts.public(case)


@register.filter
def lang_of(code: str) -> str:
    """The `lang` attribute for words written in a language."""
    return HTML_LANG.get(code, code)


@register.simple_tag
def photo_views(photos: list[Photo], alt: str, *, signed: bool = False, after: str = "") -> list[dict[str, Any]]:
    """Photos as the grid shows them; with `signed` also to who has no account."""
    return [
        links.shown(photo.upload, alt=alt, caption=after if photo.after_repair else "", signed=signed)
        for photo in photos
    ]


@register.simple_tag
def upload_views(uploads: list[Any], alt: str) -> list[dict[str, Any]]:
    """Photos of a draft, which only its writer can see."""
    return [{**links.shown(upload, alt=alt, signed=True), "id": upload.pk} for upload in uploads]
