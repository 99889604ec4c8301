"""What the editors' pages have in common."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from korzo.capabilities.portal.models import Item
from korzo.capabilities.portal.rules import pdf, states
from korzo.kernel.text.languages import HTML_LANG, OWN_NAME

register = template.Library()
_COLOURS = {states.DRAFT: "neutral", states.IN_REVIEW: "warning", states.PUBLISHED: "success", states.WITHDRAWN: "info"}


@register.filter
def state_colour(item: Item) -> str:
    """The colour of its state."""
    return _COLOURS[item.state]


@register.filter
def original(item: Item, name: str = "title") -> str:
    """One of its texts in the language in which it was written."""
    return str(getattr(item, name).get(item.language, "")) or item.slug


@register.filter
def original_lang(item: Item) -> str:
    """The value of the `lang` attribute of the original."""
    return HTML_LANG.get(item.language, "")


@register.filter
def language_name(code: str) -> str:
    """A language by its own name."""
    return OWN_NAME.get(code, code)


@register.filter
def finding(code: str) -> str:
    """What the check of a file found, and what to do."""
    return {
        pdf.LOCKED: _("It is locked, so screen readers may be shut out too. Save it without a password."),
        pdf.UNTAGGED: _(
            "It has no tags: screen readers cannot tell headings, lists and tables. Export it as tagged PDF."
        ),
        pdf.NO_LANGUAGE: _("It does not say its language, so it is read aloud with the wrong voice."),
        pdf.NO_TITLE: _("It has no title in its properties: people hear the file’s name instead."),
    }.get(code, code)


@register.simple_tag
def editor_tabs(item: Item, now: str) -> list[dict[str, Any]]:
    """The pages about one item."""
    kind = item.made_of
    pages: list[tuple[str, str, str, int | None]] = [("text", _("Text"), "portal:edit", None)]
    if kind.has_pictures or kind.has_cover:
        pages.append(("pictures", _("Pictures"), "portal:edit-pictures", item.photos.count()))
    if kind.has_files:
        pages.append(("files", _("Files"), "portal:edit-files", item.documents.count()))
    pages += [
        ("languages", _("Translations"), "portal:edit-languages", len(set(item.languages) - {item.language})),
        ("revisions", _("Versions"), "portal:edit-versions", None),
    ]
    return [
        {"label": label, "url": reverse(route, args=[item.pk]), "current": code == now, "count": count or None}
        for code, label, route, count in pages
    ]
