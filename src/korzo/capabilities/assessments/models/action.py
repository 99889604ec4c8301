"""Actions of the improvement plan: what is done about a weakness, and what it is to move."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.assessments.models.assessment import Assessment, Document
from korzo.kernel.people.models import Organisation, Person

_FIVE = [MinValueValidator(1), MaxValueValidator(5)]


class Action(models.Model):
    """One action. `indicator` is the ratio (`mfsa:C1`) or question (`pfm:PI-1.1`) that it is to move.

    `baseline` and `target` are in the ratio's own unit (a share: 0.25); of a question, `baseline_score` and
    `target_score` are scores of its questionnaire.
    """

    class Theme(models.TextChoices):
        """What it is about."""

        REVENUE = "revenue", _("Own revenue")
        SPENDING = "spending", _("Spending well")
        ASSETS = "assets", _("Assets and their upkeep")
        DEBT = "debt", _("Debt and arrears")
        INVESTMENT = "investment", _("Investment and outside funding")
        MANAGEMENT = "management", _("Financial management and openness")
        UTILITIES = "utilities", _("Companies of the city")

    class State(models.TextChoices):
        """How far it is; what may follow is in `rules.states`."""

        DRAFT = "draft", _("Proposed")
        APPROVED = "approved", _("Approved by the council")
        IN_PROGRESS = "in_progress", _("Under way")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="actions")
    number = models.PositiveSmallIntegerField()
    theme = models.CharField(_("theme"), max_length=12, choices=Theme)
    title = models.CharField(_("what will be done"), max_length=200)
    weakness = models.CharField(_("what is weak"), max_length=1000, blank=True)
    indicator = models.CharField(_("what it is to move"), max_length=80)
    baseline = models.DecimalField(_("now"), max_digits=24, decimal_places=6, null=True, blank=True)
    target = models.DecimalField(_("target"), max_digits=24, decimal_places=6, null=True, blank=True)
    baseline_score = models.CharField(max_length=4, blank=True)
    target_score = models.CharField(_("target"), max_length=4, blank=True)
    target_year = models.PositiveSmallIntegerField(_("in the figures of the year"))
    effect = models.DecimalField(_("expected effect a year"), max_digits=18, decimal_places=2, null=True, blank=True)
    office = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("office")
    )
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    partners = models.CharField(_("partners"), max_length=300, blank=True)
    starts_on = models.DateField(_("begins on"))
    ends_on = models.DateField(_("ends on"))
    cost = models.DecimalField(_("cost"), max_digits=18, decimal_places=2, null=True, blank=True)
    funding = models.CharField(_("paid from"), max_length=200, blank=True)
    impact = models.PositiveSmallIntegerField(_("impact"), default=3, validators=_FIVE)
    feasibility = models.PositiveSmallIntegerField(_("feasibility"), default=3, validators=_FIVE)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    percent = models.PositiveSmallIntegerField(_("done, per cent"), default=0, validators=[MaxValueValidator(100)])
    decision = models.CharField(_("decision of the council"), max_length=120, blank=True)
    reason = models.CharField(_("why it was dropped"), max_length=1000, blank=True)
    evidence = models.ManyToManyField(Document, related_name="actions", blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """By number within an assessment."""

        ordering = ["assessment", "number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="assessment_action_once"),
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="action_dates_in_order"),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        """How other rooms name it."""
        return f"action:{self.assessment.code}-{self.number}"

    @property
    def priority(self) -> int:
        """Impact times feasibility, 1 to 25."""
        return self.impact * self.feasibility
