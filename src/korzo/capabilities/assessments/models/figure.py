"""Figures: each cell of each table, where it comes from, and what was said about it."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.assessments.models.assessment import Assessment, Document
from korzo.capabilities.assessments.rules.cells import Cell, Phase
from korzo.kernel.people.models import Person

TYPED = ""


class Figure(models.Model):
    """One source's figure for a cell. Several stand side by side until one is `chosen`, with the reason.

    `amount` is in whole units of the assessment's currency (a share: 0.05 is five percent); `original` is what stood
    there. Without amount and text it says why there is none (`absence`).
    """

    class Confidence(models.TextChoices):
        """How sure it is."""

        AUDITED = "audited", _("audited")
        FINAL = "final", _("final, not audited")
        PROVISIONAL = "provisional", _("provisional")
        ESTIMATE = "estimate", _("estimated")

    class Absence(models.TextChoices):
        """Why there is no amount."""

        NOT_APPLICABLE = "not_applicable", _("does not apply to us")
        UNKNOWN = "unknown", _("nobody knows it")

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="figures")
    table = models.CharField(max_length=12)
    row = models.CharField(max_length=40)
    column = models.CharField(max_length=24, blank=True)
    year = models.PositiveSmallIntegerField(default=0, help_text="0: the same for all years")
    phase = models.CharField(max_length=12, default=Phase.ACTUAL.value)
    origin = models.CharField(max_length=24, default=TYPED, blank=True, help_text="which import; empty: typed")
    is_chosen = models.BooleanField(default=True)
    amount = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    text = models.CharField(max_length=400, blank=True)
    original = models.CharField(max_length=80, blank=True)
    absence = models.CharField(max_length=16, choices=Absence, blank=True)
    confidence = models.CharField(max_length=12, choices=Confidence, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    document = models.ForeignKey(Document, models.SET_NULL, null=True, blank=True, related_name="figures")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """One figure a source, one chosen a cell."""

        ordering = ["table", "row", "column", "year", "phase", "origin"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "table", "row", "column", "year", "phase", "origin"], name="figure_once"
            ),
            models.UniqueConstraint(
                fields=["assessment", "table", "row", "column", "year", "phase"],
                condition=Q(is_chosen=True),
                name="figure_chosen_once",
            ),
            models.CheckConstraint(condition=Q(absence="") | Q(amount__isnull=True, text=""), name="figure_or_absence"),
        ]

    def __str__(self) -> str:
        return str(self.cell)

    @property
    def cell(self) -> Cell:
        """Where it stands."""
        return Cell(self.table, self.row, self.column, self.year or None, Phase(self.phase))

    @property
    def told(self) -> str:
        """What it says, as the trail tells it: amounts and absences; texts that people wrote stay out of it."""
        if self.absence:
            return self.absence
        return format(self.amount.normalize(), "f") if isinstance(self.amount, Decimal) else "…"


class Remark(models.Model):
    """What somebody says about a cell, until it is settled."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="remarks")
    cell = models.CharField(max_length=100)
    text = models.CharField(_("remark"), max_length=1000)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """As they were said."""

        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["assessment", "cell"], name="remark_cell")]

    def __str__(self) -> str:
        return self.cell


class Explanation(models.Model):
    """Why two ways to an amount do not agree, or that it is so published; for these two amounts only."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="explanations")
    check_id = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    left = models.DecimalField(max_digits=24, decimal_places=6)
    right = models.DecimalField(max_digits=24, decimal_places=6)
    reason = models.CharField(_("why"), max_length=1000)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """One a difference."""

        constraints = [
            models.UniqueConstraint(fields=["assessment", "check_id", "year"], name="explanation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.check_id} {self.year}"
