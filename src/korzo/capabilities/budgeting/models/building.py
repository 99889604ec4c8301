"""What the council decided about a chosen idea, and how its building goes on."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.budgeting.models.idea import Idea
from korzo.kernel.people.models import Person


class Decision(models.Model):
    """What the council says about a chosen idea. A cut has a reason that everybody reads."""

    idea = models.OneToOneField(Idea, models.CASCADE, related_name="decision")
    is_endorsed = models.BooleanField(_("approved"))
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    decided_on = models.DateField(_("day of the session"))
    recorded_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        """A cut without a reason cannot be kept."""

        constraints = [
            models.CheckConstraint(condition=Q(is_endorsed=True) | ~Q(reason=""), name="decision_cut_has_reason")
        ]

    def __str__(self) -> str:
        return f"{self.idea_id}"


class Progress(models.Model):
    """A step in the building of a chosen idea."""

    class Step(models.TextChoices):
        """What was reached."""

        PLANNING = "planning", _("Planning")
        TENDER = "tender", _("Tender")
        CONTRACT = "contract", _("Contract")
        WORKS = "works", _("Works")
        FINISHED = "finished", _("Finished")
        DELAYED = "delayed", _("Delayed")

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="progress")
    step = models.CharField(_("step"), max_length=8, choices=Step)
    text = models.TextField(_("what happened"), max_length=2000, blank=True)
    on = models.DateField(_("day"))
    spent = models.DecimalField(_("spent so far"), max_digits=14, decimal_places=2, null=True, blank=True)
    photo = models.ForeignKey("kernel.Upload", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        """In order of time."""

        ordering = ["on", "pk"]
        verbose_name_plural = "progress"

    def __str__(self) -> str:
        return f"{self.idea_id} {self.step}"
