"""How notices look in templates."""

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from korzo.capabilities.portal.models import Notice, Wish
from korzo.capabilities.portal.queries import following, notices
from korzo.capabilities.portal.rules import notices as rules
from korzo.kernel.text import multilingual
from korzo.ui import drawing

register = template.Library()
_ICONS = {rules.RUNNING: "alert", rules.PLANNED: "calendar", rules.ENDED: "check", rules.CANCELLED: "cross-circle"}


@register.filter
def place_of(notice: Notice) -> str:
    """Where it is, in a few words."""
    return notices.place(notice)


@register.filter
def wish_label(wish: Wish) -> str:
    """What somebody follows, in words."""
    return following.label(wish)


@register.simple_tag
def notice_state(notice: Notice, now: datetime | None = None) -> SafeString:
    """Say where a notice stands, with its colour and a drawing."""
    now = now or timezone.now()
    state = notice.state(now)
    words = {
        rules.RUNNING: _("Running now"),
        rules.PLANNED: _("Coming"),
        rules.ENDED: _("Over"),
        rules.CANCELLED: _("Cancelled"),
    }
    return drawing.component("tag", words[state], color=notices.COLOURS[state], icon=_ICONS[state])


@register.filter
def is_late(notice: Notice, now: datetime | None = None) -> bool:
    """Whether its planned end has passed without an all-clear."""
    return notice.is_late(now or timezone.now())


@register.filter
def said_in(value: Any) -> str:
    """The value of `lang` for a text that may be in another language than the page."""
    return multilingual.in_language(value, multilingual.reading()).html_lang
