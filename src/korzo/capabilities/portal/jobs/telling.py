"""Telling those who asked for it: of works and outages, and of what the city published.

The trail puts each occasion beside its readers; what waits is taken from there, in the transaction in which it is
marked as told. So a worker that dies loses nothing and says nothing twice.
"""

from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from korzo.capabilities.portal import events
from korzo.capabilities.portal.models import Item, NoticeUpdate, Reader, Telling, Wish
from korzo.capabilities.portal.operations import following as operations
from korzo.capabilities.portal.queries import following, notices
from korzo.kernel import jobs, trail
from korzo.kernel.messages import rendering
from korzo.kernel.messages.models import Message
from korzo.kernel.text.dates import day
from korzo.kernel.trail.models import Entry

log = structlog.get_logger()
UNCONFIRMED = timedelta(days=7)
TOLD = timedelta(days=90)
ANNOUNCED, APPEARED = "announced", "appeared"
AGAIN = timedelta(hours=1)
ROWS = 500
"""Tellings looked at in one go."""


def _followed(entries: list[Entry]) -> list[Entry]:
    return entries if Wish.objects.filter(confirmed_at__isnull=False).exists() else []


@trail.subscribe(events.NoticeAnnounced, events.NoticeUpdated, name="portal.notices", among=_followed)
def note_notice(entry: Entry) -> None:
    """Put what was said of a notice beside those who follow a place that it concerns."""
    notice = notices.by_code(entry.ref.partition(":")[2])
    if notice is not None:
        occasion = f"update-{entry.data['update']}" if "update" in entry.data else ANNOUNCED
        operations.note(notice.ref, occasion, following.concerned(notice), now=entry.at)


@trail.subscribe(events.ItemAppeared, name="portal.items", among=_followed)
def note_item(entry: Entry) -> None:
    """Put a new item beside those who wait for such."""
    item = Item.objects.filter(pk=entry.ref.partition(":")[2]).first()
    if item is not None and item.is_shown(timezone.now()):
        operations.note(item.ref, APPEARED, following.waiting_for(item), now=entry.at)


@jobs.tick
def tell_due() -> int:
    """Write to everybody for whom something waits; returns to how many."""
    now = timezone.now()
    waiting = Telling.objects.filter(told_at__isnull=True, at__lte=now).order_by("at", "pk")
    readers = dict.fromkeys(waiting.values_list("reader", flat=True)[:ROWS])
    told = 0
    for number in readers:
        try:
            with transaction.atomic():
                rows = Reader.objects.select_for_update(skip_locked=True, of=("self",))
                reader = rows.filter(pk=number).first()
                told += bool(reader and operations.tell(reader, now=now))
        except Exception:  # the others must not wait for this one
            log.exception("a reader could not be told", reader=number)
            Telling.objects.filter(reader=number, told_at__isnull=True).update(at=now + AGAIN)
    return told


@rendering.fills(operations.CONFIRM, operations.NOTICE, operations.ITEM)
def written(message: Message) -> dict[str, object]:
    """What a letter says: read anew whenever it is written, so that what is withdrawn meanwhile stands in none."""
    base, reader = settings.KORZO.base_url, Reader.objects.filter(pk=message.context["reader"]).first()
    with translation.override(message.language):
        mine = base + reverse("portal:following-by-link", args=[reader.pk, following.token(reader)]) if reader else ""
        found: dict[str, object] = {"mine": mine, "stop": mine, "link": mine or base}
        if message.template == operations.CONFIRM:
            wish = Wish.objects.filter(pk=message.context["wish"]).first()
            return {**found, "label": following.label(wish) if wish else ""}
        tell = _notice if message.template == operations.NOTICE else _item
        return {**found, **tell(message.context["code"], message.context["occasions"])}


def _notice(code: str, occasions: list[str]) -> dict[str, object]:
    notice = notices.by_code(code)
    if notice is None:
        return {}
    keys = {int(each.removeprefix("update-")) for each in occasions if each != ANNOUNCED}
    return {
        "link": settings.KORZO.base_url + reverse("portal:notice", args=[code]),
        "title": str(notice.title),
        "words": str(notice.text) if ANNOUNCED in occasions else "",
        "place": notices.place(notice, most=10),
        "begins": day(notice.begins_at, "DATETIME_FORMAT"),
        "ends": day(notice.ends_at, "DATETIME_FORMAT"),
        "operator": str(notice.operator.name),
        "news": [_update(each) for each in reversed(notice.updates.all()) if each.pk in keys],
    }


def _update(update: NoticeUpdate) -> dict[str, object]:
    return {"what": str(update.get_what_display()), "text": str(update.text)}


def _item(code: str, _occasions: list[str]) -> dict[str, object]:
    item = Item.objects.shown(timezone.now()).filter(pk=code).first()
    if item is None:
        return {}
    path = reverse("portal:item", args=[item.made_of.path, item.slug])
    when = day(item.starts_at, "DATE_FORMAT" if item.is_all_day else "DATETIME_FORMAT")
    return {
        "link": settings.KORZO.base_url + path,
        "title": str(item.said("title")),
        "words": str(item.said("lead")),
        "when": when if item.kind == Item.Kind.EVENT else "",
    }


@jobs.every(hours=6)
def forget_wishes() -> int:
    """Forget what nobody confirmed within a week, and what was told three months ago."""
    return operations.forget_old(now=timezone.now(), unconfirmed=UNCONFIRMED, told=TOLD)
