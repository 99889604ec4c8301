"""Interfaces of others that serve data; Korzo's own are described without a row."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from korzo.kernel.text.fields import MultilingualField


class DataService(models.Model):
    """An interface (`dcat:DataService`) and the data sets that it serves."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    publisher = models.ForeignKey("catalog.Publisher", models.PROTECT, related_name="services")
    title = MultilingualField(_("title"), max_length=300)
    description = MultilingualField(_("description"), max_length=8000, blank=True)
    endpoint_url = models.URLField(_("address"), max_length=1000)
    endpoint_description = models.URLField(_("machine-readable description"), max_length=1000, blank=True)
    documentation = models.URLField(_("documentation"), max_length=1000, blank=True)
    conforms_to = models.JSONField(default=list, blank=True)
    licence = models.CharField(_("licence"), max_length=100, blank=True)
    access = models.CharField(max_length=10, default="PUBLIC")
    hvd_category = models.CharField(max_length=20, blank=True)
    contact_email = models.EmailField(blank=True)
    datasets = models.ManyToManyField("catalog.Dataset", blank=True, related_name="services")

    class Meta:
        """By address."""

        ordering = ["endpoint_url"]

    def __str__(self) -> str:
        return self.endpoint_url
