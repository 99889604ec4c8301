"""What is asked: a consultation or a secret ballot, its questions, and who may answer."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from korzo.kernel.text.fields import MultilingualField

CODE = RegexValidator(r"^[0-9A-Za-z][0-9A-Za-z_-]{0,23}$")
PAPERS = "papers"
"""A method that is none: somebody else counts, and needs every answer by itself."""


class Vote(models.Model):
    """A consultation (`poll`: the city could look, and says so) or a secret ballot (`secret`: nobody can)."""

    class Kind(models.TextChoices):
        """How much is promised."""

        POLL = "poll", _("Consultation")
        SECRET = "secret", _("Secret ballot")

    class Step(models.TextChoices):
        """What the organisers or the proposer have done; whether it is open follows from the times."""

        DRAFT = "draft", _("Draft")
        PROPOSED = "proposed", _("Waits for a check")
        GATHERING = "gathering", _("Gathers supporters")
        REFUSED = "refused", _("Refused")
        PUBLISHED = "published", _("Published")

    class Audience(models.TextChoices):
        """Who may take part."""

        ANYONE = "anyone", _("Anybody")
        RESIDENTS = "residents", _("Anybody with an account")
        ROLL = "roll", _("Those on a roll of voters")
        NEAR = "near", _("Anybody near a place")

    class Results(models.TextChoices):
        """When a consultation shows what came in; secret ballots always after the count."""

        LIVE = "live", _("While it runs")
        AFTER = "after", _("After it has closed")

    code = models.CharField(_("code"), max_length=24, unique=True, validators=[CODE], help_text=_("Such as 2026-1."))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    step = models.CharField(max_length=10, choices=Step, default=Step.DRAFT)
    title = MultilingualField(_("title"), max_length=160)
    text = MultilingualField(_("text"), max_length=8000, blank=True)
    cover = models.ForeignKey("kernel.Upload", models.SET_NULL, null=True, blank=True, related_name="+")
    organiser = models.ForeignKey("kernel.Organisation", models.PROTECT, related_name="+", verbose_name=_("organiser"))
    proposer = models.ForeignKey("kernel.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    refused_why = models.CharField(_("why it was refused"), max_length=500, blank=True)
    supporters_needed = models.PositiveIntegerField(_("supporters needed"), default=0)
    made_at = models.DateTimeField()
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    closed_why = models.CharField(_("why it closed early"), max_length=500, blank=True)

    audience = models.CharField(_("who may take part"), max_length=10, choices=Audience, default=Audience.RESIDENTS)
    roll = models.ForeignKey("ballots.Roll", models.PROTECT, null=True, blank=True, related_name="votes")
    listed = models.PositiveIntegerField(
        null=True, blank=True, editable=False, help_text=_("How many were asked, kept when their roll is forgotten.")
    )
    districts = models.ManyToManyField("kernel.District", blank=True, related_name="+", verbose_name=_("districts"))
    minimum_age = models.PositiveSmallIntegerField(_("at least this old"), null=True, blank=True)
    near_lat = models.FloatField(null=True, blank=True)
    near_long = models.FloatField(null=True, blank=True)
    near_metres = models.PositiveIntegerField(_("within this many metres"), null=True, blank=True)

    is_named = models.BooleanField(_("answers show the name"), default=False)
    results = models.CharField(_("results"), max_length=6, choices=Results, default=Results.AFTER)
    has_opinions = models.BooleanField(_("with an opinion map"), default=False)
    reply_days = models.PositiveSmallIntegerField(_("days in which the office answers"), default=30)
    reply = MultilingualField(_("the city’s answer"), max_length=8000, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The newest first."""

        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True) | Q(opens_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                name="vote_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=~Q(audience="near")
                | Q(near_lat__isnull=False, near_long__isnull=False, near_metres__isnull=False),
                name="vote_near_has_place",
            ),
            models.CheckConstraint(condition=~Q(audience="roll") | Q(roll__isnull=False), name="vote_roll_is_named"),
            models.CheckConstraint(
                condition=~Q(step="published") | Q(opens_at__isnull=False, closes_at__isnull=False),
                name="vote_published_has_times",
            ),
            models.CheckConstraint(condition=~Q(kind="secret") | Q(is_named=False), name="vote_secret_has_no_names"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def ref(self) -> str:
        """How other rooms name this vote."""
        return f"vote:{self.code}"

    @property
    def is_secret(self) -> bool:
        """Whether nobody, the city included, can see who answered what."""
        return self.kind == self.Kind.SECRET

    def is_open(self, now: datetime) -> bool:
        """From its opening up to, not including, its close."""
        return (
            self.step == self.Step.PUBLISHED
            and self.opens_at is not None
            and self.closes_at is not None
            and self.opens_at <= now < self.closes_at
        )

    def is_over(self, now: datetime) -> bool:
        """Whether its close has passed."""
        return self.step == self.Step.PUBLISHED and self.closes_at is not None and self.closes_at <= now


class Question(models.Model):
    """One question; `number` counts from 1 within the vote."""

    class Kind(models.TextChoices):
        """How it is answered."""

        ONE = "one", _("Choose one")
        SOME = "some", _("Choose some")
        POINTS = "points", _("Share out points")
        RANKED = "ranked", _("Put them in order")
        GRADES = "grades", _("Give each a grade")

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    kind = models.CharField(_("how it is answered"), max_length=8, choices=Kind, default=Kind.ONE)
    title = MultilingualField(_("question"), max_length=240)
    text = MultilingualField(_("explanation"), max_length=8000, blank=True)
    picture = models.ForeignKey("kernel.Upload", models.SET_NULL, null=True, blank=True, related_name="+")
    minimum = models.PositiveSmallIntegerField(_("choose at least"), default=1)
    maximum = models.PositiveSmallIntegerField(_("choose at most"), default=1)
    may_be_blank = models.BooleanField(_("may be left blank"), default=True)
    points = models.PositiveSmallIntegerField(_("points to share out"), null=True, blank=True)
    grades = models.JSONField(default=list, blank=True, help_text=_("The best grade first, each in every language."))
    seats = models.PositiveSmallIntegerField(_("how many win"), default=1, validators=[MaxValueValidator(200)])
    method = models.CharField(_("counted by"), max_length=24, blank=True)

    class Meta:
        """In the order they are asked."""

        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["vote", "number"], name="question_number_once"),
            models.CheckConstraint(condition=Q(minimum__lte=F("maximum")), name="question_minimum_fits"),
        ]

    def __str__(self) -> str:
        return f"{self.vote_id} {self.number}"

    @property
    def comes_as_papers(self) -> bool:
        """Whether a secret ballot opens every answer to it, shuffled; else only totals are ever known."""
        return self.kind in (self.Kind.POINTS, self.Kind.RANKED, self.Kind.GRADES) or self.method == PAPERS

    def bounds(self, options: int) -> tuple[int, int]:
        """How few and how many of so many options an answer names; a ranking that sets no limit may name all."""
        if self.kind == self.Kind.ONE:
            return 1, 1
        most = options if self.kind == self.Kind.RANKED and self.maximum == 1 else min(self.maximum, options)
        return min(self.minimum, most), most

    def clean(self) -> None:
        """Points are needed to share out, grades to give."""
        if self.kind == self.Kind.POINTS and not self.points:
            raise ValidationError({"points": _("Say how many points everybody has.")})
        if self.kind == self.Kind.GRADES and len(self.grades) < 2:  # noqa: PLR2004 -- one grade says nothing
            raise ValidationError({"grades": _("Give at least two grades.")})


class Option(models.Model):
    """What can be chosen; `number` counts from 1 within the question."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="options")
    number = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    title = MultilingualField(_("option"), max_length=240)
    text = MultilingualField(_("explanation"), max_length=8000, blank=True)
    picture = models.ForeignKey("kernel.Upload", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        """In the order they are shown."""

        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["question", "number"], name="option_number_once")]

    def __str__(self) -> str:
        return f"{self.question_id} {self.number}"
