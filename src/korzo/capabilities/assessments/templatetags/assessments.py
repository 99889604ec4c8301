"""How figures, ratios and states look in templates."""

from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString

from korzo.capabilities.assessments.models import Action, Assessment, Part
from korzo.capabilities.assessments.queries import spelling
from korzo.capabilities.assessments.rules.targets import Outcome
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
    Assessment.State.ABANDONED: ("neutral", "close"),
    Part.State.OPEN: ("neutral", "clock"),
    Part.State.ANSWERED: ("info", "reply"),
    Part.State.RETURNED: ("warning", "alert"),
    Part.State.ACCEPTED: ("success", "check"),
    Action.State.IN_PROGRESS: ("adriatic", "wrench"),
    Action.State.DONE: ("success", "check"),
    Action.State.DROPPED: ("neutral", "close"),
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


register.filter(spelling.value)

_CAME = {
    Outcome.MET: ("success", "check"),
    Outcome.BETTER: ("info", "arrow-right"),
    Outcome.MISSED: ("danger", "alert"),
    Outcome.UNKNOWN: ("neutral", "info"),
    Outcome.TOO_EARLY: ("neutral", "clock"),
}


@register.simple_tag
def outcome(came: Outcome, size: str = "sm") -> SafeString:
    """What came of a target, in words; colour and drawing only help."""
    color, icon = _CAME[came]
    return drawing.component("tag", spelling.came(came), color=color, icon=icon, size=size)
