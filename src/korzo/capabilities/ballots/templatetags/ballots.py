"""How votes look in templates."""

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from korzo.capabilities.ballots.models import Vote
from korzo.capabilities.ballots.queries import lists, taking_part
from korzo.kernel.files import links
from korzo.kernel.files.models import THUMBNAIL, Upload
from korzo.kernel.text.multilingual import Shown, in_language, reading
from korzo.ui import drawing

register = template.Library()


@register.simple_tag
def vote_state(vote: Vote, size: str = "sm") -> SafeString:
    """Where a vote stands, in a word; colour and drawing only help."""
    word, color, icon = lists.STANDS[lists.stand(vote, timezone.now())]
    return drawing.component("tag", str(word), color=color, icon=icon, size=size)


@register.simple_tag
def vote_kind(vote: Vote) -> SafeString:
    """Whether it is secret: a consultation must never look like a secret ballot."""
    icon, color = ("lock", "terracotta") if vote.is_secret else ("message", "neutral")
    return drawing.component("tag", str(vote.get_kind_display()), color=color, icon=icon, size="sm")


@register.filter
def picture(upload: Upload | None, size: str = "large") -> str:
    """Where a picture is served; nothing when there is none."""
    return links.url(upload, THUMBNAIL if size == "small" else size) if upload else ""


@register.filter
def reply_due(vote: Vote) -> datetime | None:
    """Until when the office has to answer."""
    return lists.reply_due(vote)


@register.filter
def is_open(vote: Vote) -> bool:
    """Whether it takes answers now."""
    return vote.is_open(timezone.now())


@register.filter
def is_late(vote: Vote) -> bool:
    """Whether the office owes its answer."""
    return lists.is_late(vote)


@register.filter
def turnout(vote: Vote) -> dict[str, int]:
    """How many have answered."""
    return taking_part.turnout(vote)


@register.filter
def under(found: dict[str, Any], name: str) -> Any:
    """What a dictionary has under a name; None when nothing."""
    return found.get(name)


@register.filter
def worded(value: Any) -> Shown:
    """A text with the language it is really in."""
    return in_language(value, reading())
