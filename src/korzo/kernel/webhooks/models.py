"""Who is told by program, and what was sent to whom."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Webhook(models.Model):
    """An address that is told of chosen events. `only` narrows them by what a source can be narrowed by."""

    name = models.CharField(_("Name"), max_length=120)
    url = models.URLField(_("Address"), max_length=500)
    events = models.JSONField(default=list)
    only = models.JSONField(default=dict, blank=True)
    secret = models.TextField()
    former_secret = models.TextField(blank=True)
    former_until = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    busy_until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        """By name."""

        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        """How the trail names it."""
        return f"webhook:{self.pk}"


class Delivery(models.Model):
    """One event on its way to one webhook; `number` stays the same however often it is tried."""

    class State(models.TextChoices):
        """How far it got."""

        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Delivered")
        DEAD = "dead", _("Given up")

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    number = models.CharField(max_length=40, unique=True)
    event = models.CharField(max_length=80)
    ref = models.CharField(max_length=80, blank=True)
    body = models.TextField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    made_at = models.DateTimeField()
    next_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    status = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        """In the order in which they are sent."""

        ordering = ["pk"]
        indexes = [
            models.Index(fields=["webhook", "id"], name="webhook_waiting", condition=Q(state="waiting")),
            models.Index(fields=["webhook", "state", "-id"], name="webhook_shown"),
            models.Index(fields=["made_at"], name="webhook_pruned"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.event} {self.state}"
