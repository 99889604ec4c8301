"""Telling webhooks: at least once, in order, with growing pauses.

The oldest delivery of a webhook is tried first, and those behind it wait, so that its reader sees things in the order
in which they happened. One that the other side has read and refused (an answer of the 400s) is given up after three
tries, one that it fails at (of the 500s) after some hours; where nobody is there, all wait. A webhook that has taken
nothing for days is stopped, and administrators hear of it.
"""

import json
import time
import uuid
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from korzo.kernel import jobs, outside, trail
from korzo.kernel.messages import sending as messages
from korzo.kernel.outside import sealed
from korzo.kernel.people.models import Person
from korzo.kernel.people.roles import Role
from korzo.kernel.trail.models import Entry
from korzo.kernel.webhooks import Source, events, signing
from korzo.kernel.webhooks.models import Delivery, Webhook

log = structlog.get_logger()
PAUSES = tuple(timedelta(seconds=each) for each in (5, 30, 120, 600, 1800, 3600, 7200, 14400))
REFUSALS = 3
STOPPED_AFTER = timedelta(days=3)
KEPT = timedelta(days=30)
SECONDS = 10.0
TURN_SECONDS = 20.0
LARGEST_ANSWER = 65_536
TEST = "webhook.test"
_LEASE = timedelta(seconds=90)
_NOT_REFUSED = (408, 425, 429)
_GONE = 410
_LISTENING = Q(is_active=True) | Q(failing_since__isnull=False)  # who failed for days gets the rest when it is back


def wanted(entries: list[Entry]) -> list[Entry]:
    """Look at nothing where nobody listens."""
    return entries if Webhook.objects.filter(_LISTENING).exists() else []


def tell(source: Source, entry: Entry) -> None:
    """Put one event into the queues of those who asked for it; called in the transaction that reads the trail."""
    kind = source.types[entry.event]
    listening = [each for each in Webhook.objects.filter(_LISTENING) if kind.name in each.events]
    said = source.describe(entry) if listening else None
    if said is None:
        return
    for webhook in listening:
        if all(said.facets.get(name, "") in values for name, values in webhook.only.items() if values):
            queue(webhook, kind.name, said.data, at=entry.at, ref=entry.ref, key=f"{entry.seq}")


def queue(webhook: Webhook, kind: str, data: object, *, at: datetime, ref: str = "", key: str = "") -> Delivery:
    """Queue one delivery; the same `key` again is the same delivery."""
    name = f"korzo:webhook:{webhook.pk}:{webhook.made_at.isoformat()}:{key}"
    number = f"msg_{(uuid.uuid5(uuid.NAMESPACE_URL, name) if key else uuid.uuid4()).hex}"
    body = json.dumps({"type": kind, "timestamp": at.isoformat(), "data": data}, ensure_ascii=False, default=str)
    given = {"webhook": webhook, "event": kind, "ref": ref, "body": body, "made_at": at, "next_at": at}
    made, is_new = Delivery.objects.get_or_create(number=number, defaults=given)
    if is_new:
        deliver.enqueue(webhook=webhook.pk)
    return made


@jobs.job(retries=0)
def deliver(webhook: int) -> None:
    """Send what is due to one webhook, for a while; one worker at a time."""
    now = timezone.now()
    lease = now + _LEASE
    free = Webhook.objects.filter(Q(busy_until=None) | Q(busy_until__lt=now), pk=webhook, is_active=True)
    if not free.update(busy_until=lease):
        return
    try:
        end = time.monotonic() + TURN_SECONDS
        while time.monotonic() < end and _next(webhook):
            pass
    finally:
        Webhook.objects.filter(pk=webhook, busy_until=lease).update(busy_until=None)


@jobs.every(seconds=10)
def deliver_due() -> None:
    """Wake the webhooks whose oldest delivery is due: after a pause, or when a worker was killed."""
    now = timezone.now()
    free = Webhook.objects.filter(Q(busy_until=None) | Q(busy_until__lt=now), is_active=True)
    for key in free.values_list("pk", flat=True):
        first = _oldest(key)
        if first and first.next_at <= now:
            deliver.enqueue(webhook=key)


@jobs.every(hours=6)
def prune() -> int:
    """Forget deliveries after a month; returns how many."""
    old = Delivery.objects.filter(made_at__lt=timezone.now() - KEPT)
    return int(old.delete()[0])


def _oldest(webhook: int) -> Delivery | None:
    waiting = Delivery.objects.filter(webhook=webhook, state=Delivery.State.WAITING)
    return waiting.select_related("webhook").order_by("pk").first()


def _next(key: int) -> bool:
    """Try the oldest delivery if it is due; returns whether there may be more to do now."""
    delivery = _oldest(key)
    if delivery is None or not delivery.webhook.is_active or delivery.next_at > timezone.now():
        return False
    status, error = attempt(delivery, now=timezone.now())
    return _noted(delivery, status, error, now=timezone.now())


def attempt(delivery: Delivery, *, now: datetime) -> tuple[int, str]:
    """Send one delivery; returns the status of the answer (0: none) and what went wrong, if anything did."""
    body = delivery.body.encode()
    try:
        signed = signing.headers(
            number=delivery.number, at=int(now.timestamp()), body=body, keys=_keys(delivery.webhook, now)
        )
        answer = outside.ask(
            "POST",
            delivery.webhook.url,
            data=body,
            headers={"Content-Type": "application/json", **signed},
            seconds=SECONDS,
            most=LARGEST_ANSWER,
        )
    except (outside.Forbidden, outside.NotReached, outside.Lost, sealed.Unreadable) as error:
        return 0, str(error)
    return answer.status, "" if answer.is_fine else f"answered {answer.status}"


def _keys(webhook: Webhook, now: datetime) -> list[str]:
    keys = [webhook.secret]
    if webhook.former_secret and webhook.former_until and webhook.former_until > now:
        keys.append(webhook.former_secret)
    return [sealed.unseal(key) for key in keys]


@transaction.atomic
def _noted(delivery: Delivery, status: int, error: str, *, now: datetime) -> bool:
    """Write down how an attempt went; returns whether the next one may be tried at once."""
    webhook = delivery.webhook
    delivery.attempts += 1
    delivery.status, delivery.error = status, error[:200]
    refused = 400 <= status < 500 and status not in _NOT_REFUSED  # noqa: PLR2004 -- HTTP
    if not error:
        delivery.state, delivery.ended_at = Delivery.State.DONE, now
    elif status and delivery.attempts >= (REFUSALS if refused else len(PAUSES)):
        delivery.state, delivery.ended_at = Delivery.State.DEAD, now
    else:
        delivery.next_at = now + PAUSES[min(delivery.attempts, len(PAUSES)) - 1]
    delivery.save(update_fields=["attempts", "status", "error", "state", "ended_at", "next_at"])
    since = (webhook.failing_since or now) if error else None
    Webhook.objects.filter(pk=webhook.pk).update(failing_since=since)
    if since and (status == _GONE or now - since >= STOPPED_AFTER):
        _stop(webhook, status, now)
        return False
    return delivery.state != Delivery.State.WAITING


def _stop(webhook: Webhook, status: int, now: datetime) -> None:
    if not Webhook.objects.filter(pk=webhook.pk, is_active=True).update(is_active=False, stopped_at=now):
        return
    log.warning("webhook stopped", webhook=webhook.pk, status=status)
    for person in Person.objects.filter(is_active=True, memberships__role=Role.ADMINISTRATOR).distinct():
        messages.send(
            to=messages.Recipient(person),
            template="webhooks/stopped",
            context={"webhook": webhook.name},
            ref=webhook.ref,
            key=f"{webhook.ref}:stopped:{now.isoformat()}",
            now=now,
        )
    trail.record(events.WebhookStopped(webhook.ref, status), by=None, now=now)
