"""Systems of neighbouring cities and outside authorities that speak Open311, and cases on their way to and fro."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.cases.models.case import TEXT_LIMIT, Case
from korzo.capabilities.cases.models.owning import Forwarding
from korzo.kernel.people.models import Organisation, Person


class System(models.Model):
    """Where an authority takes reports from programs: `kinds` maps our categories to its services.

    `account` is who its own programs are when they write to us.
    """

    class Form(models.TextChoices):
        """What it is asked for; what it answers is told by the answer."""

        JSON = "json", "JSON"
        XML = "xml", "XML"

    authority = models.OneToOneField(Organisation, models.PROTECT, related_name="open311", primary_key=True)
    endpoint = models.URLField(max_length=500)
    jurisdiction = models.CharField(max_length=120, blank=True)
    form = models.CharField(max_length=4, choices=Form, default=Form.JSON)
    key = models.TextField(blank=True)
    speaks_updates = models.BooleanField(default=False)
    repeats_safely = models.BooleanField(default=False)
    kinds = models.JSONField(default=dict, blank=True)
    services = models.JSONField(default=list, blank=True)
    account = models.OneToOneField(Person, models.SET_NULL, null=True, blank=True, related_name="open311_system")
    is_active = models.BooleanField(default=True)
    tested_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        """By the code of the authority."""

        ordering = ["authority__code"]

    def __str__(self) -> str:
        return self.endpoint

    @property
    def ref(self) -> str:
        """How the trail names it."""
        return f"organisation:{self.authority.code}"


class Dispatch(models.Model):
    """A case on its way to a system, and where it stands there. `next_at`: when something is tried again, if at all."""

    class State(models.TextChoices):
        """How far it got. `uncertain`: the answer was lost, so it may be there already."""

        WAITING = "waiting", _("Waits to be sent")
        SENDING = "sending", _("Being sent")
        UNCERTAIN = "uncertain", _("It is not known whether it arrived")
        SENT = "sent", _("Has arrived")
        FAILED = "failed", _("Not taken")
        ANSWERED = "answered", _("Closed there")

    forwarding = models.OneToOneField(Forwarding, models.CASCADE, related_name="dispatch", primary_key=True)
    system = models.ForeignKey(System, models.PROTECT, related_name="dispatches")
    service = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    number = models.CharField(max_length=200, blank=True)
    token = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=40, blank=True)
    notes = models.TextField(max_length=TEXT_LIMIT, blank=True)
    solved = models.BooleanField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        """What has to be done next, and what is followed there."""

        indexes = [
            models.Index(fields=["next_at"], name="dispatch_due", condition=models.Q(next_at__isnull=False)),
            models.Index(fields=["system", "number"], name="dispatch_followed", condition=models.Q(state="sent")),
        ]

    def __str__(self) -> str:
        return f"{self.forwarding_id} {self.state}"

    @property
    def color(self) -> str:
        """How urgent it looks."""
        if self.state in (self.State.FAILED, self.State.UNCERTAIN):
            return "danger"
        return "success" if self.state == self.State.ANSWERED else "info"

    @property
    def can_be_sent_again(self) -> bool:
        """Say whether a person has to decide about it."""
        return self.state in (self.State.FAILED, self.State.UNCERTAIN) and self.next_at is None


class Arrival(models.Model):
    """That a case was sent by another system, under that system's own number."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="arrival", primary_key=True)
    system = models.ForeignKey(System, models.PROTECT, related_name="arrivals")
    number = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return f"{self.case_id} {self.number}"
