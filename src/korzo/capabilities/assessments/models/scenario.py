"""Scenarios: how the city thinks that things will go, and what it wants to build and borrow."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.assessments.models.assessment import Assessment


class Scenario(models.Model):
    """`drivers` give each line a yearly growth as a share, `{line: "0.02"}`; lines without one follow the default.

    `plan` are amounts by line and year that are planned, not forecast, `{line: {year: amount}}`; `loans` are new ones
    as `rules.loans.schedule` takes them, with the year they are drawn.
    """

    class Kind(models.TextChoices):
        """What it is for."""

        BASE = "base", _("As it looks now")
        REFORM = "reform", _("With the plan carried out")
        STRESS = "stress", _("When things go badly")

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="scenarios")
    kind = models.CharField(max_length=8, choices=Kind)
    years = models.PositiveSmallIntegerField(_("years ahead"), default=4)
    drivers = models.JSONField(default=dict, blank=True)
    plan = models.JSONField(default=dict, blank=True)
    loans = models.JSONField(default=list, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        """One of each kind."""

        ordering = ["assessment", "kind"]
        constraints = [models.UniqueConstraint(fields=["assessment", "kind"], name="scenario_once")]

    def __str__(self) -> str:
        return self.kind
