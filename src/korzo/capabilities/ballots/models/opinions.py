"""Statements that residents write in a consultation, and who agrees with them: what an opinion map is made of."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.ballots.models.vote import Vote

MOST_SIGNS = 280


class Statement(models.Model):
    """One sentence to agree or disagree with; `number` counts from 1 within the vote."""

    class State(models.TextChoices):
        """Whether it is shown."""

        WAITING = "waiting", _("Waits for a check")
        SHOWN = "shown", _("Shown")
        REFUSED = "refused", _("Not shown")

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="statements")
    number = models.PositiveIntegerField()
    text = models.CharField(_("statement"), max_length=MOST_SIGNS)
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    reason = models.CharField(_("why it is not shown"), max_length=500, blank=True)
    is_seed = models.BooleanField(_("by the organiser"), default=False)
    author = models.ForeignKey("kernel.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        """In the order they came."""

        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["vote", "number"], name="statement_number_once")]

    def __str__(self) -> str:
        return f"{self.vote_id} {self.number}"


class Opinion(models.Model):
    """What one participant thinks of a statement. `key` is that of their `Answer`; no time is kept."""

    class Value(models.IntegerChoices):
        """As Polis writes them."""

        AGREE = 1, _("Agree")
        PASS = 0, _("Not sure")
        DISAGREE = -1, _("Disagree")

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="opinions")
    key = models.CharField(max_length=64)
    value = models.SmallIntegerField(choices=Value)

    class Meta:
        """One a person and statement: the latest."""

        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["statement", "key"], name="opinion_once")]
        indexes = [models.Index(fields=["key"], name="opinion_key")]

    def __str__(self) -> str:
        return f"{self.statement_id} {self.value}"
