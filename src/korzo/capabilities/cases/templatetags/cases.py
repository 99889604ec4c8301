"""How a case looks in templates."""

from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from korzo.capabilities.cases.models import Case, Inspection, Photo
from korzo.capabilities.cases.queries import mapping, whereabouts
from korzo.capabilities.cases.rules.inspecting import Unit
from korzo.kernel.files import links
from korzo.kernel.text.languages import HTML_LANG
from korzo.ui import drawing

register = template.Library()
HOURS_A_DAY = 24

_COLOURS = {
    "received": "neutral",
    "validated": "info",
    "in_progress": "adriatic",
    "forwarded": "info",
    "resolved": "success",
    "declined": "warning",
}
_ICONS = {
    "received": "clock",
    "validated": "building",
    "in_progress": "wrench",
    "forwarded": "external",
    "resolved": "check",
    "declined": "cross-circle",
}


@register.filter
def under(found: dict[str, Any] | None, name: str) -> Any:
    """What a dictionary has under a name; None when nothing."""
    return (found or {}).get(name)


@register.filter
def rhythm(row: Inspection) -> str:
    """Say how often something is looked at: every week, every 3 months."""
    said = {
        Unit.DAYS: (_("every day"), ngettext("every %(count)d day", "every %(count)d days", row.every)),
        Unit.WEEKS: (_("every week"), ngettext("every %(count)d week", "every %(count)d weeks", row.every)),
        Unit.MONTHS: (_("every month"), ngettext("every %(count)d month", "every %(count)d months", row.every)),
        Unit.YEARS: (_("every year"), ngettext("every %(count)d year", "every %(count)d years", row.every)),
    }
    once, often = said[Unit(row.unit)]
    return once if row.every == 1 else often % {"count": row.every}


@register.filter
def duration(hours: float) -> str:
    """Say how long, as people do: 5 hours, 3 days."""
    if hours < HOURS_A_DAY:
        whole = max(round(hours), 1)
        return ngettext("%(count)d hour", "%(count)d hours", whole) % {"count": whole}
    days = round(hours / HOURS_A_DAY)
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


@register.simple_tag
def around_cases() -> str:
    """Write where a map begins in a city without boundary; see the query."""
    return mapping.around_cases()


@register.simple_tag
def state(case: Case, size: str = "sm") -> SafeString:
    """The state's word; its colour and drawing only help."""
    return _state(case.state, size, get_language())


@lru_cache
def _state(state: str, size: str, _language: str | None) -> SafeString:
    look = {"color": _COLOURS.get(state, "neutral"), "icon": _ICONS.get(state, "close"), "size": size}
    return drawing.component("tag", str(Case.State(state).label), **look)


@register.simple_tag
def case_url(code: str, page: str = "case") -> str:
    """The address of a case's page, or of its `record`; quicker than asking for each of a list."""
    return _pattern(page, get_language()).replace("CODE", quote(code))


@lru_cache
def _pattern(page: str, _language: str | None) -> str:
    return reverse(f"cases:{page}", args=["CODE"])


@register.filter
def place(case: Case) -> str:
    """Where it is, as everybody may read it."""
    return whereabouts.public(case)


@register.filter
def late(case: Case) -> bool:
    """Say whether the case is open and past its promise."""
    return case.is_late(timezone.now())


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
