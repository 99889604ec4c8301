"""What administrators do to webhooks."""

from datetime import datetime, timedelta

from django.db import transaction

from korzo.kernel import trail
from korzo.kernel.outside import sealed
from korzo.kernel.people.models import Person
from korzo.kernel.webhooks import events, sending, signing
from korzo.kernel.webhooks.models import Delivery, Webhook

OVERLAP = timedelta(hours=24)


def keep(webhook: Webhook, *, by: Person, now: datetime) -> str:
    """Store a webhook; a new one gets a secret, which is returned to be shown once (else empty)."""
    secret = ""
    with transaction.atomic():
        is_new = webhook.pk is None
        if is_new:
            secret = signing.make()
            webhook.secret, webhook.made_at = sealed.seal(secret), now
        webhook.save()
        trail.record(events.WebhookChanged(webhook.ref, "added" if is_new else "changed"), by=by, now=now)
    return secret


def rotate(webhook: Webhook, *, by: Person, now: datetime) -> str:
    """Make a new secret and return it; for a day the former one signs too, so that its reader can change over."""
    secret = signing.make()
    with transaction.atomic():
        webhook.former_secret, webhook.former_until = webhook.secret, now + OVERLAP
        webhook.secret = sealed.seal(secret)
        webhook.save(update_fields=["secret", "former_secret", "former_until"])
        trail.record(events.WebhookChanged(webhook.ref, "secret"), by=by, now=now)
    return secret


def switch(webhook: Webhook, *, on: bool, by: Person, now: datetime) -> None:
    """Stop telling a webhook, or go on; what waits meanwhile is sent then."""
    with transaction.atomic():
        Webhook.objects.filter(pk=webhook.pk).update(
            is_active=on, stopped_at=None if on else now, failing_since=None, busy_until=None
        )
        if on:
            Delivery.objects.filter(webhook=webhook, state=Delivery.State.WAITING).update(next_at=now)
            sending.deliver.enqueue(webhook=webhook.pk)
        trail.record(events.WebhookChanged(webhook.ref, "started" if on else "stopped"), by=by, now=now)


def delete(webhook: Webhook, *, by: Person, now: datetime) -> None:
    """Delete a webhook and what was sent to it."""
    with transaction.atomic():
        ref = webhook.ref
        webhook.delete()
        trail.record(events.WebhookChanged(ref, "deleted"), by=by, now=now)


def test(webhook: Webhook, *, now: datetime) -> Delivery:
    """Queue a delivery that only says that it is a test."""
    return sending.queue(webhook, sending.TEST, {"webhook": webhook.name}, at=now)


def send_again(delivery: Delivery, *, by: Person, now: datetime) -> bool:
    """Put what was given up back in the queue; False when it was not given up (any more)."""
    with transaction.atomic():
        dead = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.DEAD)
        if not dead.update(state=Delivery.State.WAITING, attempts=0, next_at=now, ended_at=None, error=""):
            return False
        sending.deliver.enqueue(webhook=delivery.webhook_id)
        trail.record(events.DeliverySentAgain(delivery.webhook.ref, delivery.number), by=by, now=now)
    return True
