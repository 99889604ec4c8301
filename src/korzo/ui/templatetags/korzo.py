"""Tags that every template knows: `component`, `slot`, `field`, `import_map`, `local_time`, `relative_time`."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.template.base import FilterExpression, Node, NodeList, Parser, TextNode, Token
from django.template.exceptions import TemplateSyntaxError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timesince import timesince, timeuntil
from django.utils.translation import get_language, gettext

from korzo.ui import assets, components, drawing, importmap
from korzo.ui.declare import Component, Misused

register = template.Library()
ARGUMENT = re.compile(r"(?P<name>[a-z][\w:.-]*)(?:=(?P<value>.+))?", re.DOTALL)
RECENT_DAYS = 7


class Slot(Node):
    """A named part of a component's content; drawn where the component says."""

    claimed = False

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: template.Context) -> SafeString:  # noqa: ARG002 -- Django's signature
        """Slots are drawn by their component."""
        raise TemplateSyntaxError(f"slot {self.name!r} stands in no component")


class Drawn(Node):
    """A component in use."""

    def __init__(
        self,
        component: Component,
        values: Mapping[str, FilterExpression],
        slots: Mapping[str, NodeList],
        nodelist: NodeList,
    ) -> None:
        self.component, self.values, self.slots, self.nodelist = component, values, slots, nodelist
        self.narrow = [prop for prop in component.props if prop.choices and prop.name in values]

    def render(self, context: template.Context) -> SafeString:
        """Draw the component: it sees its props and slots and nothing else of the page."""
        component = self.component
        given = {name: value.resolve(context) for name, value in self.values.items()}
        try:
            for prop in self.narrow:
                prop.check(given[prop.name], component.name)
        except Misused as reason:
            raise TemplateSyntaxError(str(reason)) from None
        inside = {prop.name: given.pop(prop.name, prop.default) for prop in component.props}
        for name in component.slots:
            inside[name] = _content(self.slots[name], context) if name in self.slots else ""
        inside |= {
            "body": _content(self.nodelist, context),
            "classes": given.pop("class", ""),
            "attributes": _attributes(given),
        }
        return drawing.draw(component, inside, context)


def _content(nodelist: NodeList, context: template.Context) -> SafeString:
    return mark_safe(nodelist.render(context).strip())  # noqa: S308 -- rendered nodes are escaped already


def _attributes(given: Mapping[str, Any]) -> SafeString:
    """HTML attributes: True stands alone, None and False are left out."""
    if not given:
        return SafeString()
    kept = [(name, value) for name, value in given.items() if value is not None and not isinstance(value, bool)]
    alone = [(name,) for name, value in given.items() if value is True]
    return SafeString(format_html_join("", ' {}="{}"', kept) + format_html_join("", " {}", alone))


@register.tag
def component(parser: Parser, token: Token) -> Drawn:
    """`{% component "name" prop=value %}…{% endcomponent %}`, or `{% component "name" prop=value / %}`."""
    _tag, *words = token.split_contents()
    closed = bool(words) and words[-1] == "/"
    words = words[:-1] if closed else words
    if not words or words[0][:1] not in "\"'":
        raise TemplateSyntaxError('component wants a quoted name first: {% component "button" ... %}')
    nodelist = NodeList()
    if not closed:
        nodelist = parser.parse(("endcomponent",))
        parser.delete_first_token()
    return _compiled(parser, words[0][1:-1], words[1:], nodelist)


def _compiled(parser: Parser, name: str, words: list[str], nodelist: NodeList) -> Drawn:
    """Check a use of a component against its declaration, while the template is compiled."""
    direct = [node for node in nodelist if isinstance(node, Slot)]
    for part in direct:
        part.claimed = True
    for node in nodelist.get_nodes_by_type(Slot):
        if not getattr(node, "claimed", True):
            raise TemplateSyntaxError(f"slot {getattr(node, 'name', '')!r} must stand directly in component {name!r}")
    body = NodeList(node for node in nodelist if not isinstance(node, Slot))
    try:
        wanted = components.named(name)
        values = _values(parser, words)
        filled = any(not (isinstance(node, TextNode) and not node.s.strip()) for node in body)
        wanted.check(set(values), {slot.name for slot in direct}, has_body=filled)
        for prop in wanted.props:
            if prop.name in values and isinstance(values[prop.name].var, str):  # written as it is: known already
                prop.check(values[prop.name].resolve(template.Context()), name)
    except Misused as reason:
        raise TemplateSyntaxError(f"component {reason}") from None
    return Drawn(wanted, values, {slot.name: slot.nodelist for slot in direct}, body)


def _values(parser: Parser, words: list[str]) -> dict[str, FilterExpression]:
    values: dict[str, FilterExpression] = {}
    for word in words:
        match = ARGUMENT.fullmatch(word)
        if not match or match["name"] in values:
            raise Misused(f"cannot read {word!r}: props are name=value, each once")
        values[match["name"]] = parser.compile_filter(match["value"] or "True")
    return values


@register.tag
def slot(parser: Parser, token: Token) -> Slot:
    """`{% slot "actions" %}…{% endslot %}`, directly inside a component."""
    words = token.split_contents()
    if len(words) != 2 or words[1][0] not in "\"'":  # noqa: PLR2004 -- the tag and its name
        raise TemplateSyntaxError('slot wants one quoted name: {% slot "actions" %}')
    nodelist = parser.parse(("endslot",))
    parser.delete_first_token()
    return Slot(words[1][1:-1], nodelist)


@register.tag
def field(parser: Parser, token: Token) -> Drawn:
    """`{% field form.name hint="…" %}`: short for the component."""
    _tag, bound, *words = token.split_contents()
    return _compiled(parser, "field", [f"field={bound}", *words], NodeList())


@register.simple_tag
def import_map() -> SafeString:
    """The page's import map: the one inline script."""
    return importmap.tag()


@register.simple_tag
def stylesheet() -> str:
    """Address of all styles in one file; in debugging made anew when a part has changed."""
    if settings.DEBUG:
        assets.bundle()
    return importmap.address("ui/vendor/korzo.css")


def _local(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE)) if timezone.is_aware(moment) else moment


@lru_cache(4000)
def _written(moment: datetime | date, form: str, _zone: str, _language: str | None) -> str:
    return date_format(moment, form)


def _in_words(moment: datetime | date, form: str) -> str:
    """Format a moment; what was asked a minute ago is asked again by the next page."""
    return _written(moment, form, settings.TIME_ZONE, get_language())


@register.filter
def local_time(moment: datetime | date | None, form: str = "") -> SafeString | str:
    """A moment in the city's time zone, as `<time>`; `form` is a Django date format or its name."""
    if not moment:
        return ""
    local = _local(moment) if isinstance(moment, datetime) else moment
    form = form or ("DATETIME_FORMAT" if isinstance(local, datetime) else "DATE_FORMAT")
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), _in_words(local, form))


@register.filter
def relative_time(moment: datetime | None, now: datetime | None = None) -> SafeString | str:
    """How long ago, or how soon, in the largest unit; after a week the date. The exact time is in the title."""
    if not moment:
        return ""
    now = now or timezone.now()
    local = _local(moment)
    if abs((now - moment).days) >= RECENT_DAYS:
        words = _in_words(local.date(), "DATE_FORMAT")
    elif moment <= now < moment + timedelta(minutes=1):
        words = gettext("just now")
    elif moment <= now:
        words = gettext("%(time)s ago") % {"time": timesince(moment, now, depth=1)}
    else:
        words = gettext("in %(time)s") % {"time": timeuntil(moment, now, depth=1)}
    exact = _in_words(local, "DATETIME_FORMAT")
    return format_html('<time datetime="{}" title="{}">{}</time>', local.isoformat(), exact, words)
