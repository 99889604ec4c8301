"""The clocks of cases: offices' hours, pauses, why a date moved, and who was told that time runs out."""

from datetime import time

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.cases.models.case import Case, Update
from korzo.capabilities.cases.models.catalogue import Category
from korzo.capabilities.cases.rules.promises import Pause as RulesPause
from korzo.capabilities.cases.rules.promises_ladder import HIGHEST, Rung, To, Which
from korzo.kernel.people.models import Organisation, Person

WEEK = 7


def monday_to_friday() -> list[int]:
    """The days of the week on which most offices work; Monday is 0."""
    return [0, 1, 2, 3, 4]


class OfficeHours(models.Model):
    """When an office works, if otherwise than the city, and who leads it. It closes at 0:00: at the end of the day."""

    office = models.OneToOneField(Organisation, models.CASCADE, related_name="+", primary_key=True)
    opens = models.TimeField(default=time(8))
    closes = models.TimeField(default=time(16))
    weekdays = models.JSONField(default=monday_to_friday)
    is_always_open = models.BooleanField(default=False)
    lead = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return str(self.office_id)

    def clean(self) -> None:
        """Refuse an office that never works."""
        if not self.weekdays or not set(self.weekdays) <= set(range(WEEK)):
            raise ValidationError({"weekdays": _("Choose at least one day.")})
        if time(0) != self.closes <= self.opens:
            raise ValidationError({"closes": _("An office closes after it opens, and at midnight at the latest.")})


class EscalationRung(models.Model):
    """Somebody who is told when so much of the promised time is used; without a category: for all that have none."""

    category = models.ForeignKey(Category, models.CASCADE, null=True, blank=True, related_name="rungs")
    which = models.CharField(
        max_length=10, choices=[(each.value, each.value) for each in Which], default=Which.RESOLUTION
    )
    percent = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(HIGHEST)])
    to = models.CharField(max_length=8, choices=[(each.value, each.value) for each in To])

    class Meta:
        """From the lowest rung up; nobody stands twice on one."""

        ordering = ["which", "percent", "to"]
        constraints = [
            models.UniqueConstraint(fields=["category", "which", "percent", "to"], name="rung_once"),
            models.UniqueConstraint(
                fields=["which", "percent", "to"], condition=Q(category__isnull=True), name="rung_once_for_all"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.which} {self.percent} {self.to}"

    @property
    def rung(self) -> Rung:
        """The rung as the rules know it."""
        return Rung(self.percent, To(self.to), Which(self.which))


class Pause(models.Model):
    """The office asked the reporter something, and the clock stood still until the answer came."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="pauses")
    question = models.OneToOneField(Update, models.CASCADE, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        """In order of time; one question at a time."""

        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(until__isnull=True), name="pause_one_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.since}"

    @property
    def ended(self) -> RulesPause:
        """The pause as the rules know it; it must be over."""
        return RulesPause(self.since, self.until or self.since)


class Move(models.Model):
    """The promised date moved: from when to when, and why."""

    class Reason(models.TextChoices):
        """Why a promised date can move."""

        CHECKED = "checked", _("because the time counts from when we checked the report")
        ANSWER = "answer", _("because we waited for an answer from the person who reported it")
        REOPENED = "reopened", _("because the case was opened again")
        RULES = "rules", _("because the city changed its rules or its working days")
        SORTED = "sorted", _("because the kind or the place was set right")
        MERGED = "merged", _("because the same problem was reported earlier")

    case = models.ForeignKey(Case, models.CASCADE, related_name="moves")
    at = models.DateTimeField()
    before = models.DateTimeField(null=True, blank=True)
    after = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=10, choices=Reason)

    class Meta:
        """In order of time."""

        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.before} → {self.after}"


class Escalation(models.Model):
    """A rung that a case has reached; each only once while the same promise runs."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="escalations")
    round = models.PositiveSmallIntegerField()
    which = models.CharField(max_length=10)
    percent = models.PositiveSmallIntegerField()
    to = models.CharField(max_length=8)
    at = models.DateTimeField()
    told = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """In order of time; each rung once."""

        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "round", "which", "percent", "to"], name="escalated_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.which} {self.percent}"
