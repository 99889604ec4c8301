"""Other catalogues from which data sets are taken over, each run of that, and what was taken."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.catalog.models.named import NAME


class Source(models.Model):
    """Another catalogue, asked on a schedule."""

    class Kind(models.TextChoices):
        """What it speaks."""

        CKAN = "ckan", _("CKAN")
        DCAT = "dcat", _("DCAT (RDF)")
        JSON = "json", _("data.json (Project Open Data)")
        OGC = "ogc", _("OGC API Features")
        LIST = "list", _("A list of files (CSV)")

    name = models.CharField(_("name"), max_length=100, unique=True, validators=[NAME])
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("what it speaks"), max_length=8, choices=Kind)
    address = models.CharField(_("address"), max_length=1000)
    query = models.CharField(_("only what this finds"), max_length=500, blank=True, help_text=_("CKAN: a filter (fq)."))
    publisher = models.ForeignKey(
        "catalog.Publisher", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("publisher of what names none"),
    )  # fmt: skip
    hours = models.PositiveIntegerField(_("hours between two runs"), default=24, validators=[MinValueValidator(1)])
    most = models.PositiveIntegerField(_("data sets at most"), default=20000)
    is_on = models.BooleanField(_("switched on"), default=True)
    due_at = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        """By name."""

        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Run(models.Model):
    """One look at a source."""

    class State(models.TextChoices):
        """How it stands."""

        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        WAITING = "waiting", _("Waits: much is missing there")
        FAILED = "failed", _("Failed")

    source = models.ForeignKey(Source, models.CASCADE, related_name="runs")
    state = models.CharField(max_length=8, choices=State, default=State.RUNNING)
    is_trial = models.BooleanField(default=False)
    counts = models.JSONField(default=dict, help_text="found, new, changed, unchanged, removed, failed")
    problems = models.JSONField(default=list, help_text="[{guid, address, reason}], at most 200")
    reason = models.TextField(blank=True, help_text="why it failed")
    began_at = models.DateTimeField()
    heard_at = models.DateTimeField(help_text="when it last got on; a run that is silent for long was killed")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The newest first."""

        ordering = ["-began_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.source_id} #{self.pk}"


class Harvested(models.Model):
    """What stands for one data set of a source. It is kept for ever, so that what comes back is known again."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="harvested")
    guid = models.CharField(max_length=500)
    dataset = models.OneToOneField("catalog.Dataset", models.SET_NULL, null=True, related_name="harvested")
    address = models.CharField(max_length=1000, blank=True, help_text="its page there")
    digest = models.CharField(max_length=64, blank=True)
    seen_in = models.ForeignKey(Run, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        """Each once."""

        constraints = [models.UniqueConstraint(fields=["source", "guid"], name="harvested_once")]

    def __str__(self) -> str:
        return self.guid
