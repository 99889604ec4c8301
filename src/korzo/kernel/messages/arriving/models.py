"""What came in, as long as it is kept, and how far each mailbox was read."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from korzo.kernel.messages.models import Channel


class Box(models.Model):
    """A mailbox, and the last letter that was looked at. UIDs count anew when `uid_validity` changes."""

    name = models.CharField(max_length=254, unique=True)
    uid_validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    looked_at = models.DateTimeField(null=True, blank=True)
    worked_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name


class Arrived(models.Model):
    """One letter or SMS. The fingerprint stays for ever, so that nothing is taken twice; the rest a year."""

    class State(models.TextChoices):
        """What became of it. `held`: a person has to look at it."""

        TAKEN = "taken", _("Taken")
        HELD = "held", _("Waits for a person")
        REFUSED = "refused", _("Refused")
        DROPPED = "dropped", _("Dropped")

    class Reason(models.TextChoices):
        """Why it was not taken."""

        AUTOMATIC = "automatic", _("written by a machine")
        OURSELVES = "ourselves", _("from our own address")
        NOBODY = "nobody", _("without a sender")
        TOO_MANY = "too_many", _("too many from one sender")
        TOO_LARGE = "too_large", _("too large")
        UNREADABLE = "unreadable", _("not readable")
        NOT_TAKEN = "not_taken", _("could not be filed")

    fingerprint = models.CharField(max_length=64, unique=True)
    channel = models.CharField(max_length=8, choices=Channel)
    message_id = models.CharField(max_length=254, blank=True, db_index=True)
    sender = models.CharField(max_length=254, blank=True, db_index=True)
    subject = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(db_index=True)
    state = models.CharField(max_length=8, choices=State)
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    detail = models.CharField(max_length=200, blank=True)
    ref = models.CharField(max_length=80, blank=True, db_index=True)

    class Meta:
        """Newest first."""

        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["state", "-at"], name="arrived_state")]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"

    @property
    def path(self) -> Path:
        """Where it lies as it came."""
        return Path(settings.KORZO.root) / "letters" / self.fingerprint[:2] / f"{self.fingerprint}.eml"

    @property
    def has_original(self) -> bool:
        """Say whether it is still kept as it came."""
        return self.path.exists()
