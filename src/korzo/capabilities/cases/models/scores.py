"""What reporters said of the work, and what each month's work comes to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.cases.models.case import Case
from korzo.capabilities.cases.models.catalogue import Category
from korzo.kernel.people.models import Organisation


class Verdict(models.Model):
    """What the reporter answered to "was it solved?". One a case; the last answer counts."""

    class Answer(models.TextChoices):
        """The answers."""

        YES = "yes", _("Yes, it is solved")
        PARTLY = "partly", _("Partly")
        NO = "no", _("No")

    case = models.OneToOneField(Case, models.CASCADE, related_name="verdict", primary_key=True)
    answer = models.CharField(max_length=8, choices=Answer)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id} {self.answer}"


class Score(models.Model):
    """The cases that were closed in a month, counted: of an office, of a category, or (both empty) of the city."""

    month = models.DateField(help_text="Its first day.")
    office = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    category = models.ForeignKey(Category, models.CASCADE, null=True, blank=True, related_name="+")
    closed = models.PositiveIntegerField()
    promised = models.PositiveIntegerField()
    kept = models.PositiveIntegerField()
    reopened = models.PositiveIntegerField()
    answered = models.PositiveIntegerField()
    satisfied = models.PositiveIntegerField()
    median_hours = models.FloatField(null=True)

    class Meta:
        """A month has one row each for the city, an office, a category; all are written at once."""

        indexes = [models.Index(fields=["month"], name="score_month")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.office_id} {self.category_id}"
