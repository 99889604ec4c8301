"""Webhooks: other programs are told what happens, signed as Standard Webhooks wants it.

A capability says once which of its events may be told, what is said of them, and what they can be narrowed by:

    webhooks.source("cases", title=_("Problems and repairs"), types={CaseResolved: Type("case.resolved", _("Solved"))},
                    facets=(Facet("office", _("Offices"), choices.offices),), describe=describe)

The trail is where events come from, so nothing is told that did not happen. What is told are references and what
everybody may read: a webhook is a letter box in somebody else's house.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from korzo.kernel import trail

if TYPE_CHECKING:
    from korzo.kernel.trail.models import Entry

sources: dict[str, "Source"] = {}


@dataclass(frozen=True)
class Type:
    """A kind of event as programs and people name it."""

    name: str
    label: Any


@dataclass(frozen=True)
class Facet:
    """What events can be narrowed by; `choices` are pairs of value and name."""

    name: str
    label: Any
    choices: Callable[[], Sequence[tuple[str, Any]]]


@dataclass(frozen=True)
class Said:
    """What is told of one event, and its value of each facet."""

    data: Mapping[str, Any]
    facets: Mapping[str, str]


@dataclass(frozen=True)
class Source:
    """What a capability tells. `describe` answers None where an event is nobody's business."""

    name: str
    title: Any
    types: Mapping[str, Type]
    facets: Sequence[Facet]
    describe: Callable[["Entry"], Said | None]


def source(
    name: str,
    *,
    title: Any,
    types: Mapping[type, Type],
    facets: Sequence[Facet],
    describe: Callable[["Entry"], Said | None],
) -> None:
    """Announce which events of a capability may be told."""
    from korzo.kernel.webhooks import sending  # tables exist only after Django has started

    made = Source(name, title, {trail.name_of(event): kind for event, kind in types.items()}, tuple(facets), describe)
    sources[name] = made
    trail.subscribe(*types, name=f"webhooks.{name}", among=sending.wanted)(lambda entry: sending.tell(made, entry))
