"""One letter a person and day of what is new in what they follow.

A letter tells of a whole day, and its key names the day: a worker that was away writes of the days it missed, and
nobody hears of one twice.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from korzo.capabilities.catalog.models import Dataset
from korzo.capabilities.catalog.queries import lists, news
from korzo.capabilities.catalog.queries.links import follows
from korzo.kernel import jobs
from korzo.kernel.messages import rendering, sending
from korzo.kernel.messages.models import Message
from korzo.kernel.people import language_of
from korzo.kernel.people.models import Person

NEWS = "catalog/news"
DAYS = 3
"""How many days back a worker that was away looks."""
SHOWN = 30


@jobs.every(hours=1)
def tell_followers() -> int:
    """Write of the last whole days to who follows anything; returns how many letters there are."""
    today = timezone.localdate()
    return sum(write(today - timedelta(days=back), now=timezone.now()) for back in range(DAYS, 0, -1))


def write(day: date, *, now: datetime) -> int:
    """Write of one day, in the city's time."""
    start = timezone.make_aware(datetime.combine(day, time.min))
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    told = news.between(start, end)
    keys = {f"catalog.news:{day.isoformat()}:{person}": person for person in told}
    for batch in _batches(list(keys)):
        for key in Message.objects.filter(key__in=batch).values_list("key", flat=True):
            keys.pop(key, None)
    people = Person.objects.filter(is_active=True).in_bulk(list(map(UUID, keys.values())))
    for key, number in keys.items():
        person = people.get(UUID(number))
        if person is None:
            continue
        rows = list(told[number].items())
        sending.send(
            to=sending.Recipient(person, language=language_of(person)),
            template=NEWS,
            context={"told": {str(pk): what for pk, what in rows[:SHOWN]}, "more": len(rows[SHOWN:])},
            ref=person.ref,
            key=key,
            now=now,
        )
    return len(keys)


@rendering.fills(NEWS)
def written(message: Message) -> dict[str, object]:
    """What a letter says: read anew whenever it is written, so that what is hidden meanwhile stands in none."""
    told = message.context["told"]
    base = settings.KORZO.base_url
    with translation.override(message.language):
        rows = lists.shown(timezone.now()).filter(pk__in=told)
        lines = [
            {"what": told[str(row.pk)], "title": str(row.title), "link": base + _page(row)} for row in rows[:SHOWN]
        ]
        mine = follows(message.person) if message.person else base + reverse("catalog:datasets")
        return {"lines": lines, "all": base + reverse("catalog:datasets"), "link": mine, "stop": mine}


def _page(dataset: Dataset) -> str:
    return reverse("catalog:dataset", args=[dataset.name])


def _batches(keys: Iterable[str], size: int = 500) -> Iterator[list[str]]:
    left = iter(keys)
    while batch := list(islice(left, size)):
        yield batch
