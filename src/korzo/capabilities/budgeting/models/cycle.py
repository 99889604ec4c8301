"""A year's budgeting: its calendar, its envelopes, and how they are voted on and counted."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from korzo.kernel.text.fields import MultilingualField

CODE = RegexValidator(r"^[0-9A-Za-z][0-9A-Za-z_-]{0,23}$")
CURRENCY = RegexValidator(r"^[A-Z]{3}$")


class Cycle(models.Model):
    """One round from announcement to report; usually one a year. Its phases are in `kernel.phases` under `ref`."""

    code = models.CharField(_("code"), max_length=24, unique=True, validators=[CODE], help_text=_("Such as 2026."))
    name = MultilingualField(_("name"), max_length=120)
    introduction = MultilingualField(_("introduction"), max_length=2000, blank=True)
    currency = models.CharField(_("currency"), max_length=3, validators=[CURRENCY], help_text="ISO 4217")
    shortlist_factor = models.DecimalField(
        _("shortlist up to this many times the envelope"),
        max_digits=4,
        decimal_places=2,
        default=Decimal("1.30"),
        validators=[MinValueValidator(Decimal(1))],
    )
    districts_of_choice = models.PositiveSmallIntegerField(
        _("envelopes of other districts that somebody may vote on"), default=0
    )
    is_published = models.BooleanField(_("everybody may see it"), default=False)
    last_number = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        """The newest first."""

        ordering = ["-code"]

    def __str__(self) -> str:
        return self.code

    @property
    def ref(self) -> str:
        """How other rooms name this cycle."""
        return f"cycle:{self.code}"


class Theme(models.Model):
    """What an idea is about."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = MultilingualField(_("name"), max_length=80)
    icon = models.CharField(max_length=24, default="pin")
    order = models.PositiveSmallIntegerField(default=100)
    is_active = models.BooleanField(_("can be chosen"), default=True)

    class Meta:
        """In the order of the form."""

        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.code


class Track(models.Model):
    """An envelope of its own within a cycle, with its own ballot and its own rule of counting."""

    class Scope(models.TextChoices):
        """For what the envelope is."""

        CITY = "city", _("Whole city")
        DISTRICT = "district", _("One district")
        THEME = "theme", _("One theme")

    class Ballot(models.TextChoices):
        """How people vote."""

        APPROVAL = "approval", _("Tick those you like")
        KNAPSACK = "knapsack", _("Spend the envelope yourself")
        CUMULATIVE = "cumulative", _("Share out points")
        RANKED = "ranked", _("Put them in order")
        SCORE = "score", _("Give marks")
        CHOOSE_ONE = "choose-one", _("Choose one")

    class Rule(models.TextChoices):
        """How the votes are counted: the rules' own names."""

        GREEDY = "greedy", _("Most votes first, skip what does not fit")
        GREEDY_NO_SKIP = "greedy-no-skip", _("Most votes first, stop at what does not fit")
        EQUAL_SHARES = "equal-shares", _("Equal shares")
        PHRAGMEN = "phragmen", _("Phragmén")
        PANELS = "composite", _("Panels with weights")

    class Completion(models.TextChoices):
        """What is done with money that equal shares leave."""

        NONE = "none", _("Leave it")
        ADD1 = "add1", _("Raise everybody’s share")
        ADD1U = "add1u", _("Raise everybody’s share, then by votes")
        VOTES = "votes", _("By votes")

    class Comparison(models.TextChoices):
        """Whether more voters must not prefer the result by votes."""

        NONE = "none", _("No comparison")
        VOTES = "votes", _("More of one’s projects")
        EXCLUSION = "exclusion", _("At least one of one’s projects")

    class Start(models.TextChoices):
        """With what share everybody begins."""

        INTEGRAL = "integral", _("Whole units")
        FRACTION = "fraction", _("Exact fraction")

    class Stop(models.TextChoices):
        """When raising the shares ends."""

        OVERSPEND = "overspend", _("When the next raise would cost too much")
        EXHAUSTIVE = "exhaustive", _("When nothing more fits")

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="tracks")
    code = models.SlugField(_("code"), max_length=40)
    name = MultilingualField(_("name"), max_length=120)
    order = models.PositiveSmallIntegerField(default=100)
    envelope = models.DecimalField(
        _("envelope"), max_digits=14, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    scope = models.CharField(_("for"), max_length=8, choices=Scope, default=Scope.CITY)
    district = models.ForeignKey("kernel.District", models.PROTECT, null=True, blank=True, related_name="+")
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, related_name="+")
    minimum_cost = models.DecimalField(_("an idea costs at least"), max_digits=14, decimal_places=2, default=0)
    maximum_cost = models.DecimalField(
        _("an idea costs at most"), max_digits=14, decimal_places=2, null=True, blank=True
    )

    ballot = models.CharField(_("ballot"), max_length=10, choices=Ballot, default=Ballot.APPROVAL)
    minimum_projects = models.PositiveSmallIntegerField(_("fewest projects on a ballot"), default=1)
    maximum_projects = models.PositiveSmallIntegerField(_("most projects on a ballot"), null=True, blank=True)
    points = models.PositiveSmallIntegerField(_("points to share out"), null=True, blank=True)
    theme_minimum = models.PositiveSmallIntegerField(_("fewest of one theme"), null=True, blank=True)
    theme_maximum = models.PositiveSmallIntegerField(_("most of one theme"), null=True, blank=True)

    rule = models.CharField(_("rule"), max_length=16, choices=Rule, default=Rule.EQUAL_SHARES)
    completion = models.CharField(_("what is left"), max_length=8, choices=Completion, default=Completion.ADD1U)
    start = models.CharField(_("start"), max_length=8, choices=Start, default=Start.INTEGRAL)
    stop = models.CharField(_("stop"), max_length=10, choices=Stop, default=Stop.OVERSPEND)
    comparison = models.CharField(
        _("compared with the result by votes"), max_length=9, choices=Comparison, default=Comparison.NONE
    )
    increment = models.DecimalField(_("raise by"), max_digits=14, decimal_places=2, default=1)
    empty_ballots_count = models.BooleanField(_("empty ballots count"), default=True)
    threshold = models.PositiveIntegerField(_("fewest votes to win"), default=0)
    tie_seed = models.CharField(max_length=80, blank=True, editable=False)
    sealed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        """In the order of the cycle's page; a code is used once in a cycle."""

        ordering = ["order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "code"], name="track_once"),
            models.CheckConstraint(condition=Q(envelope__gt=0), name="track_has_money"),
            models.CheckConstraint(
                condition=Q(maximum_cost__isnull=True) | Q(maximum_cost__gte=F("minimum_cost")),
                name="track_costs_in_order",
            ),
            models.CheckConstraint(
                condition=Q(scope="district", district__isnull=False, theme__isnull=True)
                | Q(scope="theme", district__isnull=True, theme__isnull=False)
                | Q(scope="city", district__isnull=True, theme__isnull=True),
                name="track_scope_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.code}"

    @property
    def ref(self) -> str:
        """How the trail names this track."""
        return f"track:{self.cycle.code}/{self.code}"

    @property
    def shortlist_limit(self) -> Decimal:
        """What the shortlisted ideas may cost together."""
        return self.envelope * self.cycle.shortlist_factor

    def clean(self) -> None:
        """Say in words what the constraints refuse."""
        if (self.scope == self.Scope.DISTRICT) != (self.district_id is not None):
            raise ValidationError({"district": _("Name the district of an envelope for one district, and only then.")})
        if (self.scope == self.Scope.THEME) != (self.theme_id is not None):
            raise ValidationError({"theme": _("Name the theme of an envelope for one theme, and only then.")})
        if self.maximum_cost is not None and self.maximum_cost < (self.minimum_cost or 0):
            raise ValidationError({"maximum_cost": _("This is less than an idea costs at least.")})


class Panel(models.Model):
    """A group of voters whose votes weigh together, such as the citizens' committee. No panels: all votes are one."""

    track = models.ForeignKey(Track, models.CASCADE, related_name="panels")
    code = models.SlugField(_("code"), max_length=40)
    name = MultilingualField(_("name"), max_length=80)
    weight = models.DecimalField(_("weight"), max_digits=6, decimal_places=3, validators=[MinValueValidator(0)])

    class Meta:
        """In the order in which they were made."""

        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["track", "code"], name="panel_once")]

    def __str__(self) -> str:
        return f"{self.track_id} {self.code}"
