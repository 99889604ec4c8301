"""Answers to the questionnaire, with their evidence."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.assessments.models.assessment import Assessment, Document
from korzo.kernel.people.models import Person


class Answer(models.Model):
    """A score for a question: of the questionnaire's own scale, `NA`, or `D*` where nobody can know."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="answers")
    question = models.CharField(max_length=40)
    score = models.CharField(_("score"), max_length=4, blank=True)
    comment = models.CharField(_("why"), max_length=2000, blank=True)
    evidence = models.ManyToManyField(Document, related_name="answers", blank=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """One a question."""

        ordering = ["assessment", "question"]
        constraints = [models.UniqueConstraint(fields=["assessment", "question"], name="assessment_answer_once")]

    def __str__(self) -> str:
        return f"{self.question}: {self.score}"
