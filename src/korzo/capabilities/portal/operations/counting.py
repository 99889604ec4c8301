"""Counting how often items are opened: in memory, written down every few seconds, and nothing about who opened them."""

import re
import threading
import time
from collections import Counter
from datetime import date

from django.db import OperationalError, transaction
from django.db.models import F

from korzo.capabilities.portal.models import Item, Views

EVERY_SECONDS = 10.0
_BOTS = re.compile(
    r"bot|crawl|spider|slurp|preview|fetch|monitor|scan|http|python|curl|wget|java|go-client", re.IGNORECASE
)
_lock = threading.Lock()
_seen: Counter[tuple[int, date]] = Counter()
_written = time.monotonic()


def is_reader(agent: str, *, asks_not_to: bool) -> bool:
    """Whether somebody who opens a page is to be counted: no program, and nobody who asks not to be."""
    return bool(agent) and not asks_not_to and not _BOTS.search(agent)


def seen(item_id: int, on: date) -> None:
    """Note that an item was opened; written down with others a little later."""
    global _written  # noqa: PLW0603 -- one clock for the process
    with _lock:
        _seen[item_id, on] += 1
        is_due = time.monotonic() - _written > EVERY_SECONDS
        if is_due:
            _written = time.monotonic()
    if is_due:
        write_down()


def write_down() -> None:
    """Add what was counted to the database; when that cannot be written now, it is kept for the next time."""
    with _lock:
        counted = dict(_seen)
        _seen.clear()
    try:
        with transaction.atomic():
            known = set(Item.objects.filter(pk__in={pk for pk, _on in counted}).values_list("pk", flat=True))
            rows = [Views(item_id=pk, on=on) for pk, on in counted if pk in known]
            Views.objects.bulk_create(rows, ignore_conflicts=True)
            for (pk, on), number in counted.items():
                Views.objects.filter(item_id=pk, on=on).update(count=F("count") + number)
    except OperationalError:
        with _lock:
            _seen.update(counted)
