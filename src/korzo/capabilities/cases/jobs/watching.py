"""Telling what happens in a district, a street, around a point, or of a kind.

The trail puts each case beside the subscriptions that it concerns; what is due is taken from there, a letter a reader,
in the transaction in which it is marked as told. So a worker that dies loses nothing and says nothing twice.
"""

from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import Truncator

from korzo.capabilities.cases import events
from korzo.capabilities.cases.models import Case, News, Reader, Subscription
from korzo.capabilities.cases.operations import watching as operations
from korzo.capabilities.cases.queries import watching, whereabouts
from korzo.kernel import jobs, trail
from korzo.kernel.messages import rendering
from korzo.kernel.messages.models import Message
from korzo.kernel.trail.models import Entry

log = structlog.get_logger()
UNCONFIRMED = timedelta(days=7)
TOLD = timedelta(days=90)
STILL_NEW = timedelta(days=7)
AGAIN = timedelta(hours=1)
ROWS = 500
"""News looked at in one go."""
SHOWN = 20
"""Cases in one letter; the rest is a link."""
WORDS = 160


def _watched(entries: list[Entry]) -> list[Entry]:
    return entries if Subscription.objects.filter(confirmed_at__isnull=False).exists() else []


@trail.subscribe(
    events.CaseReported,
    events.CaseSorted,
    events.CaseHidden,
    events.CaseResolved,
    name="cases.notice",
    among=_watched,
)
def notice(entry: Entry) -> None:
    """Put a case beside the subscriptions that it concerns: when it is new, set right, shown, or solved."""
    case = Case.objects.select_related("category").filter(code=entry.ref.partition(":")[2], is_public=True).first()
    if case is None:
        return
    solved = entry.event == "cases.CaseResolved"
    if not solved and entry.at - case.reported_at > STILL_NEW:
        return
    operations.note(case, News.What.SOLVED if solved else News.What.NEW, now=entry.at)


@jobs.tick
def tell_due() -> int:
    """Write to everybody for whom something is due; returns to how many."""
    now = timezone.now()
    rows = News.objects.filter(told_at__isnull=True, due_at__lte=now).order_by("due_at")
    readers = dict.fromkeys(rows.values_list("subscription__reader", flat=True)[:ROWS])
    for number in readers:
        try:
            with transaction.atomic():
                reader = Reader.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=number).first()
                if reader:
                    operations.tell(reader, now=now)
        except Exception:  # the others must not wait for this one
            log.exception("a digest failed", reader=number)
            News.objects.filter(
                subscription__in=Subscription.objects.filter(reader=number), told_at__isnull=True, due_at__lte=now
            ).update(due_at=now + AGAIN)
    return len(readers)


@rendering.fills(operations.NEWS, operations.CONFIRM)
def written(message: Message) -> dict[str, object]:
    """What a letter says: read anew whenever it is written, so that what is hidden meanwhile stands in none."""
    base, reader = settings.KORZO.base_url, Reader.objects.filter(pk=message.context["reader"]).first()
    with translation.override(message.language):
        mine = (
            reverse("cases:watching-by-link", args=[reader.pk, watching.token(reader)])
            if reader
            else reverse("cases:list")
        )
        found: dict[str, object] = {"link": base + mine, "stop": base + mine if reader else ""}
        if asked := Subscription.objects.filter(pk=message.context.get("subscription") or 0).first():
            found["label"] = watching.chosen(asked).label
        told = dict(message.context.get("told", ()))
        cases = Case.objects.public().filter(code__in=told).select_related("category").order_by("reported_at", "pk")
        lines = [_line(case, told[case.code]) for case in cases[: SHOWN + 1]]
        more = max(cases.count() - SHOWN, 0) if len(lines) > SHOWN else 0
        return {**found, "lines": lines[:SHOWN], "more": more, "all": base + reverse("cases:list")}


def _line(case: Case, what: str) -> dict[str, object]:
    return {
        "solved": what == News.What.SOLVED,
        "kind": str(case.category.name),
        "place": whereabouts.public(case),
        "words": Truncator(case.description).chars(WORDS) if case.text_is_public else "",
        "link": settings.KORZO.base_url + reverse("cases:case", args=[case.code]),
    }


@jobs.every(hours=6)
def forget_subscriptions() -> int:
    """Forget what nobody confirmed within a week, and what was told three months ago."""
    return operations.forget_old(now=timezone.now(), unconfirmed=UNCONFIRMED, told=TOLD)
