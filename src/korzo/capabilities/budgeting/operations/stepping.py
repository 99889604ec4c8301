"""How an idea is changed: locked, one version further, found by the search as it reads now."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.budgeting.models import Cycle, Idea
from korzo.capabilities.budgeting.queries import calendar
from korzo.capabilities.budgeting.rules import states
from korzo.capabilities.budgeting.rules.states import Action
from korzo.kernel import search
from korzo.kernel.text import plain


class NotAllowed(PermissionError):
    """This person may not do that."""


class Refused(ValueError):
    """It cannot be done; `field` names what to change and the message says how."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


class NotNow(Refused):
    """The calendar does not allow it at this time."""

    def __init__(self) -> None:
        super().__init__("", _("This is not possible in this part of the cycle. Look at its calendar."))


class IdeaChanged(RuntimeError):
    """Somebody else changed the idea meanwhile; look at it again before deciding."""


@dataclass
class Step:
    """An idea being changed: locked, with the names of the fields that were set."""

    idea: Idea
    now: datetime
    fields: set[str] = field(default_factory=set)

    def set(self, **values: object) -> None:
        """Give fields their values; what was set is what is stored."""
        for name, value in values.items():
            setattr(self.idea, name, value)
            self.fields.add(name)

    def to(self, action: Action) -> None:
        """Move to the state that the action leads to; raises NotPossible."""
        self.set(state=states.after(self.idea.step, action))


@contextmanager
def changing(idea: Idea, *, now: datetime, version: int | None = None) -> Iterator[Step]:
    """Lock the idea, let the caller change it, then store exactly what changed, and the search."""
    with transaction.atomic():
        ideas = Idea.objects.select_for_update(of=("self",)).select_related("cycle", "track__cycle", "theme")
        locked = ideas.get(pk=idea.pk)
        if version is not None and locked.version != version:
            raise IdeaChanged(_("Somebody else has just changed this idea. Look at it again."))
        step = Step(locked, now)
        yield step
        step.set(changed_at=now, version=locked.version + 1)
        locked.save(update_fields=sorted(step.fields))
        index(locked)
    for name in step.fields:
        setattr(idea, name, getattr(locked, name))


def index(idea: Idea) -> None:
    """Put the idea into the search, or take it out."""
    if idea.state == states.State.DRAFT or idea.is_hidden:
        search.remove(idea.ref)
        return
    search.index(
        ref=idea.ref,
        kind="idea",
        title=f"{idea.code} {idea.title}",
        body=f"{' '.join(idea.theme.name.values())} {idea.address} {idea.body} {idea.benefits}",
        audience="public",
        at=idea.proposed_at or idea.made_at,
        scope=idea.cycle.ref,
    )


def in_time(cycle: Cycle, ability: str, *, now: datetime) -> None:
    """Let through what the calendar allows; raises NotNow."""
    if not calendar.may(cycle, ability, now=now):
        raise NotNow


def needed(text: str, message: str, *, field: str = "text", limit: int = 2000) -> str:
    """Clean a text that must say something; raises Refused."""
    cleaned = tidy(text, field=field, limit=limit)
    if not cleaned:
        raise Refused(field, message)
    return cleaned


def tidy(text: str, *, field: str = "text", limit: int, lines: bool = True) -> str:
    """Clean a text; raises Refused when it is too long to keep whole."""
    try:
        return plain.clean(text, limit=limit, lines=lines)
    except plain.TooLong as error:
        raise Refused(field, _("This text is too long: at most %(most)d characters.") % {"most": limit}) from error


def hashed(*texts: str) -> str:
    """What the trail keeps of texts: enough to prove them, nothing to read."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()
