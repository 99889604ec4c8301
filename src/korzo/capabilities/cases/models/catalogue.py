"""What can be reported, what is promised about it, and which office it goes to."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.cases.rules.promises import LONGEST_DAYS, Clock, Promise
from korzo.kernel.people.models import Organisation
from korzo.kernel.text.fields import MultilingualField


class Category(models.Model):
    """A kind of problem. In Open311 it is a service."""

    class Answers(models.TextChoices):
        """What Open311 gives back on a report: the number at once, a token first, or nothing."""

        REALTIME = "realtime"
        BATCH = "batch"
        BLACKBOX = "blackbox"

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
        _("promised time"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(LONGEST_DAYS)]
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
        """What is promised; None when nothing is."""
        return Promise(Clock(self.clock), self.amount) if self.amount else None


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
    """Cases that meet all named conditions go to the office; the most special rule wins."""

    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, models.CASCADE, null=True, blank=True, related_name="+")
    group = models.SlugField(max_length=40, blank=True)
    district = models.ForeignKey("kernel.District", models.CASCADE, null=True, blank=True, related_name="+")
    order = models.PositiveSmallIntegerField(default=100)

    class Meta:
        """In the order in which ties are broken."""

        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.category_id or self.group or '*'} → {self.office_id}"


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
