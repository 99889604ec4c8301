"""Asking for data that are not there yet, and answering by the promised day."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.capabilities.catalog import events, permissions
from korzo.capabilities.catalog.models import Dataset, Publisher, Request, Support
from korzo.capabilities.catalog.operations.refusals import NotAllowed, Refused
from korzo.kernel import search, trail
from korzo.kernel.people.models import Person
from korzo.kernel.text.multilingual import Text

State = Request.State
_LINK = re.compile(
    r"://|mailto:|www\.|[\w-]\.[a-z]{2,24}/|[\w-]\.(com|net|org|info|biz|top|xyz|shop|site|online|ru|cn|io)\b",
    re.IGNORECASE,
)
"""What is a link, and what mail programs make one of."""


def holds_link(text: str) -> bool:
    """Whether it leads elsewhere; what strangers write with links waits for a check."""
    return _LINK.search(text) is not None


@transaction.atomic
def ask(
    title: str, text: str, *, publisher: Publisher | None = None, language: str = "", by: Person, now: datetime
) -> Request:
    """Ask for data; it is public at once unless it holds a link. Raises NotAllowed, Refused."""
    if not permissions.can_take_part(by):
        raise NotAllowed
    title, text = title.strip(), text.strip()
    if not title:
        raise Refused.one("title", _("Say which data you need."))
    last = Request.objects.select_for_update().aggregate(models.Max("number"))["number__max"] or 0
    made = Request.objects.create(
        number=last + 1,
        title=title[:160],
        text=text[:4000],
        publisher=publisher,
        language=language,
        person=by,
        state=State.WAITING if holds_link(f"{title} {text}") else State.OPEN,
        asked_at=now,
        due_on=timezone.localdate(now) + timedelta(days=settings.KORZO.data_request_days),
    )
    _found(made)
    trail.record(events.RequestMade(made.ref, made.state), by=by, now=now)
    return made


@transaction.atomic
def support(request: Request, *, yes: bool, by: Person, now: datetime) -> None:
    """Say that one needs it too, or no longer; raises NotAllowed, Refused."""
    del now
    if not permissions.can_take_part(by) or not permissions.can_read_request(by, request):
        raise NotAllowed
    if request.person_id == by.pk:
        raise Refused.one("", _("You asked for it yourself."))
    if yes and request.state not in (State.OPEN, State.PROMISED):
        raise Refused.one("", _("This was answered already."))
    if yes:
        Support.objects.get_or_create(request=request, person=by)
    else:
        request.supports.filter(person=by).delete()


@transaction.atomic
def answer(
    request: Request,
    *,
    state: str,
    text: Mapping[str, str],
    dataset: Dataset | None = None,
    publisher: Publisher | None = None,
    due_on: date | None = None,
    by: Person,
    now: datetime,
) -> None:
    """Answer: look into it, promise it for a day, name what was published, decline or hide. Raises NotAllowed, Refused.

    Who asked and who needs it too are told, unless it is hidden.
    """
    locked = Request.objects.select_for_update(of=("self",)).select_related("publisher").get(pk=request.pk)
    if not permissions.can_answer(by, locked):
        raise NotAllowed
    problems = {}
    if state in (State.DECLINED, State.PROMISED, State.HIDDEN) and not any(text.values()):
        problems["answer"] = [_("Say why.")]
    if state == State.DONE and (dataset is None or not dataset.is_shown(now)):
        problems["dataset"] = [_("Name a data set that everybody sees.")]
    if state == State.PROMISED and (due_on is None or due_on < timezone.localdate(now)):
        problems["due_on"] = [_("Say by which day, from today on.")]
    if state == State.WAITING:
        problems["state"] = [_("Choose an answer.")]
    if problems:
        raise Refused(problems)
    locked.state, locked.answer, locked.publisher = state, Text(text), publisher
    locked.dataset = dataset if state == State.DONE else None
    locked.due_on = due_on if state == State.PROMISED and due_on else locked.due_on
    locked.answered_at = now
    locked.save()
    _found(locked)
    told = events.RequestAnswered(locked.ref, state, locked.dataset.ref if locked.dataset else "")
    trail.record(told, by=by, now=now)
    request.refresh_from_db()


def _found(request: Request) -> None:
    """Have the search find it as long as everybody may read it."""
    if request.state in (State.WAITING, State.HIDDEN):
        search.remove(request.ref)
        return
    search.index(
        ref=request.ref,
        kind="data_request",
        title=request.title,
        body=request.text,
        audience="public",
        at=request.asked_at,
    )
