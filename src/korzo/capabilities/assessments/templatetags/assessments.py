"""How figures, ratios and states look in templates."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from korzo.capabilities.assessments.models import Action, Assessment, Part
from korzo.capabilities.assessments.rules.values import Reason, Unknown, Value
from korzo.kernel.text.multilingual import Text
from korzo.ui import drawing

register = template.Library()

_LOOKS: dict[str, tuple[str, str]] = {
    Assessment.State.DRAFT: ("neutral", "edit"),
    Assessment.State.COLLECTING: ("info", "people"),
    Assessment.State.RECONCILING: ("warning", "filter"),
    Assessment.State.REVIEWED: ("info", "check"),
    Assessment.State.SUBMITTED: ("adriatic", "lock"),
    Assessment.State.APPROVED: ("success", "check"),
    Assessment.State.FOLLOW_UP: ("success", "flag"),
    Assessment.State.SUPERSEDED: ("neutral", "archive"),
    Part.State.OPEN: ("neutral", "clock"),
    Part.State.ANSWERED: ("info", "reply"),
    Part.State.RETURNED: ("warning", "alert"),
    Part.State.ACCEPTED: ("success", "check"),
    Action.State.IN_PROGRESS: ("adriatic", "wrench"),
    Action.State.DONE: ("success", "check"),
    Action.State.DROPPED: ("neutral", "close"),
}
_WHY = {
    Reason.MISSING: gettext_lazy("not known"),
    Reason.ZERO_DENOMINATOR: gettext_lazy("divides by zero"),
    Reason.BASE_NOT_POSITIVE: gettext_lazy("cannot be paid from savings"),
    Reason.NOT_APPLICABLE: gettext_lazy("does not apply"),
    Reason.SUPPRESSED: gettext_lazy("too few cities to compare with"),
}
_SPELLED: dict[str, tuple[int, int | None, str | Promise]] = {
    "share": (100, 1, gettext_lazy("%(number)s %%")),
    "percent": (1, 1, gettext_lazy("%(number)s %%")),
    "months": (1, 1, gettext_lazy("%(number)s months")),
    "years": (1, 1, gettext_lazy("%(number)s years")),
    "times": (1, 2, "%(number)s"),
}


@register.filter
def named(name: Mapping[str, str]) -> Text:
    """A name of an instrument, pack or questionnaire, in the reader's language."""
    return Text(name)


@register.simple_tag
def state(row: Assessment | Part | Action, size: str = "sm") -> SafeString:
    """The state's word; its colour and drawing only help."""
    color, icon = _LOOKS[row.state]
    return drawing.component("tag", str(row.get_state_display()), color=color, icon=icon, size=size)


@register.filter
def value(found: Value | None, unit: str = "money") -> str:
    """A ratio or figure in its unit, as the reader's language writes it; of what is not known, why."""
    if found is None:
        return ""
    if isinstance(found, Unknown):
        return str(_WHY[found.reason])
    if unit == "money":
        return _rounded(found, 0 if abs(found) >= 1000 else 2)  # noqa: PLR2004 -- cents matter below that
    times, places, spelled = _SPELLED.get(unit, (1, None, "%(number)s"))
    number = _plain(found) if places is None else _rounded(found * times, places)
    return str(spelled) % {"number": number}


def _rounded(found: Decimal, places: int) -> str:
    return number_format(found.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP), places, force_grouping=True)


def _plain(found: Decimal) -> str:
    return number_format(found.normalize(), force_grouping=True)
