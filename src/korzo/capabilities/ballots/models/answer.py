"""What people answered in a consultation. The city could look, so as little as possible is kept."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.ballots.models.vote import Vote


class Answer(models.Model):
    """One person's answers to one consultation; whoever answers again replaces what they had said.

    `choices` maps the number of a question (as text) to one integer for each option in its order: 1 where one ticks,
    points where one shares them out, the place (1: best, 0: none) where one ranks, the grade (1: best, 0: none) where
    one grades. An empty list is a question left blank. `key` is a keyed hash of who answers, another in every vote.
    """

    class Channel(models.TextChoices):
        """Which way it came."""

        ONLINE = "online", _("Online")
        CODE = "code", _("With the code of a letter")
        PAPER = "paper", _("On paper")
        KIOSK = "kiosk", _("At a kiosk")

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="answers")
    key = models.CharField(max_length=64)
    choices = models.JSONField(default=dict)
    weight = models.PositiveIntegerField(default=1)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.ONLINE)
    district = models.ForeignKey("kernel.District", models.SET_NULL, null=True, blank=True, related_name="+")
    age_band = models.CharField(max_length=8, blank=True, help_text=_("Such as 30-44; empty: not known."))
    day = models.DateField(help_text=_("The day of the latest change, in the city's time zone."))
    person = models.ForeignKey(
        "kernel.Person",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Only in votes whose answers show the name."),
    )

    class Meta:
        """One a person, whichever way and from whichever district they come."""

        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["vote", "key"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.vote_id} {self.pk}"


class Sheet(models.Model):
    """A paper answer as one of two clerks read it; once two agree it becomes an Answer, and both sheets go."""

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="sheets")
    number = models.PositiveIntegerField(_("number"), help_text=_("Of the voter on the roll, or of the sheet."))
    clerk = models.ForeignKey("kernel.Person", models.CASCADE, related_name="+")
    choices = models.JSONField(default=dict)

    class Meta:
        """Each clerk reads a sheet once."""

        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["vote", "number", "clerk"], name="answer_sheet_once")]

    def __str__(self) -> str:
        return f"{self.vote_id} {self.number}"
