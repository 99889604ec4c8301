"""Other sites whose items are taken over, and what was taken."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.portal.models.item import Item
from korzo.kernel.people.models import Person


class Source(models.Model):
    """A feed (Atom, RSS) or a file of an existing site."""

    name = models.CharField(_("name"), max_length=120)
    address = models.URLField(_("address of the feed"), max_length=500, blank=True)
    language = models.CharField(_("language"), max_length=10)
    is_followed = models.BooleanField(_("look again every hour"), default=False)
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    report = models.JSONField(default=dict, blank=True)

    class Meta:
        """By name."""

        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Taken(models.Model):
    """That an item came from elsewhere, so that it comes once."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="taken")
    key = models.CharField(max_length=300)
    item = models.ForeignKey(Item, models.CASCADE, related_name="taken_from")
    sha256 = models.CharField(max_length=64)

    class Meta:
        """Once for each source."""

        constraints = [models.UniqueConstraint(fields=["source", "key"], name="portal_taken_once")]

    def __str__(self) -> str:
        return self.key
