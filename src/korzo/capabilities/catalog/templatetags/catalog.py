"""How data sets look in templates."""

from html import unescape
from typing import Any

from django import template
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from korzo.capabilities.catalog.models import Comment, Dataset, Distribution, Request, Showcase
from korzo.capabilities.catalog.queries import addresses, lists, readers
from korzo.capabilities.catalog.rules import extents, licences, vocabularies
from korzo.kernel.files import links
from korzo.kernel.text.languages import HTML_LANG
from korzo.kernel.text.multilingual import in_language, reading
from korzo.ui import drawing

register = template.Library()
STEPS = {
    Dataset.Step.DRAFT: ("neutral", "edit"),
    Dataset.Step.REVIEW: ("info", "clock"),
    Dataset.Step.PUBLISHED: ("success", "check"),
    Dataset.Step.DEPRECATED: ("warning", "archive"),
    Dataset.Step.DELETED: ("danger", "trash"),
}
REQUESTS = {
    Request.State.WAITING: ("neutral", "clock"),
    Request.State.OPEN: ("info", "eye"),
    Request.State.PROMISED: ("info", "calendar"),
    Request.State.DONE: ("success", "check"),
    Request.State.DECLINED: ("warning", "close"),
    Request.State.HIDDEN: ("danger", "lock"),
}
_LISTS = {"theme": vocabularies.THEMES, "frequency": vocabularies.FREQUENCIES, "hvd": vocabularies.HVD_CATEGORIES}


@register.filter
def vocabulary(code: str, listed: str) -> str:
    """A code of one of the EU's lists in the reader's language; a code that is not in it stays as it is."""
    return _(_LISTS[listed][code]) if code in _LISTS[listed] else code


@register.simple_tag
def step_tag(dataset: Dataset, size: str = "sm") -> SafeString:
    """How far a data set is, in a word."""
    color, icon = STEPS[Dataset.Step(dataset.step)]
    return drawing.component("tag", str(dataset.get_step_display()), color=color, icon=icon, size=size)


@register.simple_tag
def formats(dataset: Dataset) -> list[str]:
    """The formats in which a data set is to be had, each once."""
    return sorted({each.format.upper() for each in dataset.distributions.all() if each.format})


@register.filter
def file_address(distribution: Distribution) -> str:
    """Where the file is to be had; "" where its address is none that a browser should open."""
    return addresses.file(distribution) if addresses.public(distribution) else ""


@register.filter
def licence(named: str) -> licences.Licence | None:
    """A licence with its name and address."""
    return licences.find(named)


@register.filter
def keywords_shown(dataset: Dataset) -> list[str]:
    """Keywords in the reader's language, or in the nearest one that has any; those in no language always."""
    listed = {code: "\n".join(words) for code, words in dataset.keywords.items() if code and words}
    return in_language(listed, reading()).text.splitlines() + list(dataset.keywords.get("", ()))


@register.filter
def markdown(text: str) -> SafeString:
    """What stewards wrote as Markdown; HTML in it stays text, and addresses that run something are no links."""
    from markdown_it import MarkdownIt  # slow import, needed by few pages

    drawn: str = MarkdownIt("js-default", {"html": False, "linkify": False}).render(str(text))
    return mark_safe(drawn)  # noqa: S308 -- see above


@register.filter
def plain(text: str) -> str:
    """Markdown without its marks, for a line in a list."""
    return unescape(strip_tags(markdown(text))).strip()


@register.filter
def extent(geometry: dict[str, Any] | None) -> list[float] | None:
    """West, south, east, north of an area, for the map."""
    box = extents.box(geometry)
    return list(box) if box else None


@register.inclusion_tag("catalog/follow.html", takes_context=True)
def follow_button(context: Any, what: Any, name: str = "") -> dict[str, Any]:
    """The button with which a data set, publisher or group is followed, or a theme by its code."""
    request = context["request"]
    person = request.user if request.user.is_authenticated else None
    ((kind, _value),) = readers.where(what).items()
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "person": person,
        "follows": readers.follows(person, what),
        "what": f"{kind}:{what if isinstance(what, str) else what.name}",
        "name": name,
    }


@register.filter
def late(request: Request, today: Any) -> bool:
    """Whether the day has passed by which an answer was promised."""
    return readers.is_late(request, today)


@register.simple_tag
def request_tag(request: Request, size: str = "sm") -> SafeString:
    """How far a request for data is, in a word."""
    color, icon = REQUESTS[Request.State(request.state)]
    return drawing.component("tag", str(request.get_state_display()), color=color, icon=icon, size=size)


@register.filter
def pictures(showcase: Showcase) -> list[dict[str, str]]:
    """A showcase's picture, if it has one, as the photo grid wants it."""
    return [links.shown(showcase.picture, alt=showcase.title)] if showcase.picture else []


@register.filter
def spoken(written: Request | Showcase | Comment) -> str:
    """The language in which a reader wrote, as HTML names it."""
    return HTML_LANG.get(written.language, written.language)


@register.filter
def called(person: Any) -> str:
    """The name that everybody reads; who has none, or has left, is a resident."""
    return str(person.name) if person and person.name else _("A resident")


@register.filter
def stale(dataset: Dataset, now: Any) -> bool:
    """Whether new data are overdue."""
    return lists.is_stale(dataset, now)
