"""An assessment: an organisation looks at itself over some years, and who gathers what for it."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from korzo.kernel.people.models import Organisation, Person

CODE = RegexValidator(r"^[0-9A-Za-z][0-9A-Za-z_-]{0,23}$")
CURRENCY = RegexValidator(r"^[A-Z]{3}$")
LONGEST = 10  # years


class Assessment(models.Model):
    """One self-assessment. `instrument` and `packs` name versions, `mfsa@1`, so that it computes the same for ever."""

    class State(models.TextChoices):
        """Where it stands; what may follow is in `rules.states`."""

        DRAFT = "draft", _("Being prepared")
        COLLECTING = "collecting", _("Figures are gathered")
        RECONCILING = "reconciling", _("Differences are settled")
        REVIEWED = "reviewed", _("Checked")
        SUBMITTED = "submitted", _("Signed off")
        APPROVED = "approved", _("Approved by the council")
        FOLLOW_UP = "follow_up", _("Followed up")
        SUPERSEDED = "superseded", _("Replaced by a correction")
        ABANDONED = "abandoned", _("Abandoned")

    code = models.CharField(_("code"), max_length=24, unique=True, validators=[CODE], help_text=_("Such as 2026."))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="assessments")
    instrument = models.CharField(_("instrument"), max_length=60)
    packs = models.JSONField(_("ratios"), default=list)
    questions = models.CharField(_("questionnaire"), max_length=60, blank=True)
    limits = models.CharField(_("limits of debt by law"), max_length=60, blank=True)
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last closed year"))
    currency = models.CharField(_("currency"), max_length=3, validators=[CURRENCY], help_text="ISO 4217")
    country = models.CharField(_("country"), max_length=2, blank=True, help_text="ISO 3166")
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    lead = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("led by"))
    previous = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="next")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")
    council_decision = models.CharField(_("decision of the council"), max_length=120, blank=True)
    published = models.JSONField(_("what everybody may read"), default=list, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    narrative = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        """The newest first."""

        ordering = ["-last_year", "-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_year__lte=F("last_year"), last_year__lt=F("first_year") + LONGEST),
                name="assessment_years_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def ref(self) -> str:
        """How other rooms name it."""
        return f"assessment:{self.code}"

    @property
    def years(self) -> range:
        """The closed years that it looks at."""
        return range(self.first_year, self.last_year + 1)

    @property
    def period(self) -> str:
        """The closed years in words: 2021–2025."""
        return f"{self.first_year}–{self.last_year}"

    @property
    def correction(self) -> "Assessment | None":
        """The correction that is under way, or stands in its place; there is one at most that nobody abandoned."""
        return self.corrections.exclude(state=self.State.ABANDONED).first()

    @property
    def replaced_by(self) -> "Assessment | None":
        """The correction that stands in its place, once that is signed."""
        return self.correction if self.state == self.State.SUPERSEDED else None

    @property
    def is_signed(self) -> bool:
        """Whether it is signed off, whatever came after."""
        return self.state in SIGNED

    @property
    def is_locked(self) -> bool:
        """Whether nothing can be changed any more: signed off, or abandoned."""
        return self.state in LOCKED


SIGNED = frozenset(
    {Assessment.State.SUBMITTED, Assessment.State.APPROVED, Assessment.State.FOLLOW_UP, Assessment.State.SUPERSEDED}
)
LOCKED = SIGNED | {Assessment.State.ABANDONED}


class Part(models.Model):
    """A table, or an indicator of the questionnaire (`questions:PI-1`), that somebody is asked for until a day."""

    class State(models.TextChoices):
        """How far it is."""

        OPEN = "open", _("Asked for")
        ANSWERED = "answered", _("Handed in")
        RETURNED = "returned", _("Sent back")
        ACCEPTED = "accepted", _("Accepted")

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="parts")
    code = models.CharField(max_length=40)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="assessment_parts")
    office = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="assessment_parts")
    due_on = models.DateField(_("due on"), null=True, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    is_empty = models.BooleanField(_("there is nothing to enter"), default=False)
    message = models.CharField(_("what to put right"), max_length=1000, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        """One row a part."""

        ordering = ["assessment", "code"]
        constraints = [models.UniqueConstraint(fields=["assessment", "code"], name="assessment_part_once")]

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.code}"


class Document(models.Model):
    """Where figures and answers come from: a file of this home, or an address."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="documents")
    title = models.CharField(_("title"), max_length=200)
    address = models.URLField(_("address"), max_length=500, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0, help_text="bytes")
    added_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        """The newest first."""

        ordering = ["-added_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class Snapshot(models.Model):
    """All of an assessment as it was signed off, with everything that it was computed with. Never changed."""

    assessment = models.OneToOneField(Assessment, models.PROTECT, related_name="snapshot")
    content = models.TextField(help_text="JSON in its canonical spelling")
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256
