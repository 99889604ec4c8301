"""A view of a database that a distribution is filled from."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.catalog.models.distribution import Distribution


class Live(models.Model):
    """Which view of which database is read, how often, and how the last look ended."""

    class Problem(models.TextChoices):
        """Why the view could not be read."""

        FORBIDDEN = "forbidden", _("This database may no longer be named.")
        UNREACHED = "unreached", _("The database does not answer.")
        REFUSED = "refused", _("The database does not let us in: name or password are not right.")
        NO_VIEW = "no-view", _("There is no such view, or it may not be read.")
        SLOW = "slow", _("Reading took too long, and was stopped.")
        LARGE = "large", _("The view holds more than a table may have.")
        EMPTY = "empty", _("The view has no rows. An empty view is taken as a fault.")
        BROKEN = "broken", _("The database could not read the view to its end.")

    distribution = models.OneToOneField(Distribution, models.CASCADE, related_name="live")
    address = models.CharField(max_length=1000, help_text="postgres://user@host:port/database or a path, no password")
    sealed = models.TextField(blank=True, help_text="the password, encrypted")
    view = models.CharField(_("view"), max_length=200)
    hours = models.PositiveIntegerField(
        _("hours between two looks"), default=24, validators=[MinValueValidator(1), MaxValueValidator(24 * 366)]
    )
    digest = models.CharField(max_length=64, blank=True, help_text="of the rows that were taken last, in any order")
    problem = models.CharField(max_length=10, choices=Problem, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey("kernel.Person", models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return str(self.distribution_id)
