"""What is looked at again and again, and what was found."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.cases.models.case import TEXT_LIMIT, Case
from korzo.capabilities.cases.models.catalogue import DAY_OF_YEAR, Category, day_of_year
from korzo.capabilities.cases.rules.inspecting import Rhythm, Unit
from korzo.capabilities.cases.rules.routing import Season
from korzo.kernel.people.models import Organisation, Person


class Inspection(models.Model):
    """A place that an office looks at in a rhythm, with questions to answer there."""

    class Every(models.TextChoices):
        """The rules' units, with names to read."""

        DAYS = Unit.DAYS.value, _("days")
        WEEKS = Unit.WEEKS.value, _("weeks")
        MONTHS = Unit.MONTHS.value, _("months")
        YEARS = Unit.YEARS.value, _("years")

    class Answer(models.TextChoices):
        """What a question wants to hear."""

        YES = "yes", _("yes or no")
        NUMBER = "number", _("a number")
        TEXT = "text", _("words")

    name = models.CharField(_("what is looked at"), max_length=120)
    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("office"))
    address = models.CharField(_("place"), max_length=200)
    lat = models.FloatField(null=True, blank=True)
    long = models.FloatField(null=True, blank=True)
    first_on = models.DateField(_("first on"))
    every = models.PositiveSmallIntegerField(_("every"), validators=[MinValueValidator(1), MaxValueValidator(1000)])
    unit = models.CharField(_("unit"), max_length=6, choices=Every, default=Every.MONTHS)
    season_from = models.CharField(_("only from"), max_length=5, blank=True, validators=[DAY_OF_YEAR])
    season_until = models.CharField(_("until"), max_length=5, blank=True, validators=[DAY_OF_YEAR])
    questions = models.JSONField(default=list)
    category = models.ForeignKey(Category, models.PROTECT, related_name="+", verbose_name=_("kind of problem"))
    is_active = models.BooleanField(_("goes on"), default=True)

    class Meta:
        """By name; a season has both its ends."""

        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(season_from="", season_until="") | (~Q(season_from="") & ~Q(season_until="")),
                name="inspection_season_whole",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def rhythm(self) -> Rhythm:
        """When it is due, as the rules know it."""
        ends = (self.season_from, self.season_until)
        season = Season(*map(day_of_year, ends)) if self.season_from else None
        return Rhythm(self.first_on, self.every, Unit(self.unit), season)


class Check(models.Model):
    """An inspection that is due on a day, and what was found."""

    class State(models.TextChoices):
        """How it ended; CitySDK calls them UNCHECKED, CHECKED, NOT_CHECKABLE."""

        UNCHECKED = "unchecked", _("Still to do")
        CHECKED = "checked", _("Checked")
        NOT_CHECKABLE = "not_checkable", _("Could not be checked")

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="checks")
    due_on = models.DateField()
    state = models.CharField(max_length=13, choices=State, default=State.UNCHECKED)
    answers = models.JSONField(default=list)
    note = models.TextField(max_length=TEXT_LIMIT, blank=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    case = models.ForeignKey(Case, models.SET_NULL, null=True, related_name="checks")

    class Meta:
        """What is due first; an inspection waits at most once."""

        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "due_on"], name="check_once"),
            models.UniqueConstraint(fields=["inspection"], condition=Q(state="unchecked"), name="check_waits_once"),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.due_on} {self.state}"
