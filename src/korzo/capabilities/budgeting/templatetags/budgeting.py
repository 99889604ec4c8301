"""How ideas and money look in templates."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from korzo.capabilities.budgeting.models import Candidate, Count, Cycle, Idea, Photo, Progress
from korzo.capabilities.budgeting.queries import building, calendar, people
from korzo.capabilities.budgeting.rules import money as amounts
from korzo.kernel.files import links
from korzo.kernel.people.models import Person
from korzo.kernel.text.languages import HTML_LANG
from korzo.ui import drawing

register = template.Library()

_LOOKS = {
    "draft": ("neutral", "edit"),
    "proposed": ("info", "flag"),
    "in_check": ("info", "building"),
    "returned": ("warning", "reply"),
    "feasible": ("success", "check"),
    "infeasible": ("neutral", "cross-circle"),
    "merged": ("neutral", "merge"),
    "withdrawn": ("neutral", "close"),
    "shortlisted": ("adriatic", "list"),
    "not_shortlisted": ("neutral", "list"),
    "won": ("success", "star"),
    "lost": ("neutral", "ballot"),
    "cut": ("neutral", "cross-circle"),
    "building": ("adriatic", "wrench"),
    "finished": ("success", "check"),
}


@register.simple_tag
def idea_state(idea: Idea, size: str = "sm") -> SafeString:
    """The state's word; its colour and drawing only help."""
    color, icon = _LOOKS[idea.state]
    return drawing.component("tag", str(idea.get_state_display()), color=color, icon=icon, size=size)


@register.filter
def money(amount: Decimal | None, currency: str) -> str:
    """An amount with its currency; nothing when it is not known."""
    return "" if amount is None else amounts.said(amount, currency)


@register.filter
def named(person: Person | None) -> str:
    """Somebody's name as everybody reads it."""
    return people.called(person)


@register.filter
def lang_of(code: str) -> str:
    """The `lang` attribute for words written in a language."""
    return HTML_LANG.get(code, code)


@register.simple_tag
def idea_photos(photos: Iterable[Photo], alt: str) -> list[dict[str, Any]]:
    """Photos as the grid shows them."""
    return [{**links.shown(photo.upload, alt=alt), "id": photo.pk} for photo in photos]


@register.filter
def under(found: dict[str, Any] | None, name: str) -> Any:
    """What a dictionary has under a name; None when nothing."""
    return (found or {}).get(name)


@register.simple_tag
def share(part: Decimal | None, whole: Decimal) -> int:
    """A part in per cent of the whole, at most 100 for a bar."""
    return min(round(100 * (part or 0) / whole), 100) if whole else 0


@register.filter
def place_of(idea: Idea) -> str:
    """Where it is: the address, the district, or the whole city."""
    return idea.address or (str(idea.district.name) if idea.district else _("The whole city"))


@register.filter
def counted(number: int | None) -> str:
    """A whole number with blanks between thousands."""
    return "" if number is None else amounts.counted(number)


@register.simple_tag(takes_context=True)
def outcome_of(context: dict[str, Any], idea: Idea) -> building.Outcome | None:
    """What became of an idea that stood on a ballot."""
    user = context["request"].user
    return building.outcome(idea, user if isinstance(user, Person) else None)


@register.simple_tag
def progress_photo(step: Progress) -> list[dict[str, Any]]:
    """The picture of a step in building, as the grid shows it."""
    return [links.shown(step.photo, alt=str(step.get_step_display()))] if step.photo else []


@register.simple_tag
def ballots_of(cycle: Cycle) -> dict[str, bool]:
    """Whether a cycle's ballots can be read, and its results."""
    return {
        "made": Candidate.objects.filter(track__cycle=cycle).exists(),
        "declared": Count.objects.filter(track__cycle=cycle, is_official=True).exists(),
    }


@register.simple_tag
def voting_now() -> list[Cycle]:
    """The cycles in which votes are typed or counted now."""
    now = timezone.now()
    return [*calendar.open_for("vote", now=now), *calendar.open_for("count", now=now)]
