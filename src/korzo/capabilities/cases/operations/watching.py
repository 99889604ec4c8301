"""Hearing what happens in a district, a street, around a point, or of a kind of problem."""

import hashlib
import secrets
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.db.models import Case as OneOf
from django.db.models import DateTimeField, Value, When
from django.utils.translation import gettext as _

from korzo.capabilities.cases import events
from korzo.capabilities.cases.models import Case, News, Reader, Subscription, SubscriptionKey
from korzo.capabilities.cases.operations.intake import ReportRefused
from korzo.capabilities.cases.queries import watching
from korzo.capabilities.cases.queries.watching import Chosen
from korzo.capabilities.cases.rules import watching as rules
from korzo.kernel import trail
from korzo.kernel.messages import sending
from korzo.kernel.messages.models import Message
from korzo.kernel.people.models import Person

NEWS = "cases/news"
CONFIRM = "cases/confirm_subscription"
MOST = 30
"""Subscriptions of one account. Addresses are asked by letter, of which there are few a day."""
Pace = Subscription.Pace


def subscribe(
    chosen: Chosen, *, by: Person | None, email: str = "", language: str = "", pace: str, solved: bool, now: datetime
) -> Subscription:
    """Note what somebody wants to hear of; an address is asked by letter first, at most once a day for the same wish.

    The same wish again only changes how often. Raises ReportRefused.
    """
    wish, email = chosen.wish, "" if by else email.strip().lower()
    if wish.is_everything:
        raise ReportRefused("category", _("Choose a kind, a district or a street."))
    if not by:
        try:
            validate_email(email)
        except ValidationError as error:
            raise ReportRefused("email", error.messages[0]) from error
    with transaction.atomic():
        known: dict[str, object] = {"person": by} if by else {"email": email}
        reader, _new = Reader.objects.get_or_create(
            **known, defaults={"language": language, "nonce": secrets.token_hex(16)}
        )
        mark = hashlib.sha256(chosen.query.encode()).hexdigest()
        found = reader.subscriptions.filter(mark=mark).first()
        if found is None:
            if by and reader.subscriptions.count() >= MOST:
                raise ReportRefused("category", _("You follow very much already. End something first."))
            found = _begun(reader, chosen, mark, pace=pace, solved=solved, now=now)
        if by and found.confirmed_at is None:
            confirm_subscription(found, now=now)
        elif found.confirmed_at is not None and by:
            change(found, pace=pace, solved=solved, now=now)
        elif found.confirmed_at is None:
            sending.send(
                to=sending.Recipient(email=email, language=language),
                template=CONFIRM,
                context={"reader": reader.pk, "subscription": found.pk},
                ref="",
                key=f"subscribe:{found.pk}:{now:%Y-%m-%d}",
                now=now,
            )
    return found


def _begun(reader: Reader, chosen: Chosen, mark: str, *, pace: str, solved: bool, now: datetime) -> Subscription:
    wish = chosen.wish
    made = Subscription.objects.create(
        reader=reader, mark=mark, pace=pace, solved=solved, asked_at=now,
        district_id=wish.district, street_id=wish.street, lat=wish.lat, long=wish.long, radius=wish.radius,
        category_id=wish.category, group=wish.group,
    )  # fmt: skip
    SubscriptionKey.objects.bulk_create([SubscriptionKey(subscription=made, key=key) for key in wish.keys()])  # noqa: SIM118 -- no dict
    return made


def confirm_subscription(row: Subscription, *, now: datetime) -> None:
    """Note that its owner wants it; doing so twice is once."""
    with transaction.atomic():
        if Subscription.objects.filter(pk=row.pk, confirmed_at__isnull=True).update(confirmed_at=now):
            trail.record(events.SubscriptionBegun(row.reader.ref, row.pk), by=row.reader.person, now=now)
    row.confirmed_at = row.confirmed_at or now


def change(
    row: Subscription, *, now: datetime, pace: str | None = None, solved: bool | None = None, paused: bool | None = None
) -> None:
    """Tell more or less often, or nothing for a while: what waits is told at the new hour, or not at all."""
    with transaction.atomic():
        row.pace = pace if pace and pace in Pace else row.pace
        row.solved = row.solved if solved is None else solved
        row.is_paused = row.is_paused if paused is None else paused
        row.save(update_fields=["pace", "solved", "is_paused"])
        waiting = row.news.filter(told_at__isnull=True)
        if row.is_paused:
            waiting.delete()
        elif pace is not None:
            waiting.update(due_at=due(row.pace, now))


def end(row: Subscription, *, by: Person | None, now: datetime) -> None:
    """Forget a subscription; with the last one the reader is forgotten too."""
    with transaction.atomic():
        reader, number = row.reader, row.pk
        row.delete()
        trail.record(events.SubscriptionEnded(reader.ref, number), by=by, now=now)
        if not reader.subscriptions.exists():
            forget(reader)


def end_all(reader: Reader, *, by: Person | None, now: datetime) -> None:
    """Forget a reader and everything that they subscribed to."""
    for row in reader.subscriptions.select_related("reader"):
        end(row, by=by, now=now)


def forget(reader: Reader) -> None:
    """Delete a reader, and the letters that were written to their address."""
    if reader.email:
        Message.objects.filter(to=reader.email, template__in=(NEWS, CONFIRM)).delete()
    reader.delete()


def due(pace: str, now: datetime) -> datetime:
    """When to tell what happens now."""
    return rules.due(pace, now.astimezone(ZoneInfo(settings.TIME_ZONE)))


def note(case: Case, what: str, *, now: datetime) -> int:
    """Put what happened beside every subscription that it concerns, once; returns beside how many it was put.

    The database copies the rows itself: a case may concern thousands, and other writers wait meanwhile.
    """
    found = watching.concerned(case)
    if what == News.What.SOLVED:
        found = found.filter(solved=True)
    hours = [When(pace=pace, then=Value(due(pace, now), DateTimeField())) for pace in Pace.values]
    rows = found.annotate(about=Value(case.pk), said=Value(what), hour=OneOf(*hours, output_field=DateTimeField()))
    select, given = rows.values_list("pk", "about", "said", "hour").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO cases_news (subscription_id, case_id, what, due_at) {select} ON CONFLICT DO NOTHING", given
        )
        return int(cursor.rowcount)


def tell(reader: Reader, *, now: datetime) -> bool:
    """Write one letter with all that is due; each case once, and nothing of what the reader hears anyway.

    What is hidden by now is left out, and told should it be shown again. Returns whether there was anything to say.
    """
    own = News.objects.filter(subscription__reader=reader)
    with transaction.atomic():
        waiting = own.filter(told_at__isnull=True, due_at__lte=now).select_related("case").order_by("pk")
        own.filter(pk__in=[row.pk for row in waiting if not row.case.is_public]).delete()
        shown = [row for row in waiting if row.case.is_public]
        cases = {row.case_id for row in shown}
        told = set(own.filter(told_at__isnull=False, case__in=cases).values_list("case", "what"))
        known = watching.hears_otherwise(reader, cases)
        said: dict[str, str] = {}
        for row in shown:
            if (row.case_id, row.what) not in told and row.case_id not in known and _still_true(row):
                said[row.case.code] = row.what  # what is new and solved already is told as solved
        for what in News.What.values:
            same = own.filter(what=what, told_at__isnull=True, case__in={r.case_id for r in shown if r.what == what})
            same.update(told_at=now)
        if said:
            sending.send(
                to=sending.Recipient(reader.person, reader.email, language=reader.language),
                template=NEWS,
                context={"reader": reader.pk, "told": list(said.items())},
                ref="",
                key=f"news:{reader.pk}:{shown[-1].pk}",
                now=now,
            )
    return bool(said)


def _still_true(row: News) -> bool:
    if row.what == News.What.SOLVED:
        return row.case.state == Case.State.RESOLVED
    return row.case.state not in (Case.State.DUPLICATE, Case.State.WITHDRAWN)


def forget_old(*, now: datetime, unconfirmed: timedelta, told: timedelta) -> int:
    """Forget wishes that nobody confirmed, and what was told long ago; returns how many wishes."""
    News.objects.filter(told_at__lt=now - told).delete()
    old = Subscription.objects.filter(confirmed_at__isnull=True, asked_at__lt=now - unconfirmed)
    gone = old.count()
    old.delete()
    for reader in Reader.objects.filter(subscriptions__isnull=True):
        forget(reader)
    return gone
