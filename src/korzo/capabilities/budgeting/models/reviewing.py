"""What an office says about an idea. Nothing of it is public before a second person has confirmed it."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.budgeting.models.idea import Idea
from korzo.kernel.people.models import Organisation, Person

REASON_LIMIT = 2000


class Review(models.Model):
    """One check of an idea by one office."""

    class State(models.TextChoices):
        """How far it is."""

        OPEN = "open", _("Being written")
        FINISHED = "finished", _("Waits for a second pair of eyes")
        CONFIRMED = "confirmed", _("Confirmed")

    class Answer(models.TextChoices):
        """How a single question is answered."""

        YES = "yes", _("Yes")
        CONDITIONS = "conditions", _("Yes, if …")
        NO = "no", _("No")

    class Verdict(models.TextChoices):
        """What follows for the idea."""

        FEASIBLE = "feasible", _("It can be done")
        RETURNED = "returned", _("The author should improve it")
        INFEASIBLE = "infeasible", _("It cannot be done")

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="reviews")
    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    confirmer = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    version = models.PositiveIntegerField(default=1)
    asked_at = models.DateTimeField()
    due_on = models.DateField(_("to be finished by"))

    competence = models.CharField(_("is it for the city to do?"), max_length=10, choices=Answer, blank=True)
    competence_why = models.TextField(max_length=REASON_LIMIT, blank=True)
    legality = models.CharField(_("is it lawful?"), max_length=10, choices=Answer, blank=True)
    legality_why = models.TextField(max_length=REASON_LIMIT, blank=True)
    feasibility = models.CharField(_("can it be built and kept?"), max_length=10, choices=Answer, blank=True)
    feasibility_why = models.TextField(max_length=REASON_LIMIT, blank=True)
    cost = models.DecimalField(
        _("cost"), max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    yearly_cost = models.DecimalField(
        _("cost each year after"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    verdict = models.CharField(_("result"), max_length=10, choices=Verdict, blank=True)
    reason = models.TextField(_("reason, for everybody to read"), max_length=REASON_LIMIT, blank=True)
    sent_back_why = models.TextField(max_length=REASON_LIMIT, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(_("the author’s answer"), max_length=REASON_LIMIT, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """In the order in which they were asked for; an idea has one open check at a time."""

        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["idea"], condition=~Q(state="confirmed"), name="review_one_at_a_time"),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | (Q(confirmed_at__isnull=False) & ~Q(verdict="") & ~Q(reason="")),
                name="review_confirmed_whole",
            ),
        ]
        indexes = [models.Index(fields=["office", "state", "due_on"], name="review_queue")]

    def __str__(self) -> str:
        return f"{self.idea_id} {self.office_id}"
