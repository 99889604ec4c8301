"""Drawing components. One sees only its props and slots, so what was drawn of plain ones once is drawn for good."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from korzo.ui import components
from korzo.ui.declare import Component

PLAIN = frozenset({str, SafeString, int, float, bool, type(None)})
MOST_KEPT = 2000
LONGEST_KEPT = 300
"""Characters between the tags; longer content hardly comes again."""


def draw(component: Component, inside: Mapping[str, Any], context: Context) -> SafeString:
    """Draw a component of its props, slots and content; `context` says only how: whether to escape and localise."""
    seen = [str(value) if isinstance(value, Promise) else value for value in map(inside.__getitem__, component.sees)]
    comes_again = PLAIN.issuperset(map(type, seen)) and len(inside["body"]) <= LONGEST_KEPT and not settings.DEBUG
    return (_kept if comes_again else _drawn)(component, get_language(), context.autoescape, context.use_l10n, *seen)


def component(name: str, body: str = "", **given: Any) -> SafeString:
    """Draw a component where there is no template, of props that its declaration has."""
    wanted = components.named(name)
    inside = {prop.name: prop.default for prop in wanted.props} | dict.fromkeys(wanted.slots, "")
    return draw(wanted, {**inside, "body": body, "classes": "", "attributes": "", **given}, Context())


def _drawn(
    component: Component, _language: str | None, autoescape: bool, use_l10n: bool | None, *seen: Any
) -> SafeString:
    inside = dict(zip(component.sees, seen, strict=True))
    if component.prepare:
        inside |= component.prepare(inside)
    context = Context(inside, autoescape=autoescape, use_l10n=use_l10n)
    drawn = get_template(component.template).template.render(context)  # type: ignore[attr-defined]
    return mark_safe(str(drawn).strip())  # noqa: S308 -- a rendered template


# Typed: 1 is not True, and a safe string is not one that has still to be escaped.
_kept = lru_cache(MOST_KEPT, typed=True)(_drawn)
