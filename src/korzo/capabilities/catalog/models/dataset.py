"""A data set and what it belongs to. Names of fields follow DCAT-AP 3; codes are those of the EU vocabularies."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from korzo.capabilities.catalog.models.named import Gathering, Named
from korzo.kernel.text.fields import MultilingualField


class Group(Gathering):
    """A collection of data sets about one subject, made by people (CKAN `group`)."""

    title = MultilingualField(_("title"), max_length=200)


class Series(Named):
    """Data sets that follow one another, such as one a year (`dcat:DatasetSeries`)."""

    title = MultilingualField(_("title"), max_length=200)
    description = MultilingualField(_("description"), max_length=8000)
    publisher = models.ForeignKey("catalog.Publisher", models.PROTECT, related_name="series")
    frequency = models.CharField(_("how often one is added"), max_length=20, blank=True)

    class Meta(Named.Meta):
        """By name."""

        verbose_name_plural = "series"


class Dataset(Named):
    """A data set of the asset register; whether strangers see it follows from step, privacy, embargo and deletion."""

    class Step(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", _("Draft")
        REVIEW = "review", _("Waits for a check")
        PUBLISHED = "published", _("Published")
        DEPRECATED = "deprecated", _("No longer kept")
        DELETED = "deleted", _("Deleted")

    class Access(models.TextChoices):
        """Who may have the data (EU vocabulary `access-right`); that it exists is told in each case."""

        PUBLIC = "PUBLIC", pgettext_lazy("data", "Open")
        RESTRICTED = "RESTRICTED", _("Partly open")
        NON_PUBLIC = "NON_PUBLIC", _("Not public")

    class Origin(models.TextChoices):
        """Who writes it."""

        EDITED = "edited", _("Stewards")
        DECLARED = "declared", _("Korzo itself")
        HARVESTED = "harvested", _("Another catalogue")

    publisher = models.ForeignKey("catalog.Publisher", models.PROTECT, related_name="datasets")
    step = models.CharField(max_length=10, choices=Step, default=Step.DRAFT, db_index=True)
    step_before = models.CharField(max_length=10, choices=Step, blank=True, help_text="what an undone deletion returns")
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.EDITED)
    declared = models.CharField(max_length=100, blank=True, help_text="name of the declaration it is written from")
    is_private = models.BooleanField(_("only for the publisher’s own people"), default=False)
    embargo_until = models.DateTimeField(_("not before"), null=True, blank=True)
    replaced_by = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="replaces")

    title = MultilingualField(_("title"), max_length=300)
    notes = MultilingualField(_("description"), max_length=20000, blank=True)
    keywords = models.JSONField(_("keywords"), default=dict, blank=True, help_text="{language or '': [words]}")
    themes = models.JSONField(_("themes"), default=list, blank=True, help_text="codes of `data-theme`")
    groups = models.ManyToManyField(Group, blank=True, related_name="datasets", verbose_name=_("groups"))
    series = models.ForeignKey(Series, models.SET_NULL, null=True, blank=True, related_name="datasets")
    languages = models.JSONField(_("languages of the data"), default=list, blank=True, help_text="codes like HRV")
    licence = models.CharField(_("licence"), max_length=100, blank=True, help_text="id of rules.licences or an IRI")
    rights = models.TextField(_("rights"), max_length=2000, blank=True)
    access = models.CharField(_("access"), max_length=10, choices=Access, default=Access.PUBLIC)
    access_reason = MultilingualField(_("why it is not open"), max_length=2000, blank=True)
    personal_data = models.BooleanField(_("holds personal data"), default=False)
    frequency = models.CharField(_("how often it changes"), max_length=20, blank=True, help_text="code of `frequency`")
    spatial = models.JSONField(_("area"), null=True, blank=True, help_text="GeoJSON geometry, WGS 84")
    spatial_uri = models.CharField(_("place"), max_length=500, blank=True)
    spatial_resolution = models.DecimalField(_("metres"), max_digits=12, decimal_places=3, null=True, blank=True)
    temporal_start = models.DateField(_("from"), null=True, blank=True)
    temporal_end = models.DateField(_("until"), null=True, blank=True)
    temporal_resolution = models.CharField(_("time resolution"), max_length=30, blank=True, help_text="ISO 8601, P1D")
    hvd_category = models.CharField(_("high-value category"), max_length=20, blank=True, help_text="as c_ac64a52d")
    legislation = models.JSONField(_("applicable legislation"), default=list, blank=True, help_text="IRIs")
    conforms_to = models.JSONField(_("conforms to"), default=list, blank=True, help_text="IRIs")
    documentation = models.JSONField(_("documentation"), default=list, blank=True, help_text="addresses")
    sources = models.JSONField(_("made from"), default=list, blank=True, help_text="IRIs of other data sets")
    provenance = MultilingualField(_("where the data come from"), max_length=4000, blank=True)

    identifier = models.CharField(_("identifier"), max_length=300, blank=True)
    uri = models.CharField(max_length=500, blank=True, help_text="a harvested data set's own IRI, kept for ever")
    landing_page = models.CharField(_("web page"), max_length=1000, blank=True)
    version = models.CharField(_("version"), max_length=100, blank=True)
    version_notes = models.TextField(_("what changed"), max_length=4000, blank=True)
    contact_name = models.CharField(_("contact"), max_length=200, blank=True)
    contact_email = models.EmailField(_("contact’s e-mail address"), blank=True)
    contact_url = models.CharField(_("contact’s page"), max_length=500, blank=True)
    author = models.CharField(_("author"), max_length=300, blank=True)
    author_email = models.CharField(max_length=300, blank=True)
    maintainer = models.CharField(_("maintainer"), max_length=300, blank=True)
    maintainer_email = models.CharField(max_length=300, blank=True)
    extras = models.JSONField(default=list, blank=True, help_text="CKAN extras that mean nothing here: [{key, value}]")
    custom = models.JSONField(default=dict, blank=True, help_text="keys of other catalogues, kept as they came")

    creator = models.ForeignKey("kernel.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField(db_index=True, help_text="the description changed")
    issued_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(null=True, blank=True, help_text="the data changed")
    views = models.PositiveIntegerField(default=0)

    class Meta(Named.Meta):
        """By name."""

        constraints = [
            models.CheckConstraint(
                condition=Q(temporal_end__isnull=True)
                | Q(temporal_start__isnull=True)
                | Q(temporal_end__gte=F("temporal_start")),
                name="dataset_ends_after_start",
            ),
            models.UniqueConstraint(fields=["declared"], condition=~Q(declared=""), name="dataset_declared_once"),
        ]

    @property
    def ref(self) -> str:
        """How other rooms name this data set."""
        return f"dataset:{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether who sees it may have its data; of what is not public strangers get the description alone."""
        return self.access != self.Access.NON_PUBLIC

    def is_shown(self, now: datetime) -> bool:
        """Whether strangers see it."""
        return (
            self.step in (self.Step.PUBLISHED, self.Step.DEPRECATED)
            and not self.is_private
            and (self.embargo_until is None or self.embargo_until <= now)
        )
