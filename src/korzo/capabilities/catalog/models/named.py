"""What has a name in addresses."""

import uuid

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.catalog.rules.naming import RESERVED
from korzo.kernel.text.fields import MultilingualField

NAME = RegexValidator(
    rf"^(?!({'|'.join(RESERVED)})$)[a-z0-9_-]{{2,100}}$",
    _("Use 2 to 100 of the signs a–z, 0–9, - and _."),
)


class Named(models.Model):
    """Something with an id that never changes and a name that people read in addresses."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name in addresses"), max_length=100, unique=True, validators=[NAME])

    class Meta:
        """By name."""

        abstract = True
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Gathering(Named):
    """What data sets are gathered in and other catalogues know too (CKAN `organization` and `group`)."""

    description = MultilingualField(_("description"), max_length=8000, blank=True)
    image_url = models.CharField(_("picture"), max_length=500, blank=True)
    extras = models.JSONField(default=list, blank=True)
    is_deleted = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    class Meta(Named.Meta):
        """By name."""

        abstract = True
