"""Who publishes: an organisation as the catalogue shows it (DCAT `dct:publisher`, CKAN `organization`)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.catalog.models.named import Gathering
from korzo.kernel.text.fields import MultilingualField


class Publisher(Gathering):
    """A publisher. The city's own have the organisation whose people are their stewards; harvested ones have none."""

    class Kind(models.TextChoices):
        """The kinds of publishers of the ADMS vocabulary (`http://purl.org/adms/publishertype/`) that occur here."""

        LOCAL = "LocalAuthority", _("Local authority")
        REGIONAL = "RegionalAuthority", _("Regional authority")
        NATIONAL = "NationalAuthority", _("National authority")
        COMPANY = "Company", _("Company")
        NONPROFIT = "NonProfitOrganisation", _("Non-profit organisation")
        ACADEMIA = "Academia-ScientificOrganisation", _("Academic organisation")

    organisation = models.OneToOneField("kernel.Organisation", models.SET_NULL, null=True, blank=True, related_name="+")
    title = MultilingualField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=32, choices=Kind, default=Kind.LOCAL)
    homepage = models.URLField(_("web site"), max_length=500, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
