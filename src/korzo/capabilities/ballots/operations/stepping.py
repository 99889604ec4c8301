"""How a vote or its box is changed: locked, and found by the search as it reads now."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.ballots import permissions
from korzo.capabilities.ballots.models import Box, Vote
from korzo.capabilities.ballots.operations.refusals import NotAllowed, Refused
from korzo.kernel import search
from korzo.kernel.people.models import Person
from korzo.kernel.text import multilingual, plain


def runner(by: Person | None) -> None:
    """Let on whoever may run secret ballots, and the system itself; raises NotAllowed."""
    if by is not None and not permissions.can_run_secret(by):
        raise NotAllowed


def locked_box(box: Box, *steps: str, why: str = "") -> Box:
    """Lock a box and its vote; raises Refused, with `why`, when it is at none of these steps."""
    found = Box.objects.select_for_update().select_related("vote").get(pk=box.pk)
    if steps and found.step not in steps:
        raise Refused("", why or _("This is not the time for that."), "time")
    return found


@contextmanager
def changing(vote: Vote) -> Iterator[Vote]:
    """Lock a vote, let the caller change it, store it and what the search finds of it."""
    with transaction.atomic():
        locked = Vote.objects.select_for_update(of=("self",)).select_related("organiser").get(pk=vote.pk)
        yield locked
        locked.save()
        index(locked)
    vote.refresh_from_db()


def index(vote: Vote) -> None:
    """Put a vote into the search once everybody sees it."""
    if vote.step not in permissions.SHOWN:
        search.remove(vote.ref)
        return
    asked = [question.title for question in vote.questions.all()]
    search.index(
        ref=vote.ref,
        kind="vote",
        title=f"{vote.code} {multilingual.everything(vote.title)}",
        body=" ".join(multilingual.everything(each) for each in (vote.text, *asked)),
        audience="public",
        at=vote.opens_at or vote.made_at,
    )


def proof(vote: Vote) -> str:
    """A hash over everything that is asked: words, options, kinds, times."""
    asked = [
        [each.kind, dict(each.title), dict(each.text), each.minimum, each.maximum, each.points, each.grades]
        + [[dict(option.title), dict(option.text)] for option in each.options.all()]
        for each in vote.questions.prefetch_related("options")
    ]
    times = [each.isoformat() if each else "" for each in (vote.opens_at, vote.closes_at)]
    whole = json.dumps([vote.code, dict(vote.title), dict(vote.text), times, asked], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()


def needed(text: str, message: str, *, field: str, limit: int, lines: bool = True) -> str:
    """Clean a text that must say something; raises Refused."""
    try:
        cleaned = plain.clean(text, limit=limit, lines=lines)
    except plain.TooLong as error:
        raise Refused(field, _("This text is too long: at most %(most)d characters.") % {"most": limit}) from error
    if not cleaned:
        raise Refused(field, message)
    return cleaned


def hashed(text: str) -> str:
    """What the trail keeps of a text."""
    return hashlib.sha256(text.encode()).hexdigest()
