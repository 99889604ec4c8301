"""How residents take part besides answering: they support proposals, ask to hear more, and ask to be on a roll."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.ballots.models.roll import Roll
from korzo.capabilities.ballots.models.vote import Vote


class Supporter(models.Model):
    """That somebody wants what a resident proposed to be asked."""

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="supporters")
    person = models.ForeignKey("kernel.Person", models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        """Once."""

        constraints = [models.UniqueConstraint(fields=["vote", "person"], name="vote_supported_once")]

    def __str__(self) -> str:
        return f"{self.vote_id} {self.pk}"


class Follower(models.Model):
    """That somebody asked to be reminded before the close, and to hear what the city answers."""

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="followers")
    person = models.ForeignKey("kernel.Person", models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        """Once."""

        constraints = [models.UniqueConstraint(fields=["vote", "person"], name="vote_followed_once")]

    def __str__(self) -> str:
        return f"{self.vote_id} {self.pk}"


class Appeal(models.Model):
    """Somebody says that they should be on a roll; the log is public, without names."""

    class State(models.TextChoices):
        """How it went."""

        OPEN = "open", _("Waits for a decision")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")

    roll = models.ForeignKey(Roll, models.CASCADE, related_name="appeals")
    vote = models.ForeignKey(Vote, models.CASCADE, related_name="appeals")
    person = models.ForeignKey("kernel.Person", models.CASCADE, related_name="+")
    text = models.CharField(_("why you should be on the roll"), max_length=1000)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The newest first; one at a time."""

        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["vote", "person"], condition=Q(state="open"), name="appeal_one_open")
        ]

    def __str__(self) -> str:
        return f"{self.vote_id} {self.pk}"
