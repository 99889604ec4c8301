"""What can be reported, what is promised about it, and which office it goes to."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.cases.rules.promises import LONGEST_DAYS, MOST_MINUTES, Clock, Convention, Promise
from korzo.capabilities.cases.rules.routing import Day, Season
from korzo.kernel.people.models import Organisation
from korzo.kernel.text.fields import MultilingualField

DAY_OF_YEAR = RegexValidator(r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")


class Category(models.Model):
    """A kind of problem. In Open311 it is a service."""

    class Answers(models.TextChoices):
        """What Open311 gives back on a report: the number at once, a token first, or nothing."""

        REALTIME = "realtime"
        BATCH = "batch"
        BLACKBOX = "blackbox"

    class Starts(models.TextChoices):
        """From when the promised time runs."""

        REPORTED = "reported", _("when it is reported")
        VALIDATED = "validated", _("when a colleague has checked it")

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = MultilingualField(_("name"))
    description = MultilingualField(_("explanation"), blank=True)
    group = models.SlugField(_("group"), max_length=40, blank=True)
    group_name = MultilingualField(_("name of the group"), blank=True)
    keywords = MultilingualField(_("words that residents use"), blank=True)
    icon = models.CharField(max_length=24, default="pin")
    order = models.PositiveSmallIntegerField(default=100)
    is_active = models.BooleanField(_("can be chosen"), default=True)
    is_private = models.BooleanField(_("cases are never shown publicly"), default=False)
    clock = models.CharField(
        _("promise counted in"),
        max_length=16,
        choices=[(each.value, each.value) for each in Clock],
        default=Clock.WORKING_DAYS,
    )
    amount = models.PositiveSmallIntegerField(
        _("promised time"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(MOST_MINUTES)]
    )
    convention = models.CharField(
        max_length=10,
        choices=[(each.value, each.value) for each in Convention],
        default=Convention.KEEP,
    )
    skips_holidays = models.BooleanField(default=True)
    starts = models.CharField(max_length=9, choices=Starts, default=Starts.VALIDATED)
    pauses = models.BooleanField(default=True)
    answer_clock = models.CharField(
        max_length=16,
        choices=[(each.value, each.value) for each in Clock],
        default=Clock.HOURS,
    )
    answer_amount = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MINUTES)],
    )
    answers = models.CharField(max_length=8, choices=Answers, default=Answers.REALTIME)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        """In the order of the form."""

        ordering = ["order", "code"]
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.code

    @property
    def promise(self) -> Promise | None:
        """By when it is solved; None when nothing is promised."""
        return self._promise(self.clock, self.amount)

    @property
    def answer_promise(self) -> Promise | None:
        """By when somebody answers in words, counted from the report; None when nothing is promised."""
        return self._promise(self.answer_clock, self.answer_amount)

    def clean(self) -> None:
        """Refuse more days than anybody can mean."""
        for field, clock in (("amount", self.clock), ("answer_amount", self.answer_clock)):
            if clock != Clock.WORKING_MINUTES and (getattr(self, field) or 0) > LONGEST_DAYS:
                raise ValidationError({field: _("This is more than ten years. Is it a mistake?")})

    def _promise(self, clock: str, amount: int | None) -> Promise | None:
        return Promise(Clock(clock), amount, Convention(self.convention), self.skips_holidays) if amount else None


class Attribute(models.Model):
    """A further question about a kind of problem, as Open311 describes it."""

    class Datatype(models.TextChoices):
        """The six types of GeoReport v2."""

        STRING = "string"
        NUMBER = "number"
        DATETIME = "datetime"
        TEXT = "text"
        SINGLE = "singlevaluelist"
        MULTI = "multivaluelist"

    category = models.ForeignKey(Category, models.CASCADE, related_name="attributes")
    code = models.SlugField(max_length=40)
    order = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1)])
    is_question = models.BooleanField(default=True, help_text=_("Off: only a text to read."))
    datatype = models.CharField(max_length=16, choices=Datatype, default=Datatype.STRING)
    is_required = models.BooleanField(default=False)
    question = MultilingualField(_("question"))
    hint = MultilingualField(_("hint"), blank=True)
    values = models.JSONField(default=list, blank=True, help_text=_("List of {key, name: {language: text}}."))

    class Meta:
        """In the order of the form; a code is used once in a category."""

        ordering = ["order", "code"]
        constraints = [models.UniqueConstraint(fields=["category", "code"], name="attribute_once")]

    def __str__(self) -> str:
        return f"{self.category_id} {self.code}"


class RoutingRule(models.Model):
    """Cases that meet all named conditions go to the office; the first rule in order that fits decides."""

    class Hours(models.TextChoices):
        """The rules' hours, with names to read."""

        OFFICE = "office", _("during office hours")
        OUTSIDE = "outside", _("outside office hours")

    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, models.CASCADE, null=True, blank=True, related_name="+")
    group = models.SlugField(max_length=40, blank=True)
    district = models.ForeignKey("kernel.District", models.CASCADE, null=True, blank=True, related_name="+")
    hours = models.CharField(max_length=8, choices=Hours, blank=True)
    season_from = models.CharField(max_length=5, blank=True, validators=[DAY_OF_YEAR], help_text="MM-DD")
    season_until = models.CharField(max_length=5, blank=True, validators=[DAY_OF_YEAR], help_text="MM-DD")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=100)

    class Meta:
        """In the order in which they are asked."""

        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(season_from="", season_until="") | (~Q(season_from="") & ~Q(season_until="")),
                name="routing_season_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.category_id or self.group or '*'} → {self.office_id}"

    @property
    def season(self) -> Season | None:
        """The part of the year in which it counts; None: all year."""
        return Season(day_of_year(self.season_from), day_of_year(self.season_until)) if self.season_from else None


def day_of_year(text: str) -> Day:
    """Read `MM-DD`."""
    month, _dash, day = text.partition("-")
    return int(month), int(day)


class DayOff(models.Model):
    """A correction of the public holidays: a day off that no law knows, or a working day after all."""

    day = models.DateField(unique=True)
    is_working = models.BooleanField(default=False)
    note = models.CharField(max_length=120, blank=True)

    class Meta:
        """In order of time."""

        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day}"
