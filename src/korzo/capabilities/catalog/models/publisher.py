"""Who publishes: an organisation as the catalogue shows it (DCAT `dct:publisher`, CKAN `organization`)."""

import uuid

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from korzo.kernel.text.fields import MultilingualField

NAME = RegexValidator(
    r"^(?!(new|edit|search|desk|quality|register|requests|showcases|series|groups|publishers|feed)$)[a-z0-9_-]{2,100}$",
    _("Use 2 to 100 of the signs a–z, 0–9, - and _."),
)


class Publisher(models.Model):
    """A publisher. The city's own have the organisation whose people are their stewards; harvested ones have none."""

    class Kind(models.TextChoices):
        """The kinds of publishers of the ADMS vocabulary (`http://purl.org/adms/publishertype/`) that occur here."""

        LOCAL = "LocalAuthority", _("Local authority")
        REGIONAL = "RegionalAuthority", _("Regional authority")
        NATIONAL = "NationalAuthority", _("National authority")
        COMPANY = "Company", _("Company")
        NONPROFIT = "NonProfitOrganisation", _("Non-profit organisation")
        ACADEMIA = "Academia-ScientificOrganisation", _("Academic organisation")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name in addresses"), max_length=100, unique=True, validators=[NAME])
    organisation = models.OneToOneField("kernel.Organisation", models.SET_NULL, null=True, blank=True, related_name="+")
    title = MultilingualField(_("name"), max_length=200)
    description = MultilingualField(_("description"), max_length=8000, blank=True)
    kind = models.CharField(_("kind"), max_length=32, choices=Kind, default=Kind.LOCAL)
    homepage = models.URLField(_("web site"), max_length=500, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    image_url = models.CharField(_("picture"), max_length=500, blank=True)
    extras = models.JSONField(default=list, blank=True)
    is_deleted = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    class Meta:
        """By name."""

        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
