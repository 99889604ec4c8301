"""Delivery of entries to subscribers: in order, at least once, and for effects in the database exactly once."""

from typing import Any

import structlog
from django.db import transaction

from korzo.kernel import jobs, trail
from korzo.kernel.trail.models import Cursor, Entry

log = structlog.get_logger()
BATCH = 25


@jobs.tick
def deliver_news() -> int:
    """Hand new entries to every subscriber; returns how many were delivered."""
    newest = trail.head()[0]
    cursors = dict(Cursor.objects.values_list("subscriber", "seq"))
    return sum(
        _deliver_to(subscriber, newest)
        for subscriber in trail.subscribers.values()
        if cursors.get(subscriber.name, -1) < newest
    )


@transaction.atomic
def _deliver_to(subscriber: trail.Subscriber, newest: int) -> int:
    """Deliver a batch, small enough that other writers do not wait long; cursor and effects are stored together."""
    cursor = Cursor.objects.select_for_update(skip_locked=True).filter(subscriber=subscriber.name).first()
    if cursor is None:
        return 0
    wanted = Entry.objects.filter(seq__gt=cursor.seq, seq__lte=newest, event__in=subscriber.events)
    entries = list(wanted.order_by("seq")[:BATCH])
    for entry in subscriber.among(entries) if entries else ():
        try:
            with transaction.atomic():
                subscriber.deliver(entry)
        except Exception:  # the queue behind it must go on; the job below tries again and ends as a dead letter
            log.exception("delivery failed", subscriber=subscriber.name, entry=entry.seq)
            deliver_again.enqueue(subscriber=subscriber.name, seq=entry.seq)
    cursor.seq = entries[-1].seq if len(entries) == BATCH else newest
    cursor.save(update_fields=["seq"])
    return len(entries)


@jobs.job(retries=6)
def deliver_again(subscriber: str, seq: int) -> None:
    """Try a failed delivery once more."""
    with transaction.atomic():
        trail.subscribers[subscriber].deliver(Entry.objects.get(seq=seq))


def start_at_head(**_signal: Any) -> None:
    """Give every new subscriber a cursor at the present end, so that it hears of the future, not of the past."""
    newest = trail.head()[0]
    for name in trail.subscribers:
        Cursor.objects.get_or_create(subscriber=name, defaults={"seq": newest})


def skip_to_head() -> None:
    """Let all subscribers forget what they have not heard yet: after inventing a past."""
    Cursor.objects.update(seq=trail.head()[0])
