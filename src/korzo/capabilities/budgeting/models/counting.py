"""A count of the votes of a track, whole: with what it was counted, how, and every step of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.budgeting.models.cycle import Track
from korzo.kernel.people.models import Person


class Count(models.Model):
    """One run of a rule over the votes. Anybody with the votes can do it again and must get the same `result`.

    `settings` are the conventions of the rule by name; `input_hash` is the SHA-256 of the `.pb` file of the votes.
    """

    class State(models.TextChoices):
        """How far it is."""

        RUNNING = "running", _("Being counted")
        DONE = "done", _("Counted")
        FAILED = "failed", _("Not possible")

    track = models.ForeignKey(Track, models.CASCADE, related_name="counts")
    state = models.CharField(max_length=8, choices=State, default=State.RUNNING)
    rule = models.CharField(max_length=16)
    settings = models.JSONField(default=dict)
    tie_seed = models.CharField(max_length=80, blank=True)
    input_hash = models.CharField(max_length=64, blank=True)
    software = models.CharField(max_length=40)
    result = models.JSONField(default=dict)
    is_official = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        """The newest first; at most one is official."""

        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["track"], condition=Q(is_official=True), name="count_one_official")
        ]

    def __str__(self) -> str:
        return f"{self.track_id} {self.rule} {self.made_at:%Y-%m-%d}"
