"""What stands on a ballot, and the ballots. A vote never says whose it is."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.budgeting.models.cycle import Panel, Track
from korzo.capabilities.budgeting.models.idea import Idea
from korzo.kernel.people.models import Person


class Candidate(models.Model):
    """An idea on the ballot of its track, with its number and what it costs: neither changes once votes come in."""

    track = models.ForeignKey(Track, models.CASCADE, related_name="candidates")
    idea = models.OneToOneField(Idea, models.PROTECT, related_name="candidate")
    number = models.PositiveSmallIntegerField()
    cost = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        """In the order of the ballot."""

        ordering = ["track", "number"]
        constraints = [models.UniqueConstraint(fields=["track", "number"], name="candidate_number_once")]

    def __str__(self) -> str:
        return f"{self.track_id} {self.number}"


class Channel(models.TextChoices):
    """Which way votes came."""

    PAPER = "paper", _("Paper")
    FILE = "file", _("File")
    BALLOT = "ballot", _("Electronic ballot")


class Batch(models.Model):
    """Votes that came together: a bundle of paper, a file, the box of an electronic vote.

    Two clerks enter paper, each without seeing what the other typed; a third person decides where they differ.
    """

    class State(models.TextChoices):
        """How far it is."""

        OPEN = "open", _("Being entered")
        COMPARED = "compared", _("Differs")
        ACCEPTED = "accepted", _("Accepted")

    track = models.ForeignKey(Track, models.CASCADE, related_name="batches")
    panel = models.ForeignKey(Panel, models.PROTECT, null=True, blank=True, related_name="+")
    channel = models.CharField(max_length=6, choices=Channel, default=Channel.PAPER)
    code = models.CharField(_("number of the batch"), max_length=64)
    place = models.CharField(_("where they were cast"), max_length=120, blank=True)
    size = models.PositiveIntegerField(_("number of ballots"), validators=[MinValueValidator(1)])
    rejected = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    first_clerk = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    second_clerk = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """In the order in which they came."""

        ordering = ["made_at", "pk"]
        verbose_name_plural = "batches"
        constraints = [models.UniqueConstraint(fields=["track", "code"], name="batch_once")]

    def __str__(self) -> str:
        return self.code


class Sheet(models.Model):
    """One paper ballot as one of the two clerks read it (`pass_no` 1 or 2) or as they agreed on it (3)."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="sheets")
    number = models.PositiveIntegerField()
    pass_no = models.PositiveSmallIntegerField()
    choices = models.JSONField(default=dict)
    is_spoilt = models.BooleanField(default=False)
    entered_at = models.DateTimeField()

    class Meta:
        """Each once a pass."""

        ordering = ["number", "pass_no"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number", "pass_no"], name="sheet_once"),
            models.CheckConstraint(condition=Q(pass_no__in=[1, 2, 3]), name="sheet_of_a_pass"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.number}/{self.pass_no}"


class Vote(models.Model):
    """One anonymous ballot. `choices` maps candidates' numbers to what the ballot gives them.

    That is 1 where one ticks, points or marks where one gives them, and the place (1: best) where one ranks.
    """

    track = models.ForeignKey(Track, models.CASCADE, related_name="votes")
    panel = models.ForeignKey(Panel, models.PROTECT, null=True, blank=True, related_name="+")
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="votes")
    choices = models.JSONField(default=dict)

    class Meta:
        """Votes are read by track."""

        indexes = [models.Index(fields=["track", "panel"], name="vote_by_panel")]

    def __str__(self) -> str:
        return f"{self.track_id} {self.pk}"
