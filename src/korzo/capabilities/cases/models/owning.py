"""Who owns a case and who else has a part in it: hand-overs, parts of the work, letters to other authorities."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.cases.models.case import TEXT_LIMIT, Case
from korzo.capabilities.cases.rules import handing_over
from korzo.kernel.people.models import Organisation, Person


class HandOver(models.Model):
    """One office gives a case to another: the giver owns it until it is accepted, or an arbiter has decided."""

    class State(models.TextChoices):
        """The rules' states, with names to read."""

        WAITING = "waiting", _("Waits for acceptance")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused: an arbiter decides")
        OVERDUE = "overdue", _("Not answered in time: an arbiter decides")
        DECIDED = "decided", _("Decided by an arbiter")
        TAKEN_BACK = "taken_back", _("Taken back")
        LAPSED = "lapsed", _("Ended with the case")

    case = models.ForeignKey(Case, models.CASCADE, related_name="hand_overs")
    giver = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    receiver = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    reason = models.TextField(max_length=TEXT_LIMIT)
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    accept_by = models.DateTimeField()
    answer = models.TextField(max_length=TEXT_LIMIT, blank=True)
    answered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    arbiter = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    decided_for = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.TextField(max_length=TEXT_LIMIT, blank=True)
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """In the order in which they were asked for; a case is in one at a time."""

        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=handing_over.UNDECIDED), name="hand_over_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="decided", decided_for__isnull=False, decided_at__isnull=False)
                | (~Q(state="decided") & Q(decided_for__isnull=True, decided_at__isnull=True)),
                name="hand_over_decided_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["receiver", "accept_by"], name="hand_over_waiting", condition=Q(state="waiting")),
            models.Index(
                fields=["asked_at"], name="hand_over_to_decide", condition=Q(state__in=handing_over.TO_DECIDE)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.giver_id} → {self.receiver_id} {self.state}"

    @property
    def step(self) -> handing_over.State:
        """The state as the rules know it."""
        return handing_over.State(self.state)

    @property
    def is_waiting(self) -> bool:
        """Say whether the receiver has still to answer."""
        return self.state == self.State.WAITING

    @property
    def is_to_decide(self) -> bool:
        """Say whether an arbiter has to decide."""
        return self.state in handing_over.TO_DECIDE


class Part(models.Model):
    """A part of the work that the owner asked another office for; the resident sees one case and one clock."""

    class State(models.TextChoices):
        """How far it got."""

        OPEN = "open", _("Asked for")
        DONE = "done", _("Done")
        NOT_DONE = "not_done", _("Not possible")
        DROPPED = "dropped", _("No longer needed")

    case = models.ForeignKey(Case, models.CASCADE, related_name="parts")
    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    text = models.TextField(_("What is to be done"), max_length=TEXT_LIMIT)
    due_on = models.DateField(_("By when"), null=True, blank=True)
    is_required = models.BooleanField(_("The case cannot be closed as solved before"), default=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    answer = models.TextField(max_length=TEXT_LIMIT, blank=True)
    answered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """In the order in which they were asked for."""

        ordering = ["asked_at", "pk"]
        indexes = [models.Index(fields=["office", "due_on"], name="part_open", condition=Q(state="open"))]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.office_id} {self.state}"

    @property
    def is_open(self) -> bool:
        """Say whether the office has still to report."""
        return self.state == self.State.OPEN


class Forwarding(models.Model):
    """A letter to an authority outside the city, and what came back."""

    class State(models.TextChoices):
        """How far it got."""

        WAITING = "waiting", _("Waits for an answer")
        ANSWERED = "answered", _("Answered")
        TAKEN_BACK = "taken_back", _("Taken back")
        LAPSED = "lapsed", _("Ended with the case")

    case = models.ForeignKey(Case, models.CASCADE, related_name="forwardings")
    authority = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    text = models.TextField(max_length=TEXT_LIMIT)
    language = models.CharField(max_length=10)
    forwarded_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    forwarded_at = models.DateTimeField()
    answer = models.TextField(max_length=TEXT_LIMIT, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """In the order in which they were sent; a case is with one authority at a time."""

        ordering = ["forwarded_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(state="waiting"), name="forwarding_one_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.authority_id} {self.state}"

    @property
    def is_waiting(self) -> bool:
        """Say whether nothing has come back yet."""
        return self.state == self.State.WAITING

    @property
    def letter(self) -> str:
        """The key of the message that carries the letter."""
        return f"forwarding:{self.pk}"


class Looking(models.Model):
    """That somebody has a case before them; forgotten after a minute."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        """One row for a person and a case."""

        constraints = [models.UniqueConstraint(fields=["case", "person"], name="looking_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.seen_at}"
