"""The citizens' committee: who volunteered, how it was drawn, where it went to look."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.budgeting.models.cycle import Cycle
from korzo.capabilities.budgeting.models.idea import Idea
from korzo.kernel.people.models import Person


class Volunteer(models.Model):
    """Somebody who would sit on the committee. What is said here about them is never published."""

    class Age(models.TextChoices):
        """The groups of age that a committee should mirror."""

        YOUNG = "16-29", _("16 to 29 years")
        MIDDLE = "30-49", _("30 to 49 years")
        OLDER = "50-64", _("50 to 64 years")
        OLD = "65+", _("65 years or more")

    class Sex(models.TextChoices):
        """The groups of sex that a committee should mirror."""

        WOMAN = "woman", _("Woman")
        MAN = "man", _("Man")
        OTHER = "other", _("Other, or I would rather not say")

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="volunteers")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    number = models.CharField(max_length=8)
    age = models.CharField(_("age"), max_length=5, choices=Age)
    sex = models.CharField(_("sex"), max_length=5, choices=Sex)
    district = models.ForeignKey("kernel.District", models.PROTECT, related_name="+", verbose_name=_("district"))
    since = models.DateTimeField()

    class Meta:
        """Each person once, under a number of their own that says nothing about them."""

        constraints = [
            models.UniqueConstraint(fields=["cycle", "person"], name="volunteer_once"),
            models.UniqueConstraint(fields=["cycle", "number"], name="volunteer_number_once"),
        ]

    def __str__(self) -> str:
        return self.number


class Draw(models.Model):
    """A committee drawn by lot. The list is closed and its hash published before the seed can be known."""

    cycle = models.OneToOneField(Cycle, models.CASCADE, related_name="draw")
    seats = models.PositiveSmallIntegerField(_("seats"), validators=[MinValueValidator(1)])
    seed_source = models.CharField(_("where the seed will come from"), max_length=200)
    entries = models.JSONField(default=list)
    quotas = models.JSONField(default=dict)
    list_hash = models.CharField(max_length=64)
    closed_at = models.DateTimeField()
    seed = models.CharField(_("seed"), max_length=120, blank=True)
    drawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.cycle_id}"


class Seat(models.Model):
    """A place on the committee, or on its list of substitutes."""

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="places")
    number = models.CharField(max_length=8)
    place = models.PositiveSmallIntegerField()
    is_substitute = models.BooleanField(default=False)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        """In the order of the lot."""

        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["draw", "number"], name="seat_once")]

    def __str__(self) -> str:
        return self.number


class Visit(models.Model):
    """That the committee or an office went to look at the place of an idea, and what was found."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="visits")
    on = models.DateField(_("day"))
    text = models.TextField(_("what was found"), max_length=2000)
    people = models.PositiveSmallIntegerField(_("how many people came"), null=True, blank=True)

    class Meta:
        """In order of time."""

        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.idea_id} {self.on}"
