"""Other cities' figures to compare with, as somebody loaded them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PeerSet(models.Model):
    """A set of cities and years from one publication, read through one chart."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=200)
    chart = models.CharField(max_length=60)
    country = models.CharField(max_length=2)
    currency = models.CharField(max_length=3)
    source = models.CharField(max_length=500)
    licence = models.CharField(max_length=200, blank=True)
    loaded_at = models.DateTimeField()

    class Meta:
        """By code."""

        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class Peer(models.Model):
    """One city in one year: `lines` as text amounts, `ratios` by pack and id (a reason where there is none).

    `size` is the population, or, where it is unknown, current revenue stands in for it (`size_is_revenue`).
    """

    peers = models.ForeignKey(PeerSet, models.CASCADE, related_name="rows")
    unit = models.CharField(max_length=120)
    year = models.PositiveSmallIntegerField()
    size = models.DecimalField(max_digits=24, decimal_places=2, null=True)
    size_is_revenue = models.BooleanField(default=True)
    size_class = models.PositiveSmallIntegerField(default=0)
    lines = models.JSONField(default=dict)
    ratios = models.JSONField(default=dict)

    class Meta:
        """One row a city and year."""

        ordering = ["peers", "year", "unit"]
        constraints = [models.UniqueConstraint(fields=["peers", "unit", "year"], name="peer_once")]

    def __str__(self) -> str:
        return f"{self.unit} {self.year}"


class Definition(models.Model):
    """An instrument, a pack, a chart or a questionnaire that an association or ministry added: a file."""

    class Kind(models.TextChoices):
        """What it defines."""

        INSTRUMENT = "instrument", _("Instrument")
        PACK = "pack", _("Ratios")
        CHART = "chart", _("Chart of accounts")
        QUESTIONS = "questions", _("Questionnaire")

    kind = models.CharField(max_length=12, choices=Kind)
    code = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    text = models.TextField(help_text="TOML")
    added_at = models.DateTimeField()

    class Meta:
        """A version is never changed."""

        ordering = ["kind", "code", "-added_at"]
        constraints = [models.UniqueConstraint(fields=["kind", "code", "version"], name="definition_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}@{self.version}"
