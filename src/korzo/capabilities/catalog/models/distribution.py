"""A form in which a data set is to be had, and the versions of its file."""

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from korzo.kernel.text.fields import MultilingualField


class Distribution(models.Model):
    """One form of a data set (`dcat:Distribution`, CKAN `resource`). Its id stays: new files are new versions."""

    class Source(models.TextChoices):
        """Where the file lies (CKAN `url_type`)."""

        LINK = "link", _("Elsewhere, by address")
        UPLOAD = "upload", _("Uploaded here")
        TABLE = "datastore", _("A table filled by a program")
        LAKE = "lake", _("Written by Korzo")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dataset = models.ForeignKey("catalog.Dataset", models.CASCADE, related_name="distributions")
    position = models.PositiveIntegerField(default=0)
    source = models.CharField(max_length=10, choices=Source, default=Source.LINK)
    url = models.CharField(_("address"), max_length=2000, blank=True, help_text="of a link; others are made here")
    file_name = models.CharField(max_length=200, blank=True, help_text="of an upload or a file of the lake")
    title = MultilingualField(_("title"), max_length=300, blank=True)
    description = MultilingualField(_("description"), max_length=8000, blank=True)
    format = models.CharField(_("format"), max_length=100, blank=True, help_text="as people write it, such as CSV")
    media_type = models.CharField(_("media type"), max_length=150, blank=True)
    resource_type = models.CharField(max_length=50, default="file", blank=True)
    licence = models.CharField(_("licence"), max_length=100, blank=True, help_text="where it is not the data set’s")
    rights = models.TextField(_("rights"), max_length=2000, blank=True)
    availability = models.CharField(max_length=20, default="STABLE", blank=True)
    conforms_to = models.JSONField(default=list, blank=True)
    documentation = models.JSONField(default=list, blank=True)
    size = models.BigIntegerField(null=True, blank=True, help_text="bytes")
    hash = models.CharField(max_length=128, blank=True)
    hash_algorithm = models.CharField(max_length=20, blank=True, help_text="such as sha256")
    custom = models.JSONField(default=dict, blank=True, help_text="keys of other catalogues, kept as they came")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField(help_text="the description changed")
    updated_at = models.DateTimeField(null=True, blank=True, help_text="the file changed")

    current = models.ForeignKey("catalog.Version", models.SET_NULL, null=True, blank=True, related_name="+")
    has_table = models.BooleanField(default=False, help_text="a table can be asked (CKAN `datastore_active`)")
    table_schema = models.JSONField(default=dict, blank=True, help_text="Table Schema, with what a person corrected")
    link_status = models.PositiveSmallIntegerField(null=True, blank=True, help_text="HTTP status of the last look")
    link_checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """In the order that stewards chose."""

        ordering = ["position", "made_at", "pk"]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def table(self) -> Path:
        """Where the table that is asked lies; it is replaced as a whole, by renaming."""
        return Path(settings.KORZO.root) / "tables" / f"{self.pk}.duckdb"


class Alias(models.Model):
    """Another name of a table, under which programs ask for it."""

    name = models.CharField(primary_key=True, max_length=63)
    distribution = models.ForeignKey(Distribution, models.CASCADE, related_name="aliases")

    class Meta:
        """By name."""

        ordering = ["name"]
        verbose_name_plural = "aliases"

    def __str__(self) -> str:
        return self.name


class Version(models.Model):
    """One file that a distribution had. The newest that is ready is served; older ones stay under their number."""

    class State(models.TextChoices):
        """How far reading it has come."""

        RECEIVED = "received", _("Received")
        READING = "reading", _("Being read")
        WAITING = "waiting", _("Waits for somebody to confirm the columns")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Could not be read")

    distribution = models.ForeignKey(Distribution, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    file_name = models.CharField(max_length=200)
    size = models.BigIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64)
    rows = models.BigIntegerField(null=True, blank=True)
    table_schema = models.JSONField(default=dict, blank=True)
    reading = models.JSONField(default=dict, blank=True, help_text="encoding, delimiter, sheet, heading")
    report = models.JSONField(default=dict, blank=True, help_text="progress, rejected rows, what went wrong")
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey("kernel.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        """The newest first."""

        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["distribution", "number"], name="version_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.distribution_id} #{self.number}"

    @property
    def path(self) -> Path:
        """Where the file lies as it came."""
        folder = Path(settings.KORZO.root) / "files" / "data" / str(self.distribution_id)
        return folder / f"{self.number}{Path(self.file_name).suffix.lower()}"
