"""The crew in the street: who goes where on a day, what was done there, and what it took."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.cases.models.case import Case
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.text.fields import MultilingualField


class Material(models.Model):
    """Something that is used up in the street, and the unit that it is counted in."""

    name = MultilingualField(_("name"))
    unit = models.CharField(_("unit"), max_length=16, help_text=_("kg, m², pieces …"))
    is_active = models.BooleanField(_("can be chosen"), default=True)

    class Meta:
        """In the order in which they were added."""

        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.name}, {self.unit}"


class Stop(models.Model):
    """A case on somebody's round of a day."""

    class State(models.TextChoices):
        """How far the person got there."""

        WAITING = "waiting", _("Still to do")
        STARTED = "started", _("Started")
        DONE = "done", _("Done")
        NOT_DONE = "not_done", _("Could not be done")
        SKIPPED = "skipped", _("Skipped today")

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    day = models.DateField()
    case = models.ForeignKey(Case, models.CASCADE, related_name="stops")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """In the order of the round; a case is on it once."""

        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["person", "day", "case"], name="stop_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.case_id} {self.state}"

    @property
    def is_left(self) -> bool:
        """Say whether the person still goes there."""
        return self.state in {self.State.WAITING, self.State.STARTED}


class Work(models.Model):
    """What was reported from the street: how it ended, and how much time it took."""

    class Outcome(models.TextChoices):
        """What was told."""

        STARTED = "started", _("Started")
        DONE = "done", _("Done")
        NOT_DONE = "not_done", _("Could not be done")
        NOTED = "noted", _("Only a note, time or material")

    class Reason(models.TextChoices):
        """Why it could not be done."""

        WEATHER = "weather", _("Weather")
        BLOCKED = "blocked", _("No way to get there")
        MATERIAL = "material", _("Material or tools are missing")
        OTHERS = "others", _("Another office has to come first")
        NOT_FOUND = "not_found", _("Nothing found there")
        OTHER = "other", _("Another reason")

    case = models.ForeignKey(Case, models.CASCADE, related_name="works")
    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome)
    reason = models.CharField(max_length=9, choices=Reason, blank=True)
    minutes = models.PositiveSmallIntegerField(default=0)
    people = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField()
    found = models.PositiveIntegerField()
    left = models.PositiveIntegerField()
    client_key = models.CharField(max_length=64, null=True, blank=True, unique=True)

    class Meta:
        """In the order in which it arrived. `found` and `left` are the case's versions before and after."""

        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["office", "at"], name="work_of_office")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome}"


class Used(models.Model):
    """How much of a material went into a piece of work."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="used")
    material = models.ForeignKey(Material, models.PROTECT, related_name="+")
    quantity = models.DecimalField(max_digits=9, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))])

    class Meta:
        """A material is counted once in a piece of work."""

        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["work", "material"], name="used_once")]

    def __str__(self) -> str:
        return f"{self.work_id} {self.quantity}"
