"""Messages waiting, sent and failed, and the browsers that may be pushed to."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from korzo.kernel.messages import quiet
from korzo.kernel.people.models import Person


class Channel(models.TextChoices):
    """How a message travels."""

    EMAIL = "email", _("E-mail")
    SMS = "sms", _("SMS")
    PUSH = "push", _("Notification on this device")
    INBOX = "inbox", _("Inbox on this site")


class Message(models.Model):
    """One message to one person over one channel. `key` names the occasion: the same one is never told twice."""

    class State(models.TextChoices):
        """How far it got. `uncertain`: the process died, or the line broke, while it was being handed over."""

        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        REFUSED = "refused", _("Refused")
        UNCERTAIN = "uncertain", _("Uncertain")
        DROPPED = "dropped", _("Dropped")

    key = models.CharField(max_length=120)
    channel = models.CharField(max_length=8, choices=Channel)
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="messages")
    to = models.CharField(max_length=254, blank=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=10)
    template = models.CharField(max_length=80)
    context = models.JSONField(default=dict)
    ref = models.CharField(max_length=80, blank=True, db_index=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    made_at = models.DateTimeField()
    send_after = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        """Newest first; an occasion once for each channel and receiver."""

        ordering = ["-made_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["key", "channel", "to"], name="message_once")]
        indexes = [models.Index(fields=["state", "send_after"], name="message_state")]

    def __str__(self) -> str:
        return f"{self.channel} {self.key}"

    def waits_until(self, now: datetime) -> datetime:
        """The first moment, from `now` on, at which its receiver wants to be disturbed."""
        if self.person is None or self.channel == Channel.INBOX:
            return now
        local = now.astimezone(ZoneInfo(settings.TIME_ZONE))
        return max(now, quiet.wait_until(local, self.person.quiet_from, self.person.quiet_until))


class Stopped(models.Model):
    """A telephone number, in E.164, whose owner wants no SMS from us."""

    number = models.CharField(max_length=20, unique=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.pk}"


class PushSubscription(models.Model):
    """A browser that may be told: everything that its person is, or, without an account, of the one thing `ref`."""

    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="push_subscriptions")
    ref = models.CharField(max_length=80, blank=True)
    endpoint = models.URLField(max_length=600)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=60)
    language = models.CharField(max_length=10, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        """One person for each browser, and each thing once."""

        constraints = [
            models.UniqueConstraint(fields=["endpoint", "ref"], name="push_once"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, ref="") | (Q(person__isnull=True) & ~Q(ref="")),
                name="push_somebodys",
            ),
        ]
        indexes = [models.Index(fields=["ref"], name="push_ref", condition=~Q(ref=""))]

    def __str__(self) -> str:
        return f"{self.person_id or self.ref}"
