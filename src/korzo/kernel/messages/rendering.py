"""A message in its reader's language, as subject, text and HTML."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from django.utils import translation
from django.utils.html import escape, urlize
from django.utils.safestring import SafeString, mark_safe

from korzo.kernel.messages.models import Message
from korzo.kernel.text import languages

Fill = Callable[[Message], dict[str, Any]]
_fillers: dict[str, Fill] = {}


def fills(*templates: str) -> Callable[[Fill], Fill]:
    """Have the decorated function add to the context while a message is written: for secrets, which are not kept."""

    def register(function: Fill) -> Fill:
        _fillers.update(dict.fromkeys(templates, function))
        return function

    return register


@dataclass(frozen=True)
class Rendered:
    """What the reader sees; `link` is where it leads, `stop` where they end such letters; empty when there is none."""

    subject: str
    text: str
    html: str
    paragraphs: list[SafeString]
    link: str = ""
    stop: str = ""


def render(message: Message) -> Rendered:
    """Write a message in the reader's language; the first line of its template is the subject."""
    with translation.override(message.language):
        context = _context(message)
        written = render_to_string(f"messages/{message.template}.txt", context)
        subject, _line, body = written.strip().partition("\n")
        paragraphs = [
            mark_safe(urlize(escape(part.strip()), autoescape=False).replace("\n", "<br>"))  # noqa: S308 -- escaped just before
            for part in body.strip().split("\n\n")
            if part.strip()
        ]
        html = render_to_string(
            "messages/layout.html",
            {
                "subject": subject,
                "paragraphs": paragraphs,
                "city_name": settings.KORZO.city_name,
                "html_lang": languages.HTML_LANG.get(message.language, message.language),
            },
        )
    return Rendered(subject.strip(), body.strip(), html, paragraphs, context.get("link", ""), context.get("stop", ""))


def render_short(message: Message) -> str:
    """Write a message for an SMS or a notification: its short template, or else its subject."""
    with translation.override(message.language):
        try:
            template = get_template(f"messages/{message.template}.sms.txt")
        except TemplateDoesNotExist:
            return render(message).subject
        return " ".join(template.render(_context(message)).split())


def _context(message: Message) -> dict[str, Any]:
    return {
        **message.context,
        "name": message.name,
        "city_name": settings.KORZO.city_name,
        "base_url": settings.KORZO.base_url,
        "language": message.language,
        **(_fillers[message.template](message) if message.template in _fillers else {}),
    }
