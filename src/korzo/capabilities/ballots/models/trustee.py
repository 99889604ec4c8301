"""Those who keep the keys of a secret ballot, and what their devices sent while the keys were made."""

from django.core import signing
from django.db import models
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.ballots.models.box import Box

_SALT = "korzo.ballots.trustee"


class Trustee(models.Model):
    """A keeper, invited by a link and without an account. Messages are kept to the byte: they are signed."""

    box = models.ForeignKey(Box, models.CASCADE, related_name="keepers")
    number = models.PositiveSmallIntegerField(help_text="From 1; in the archive one more, the server is the first.")
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(max_length=10, blank=True)
    link = models.PositiveSmallIntegerField(default=1, help_text="Counts the links: only the last one opens.")
    certificate = models.TextField(blank=True)
    dealt = models.TextField(blank=True)
    key = models.TextField(blank=True, help_text="Public.")
    private_key = models.TextField(blank=True, help_text="Of a threshold: encrypted by its keeper, to its keeper.")
    rehearsed = models.BooleanField(default=False)

    class Meta:
        """In the order of the archive."""

        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["box", "number"], name="trustee_number_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def owner(self) -> int:
        """The number in the archive."""
        return self.number + 1

    @property
    def token(self) -> str:
        """What opens the keeper's page."""
        return signing.Signer(salt=_SALT).sign(f"{self.pk}.{self.link}")

    @classmethod
    def by_token(cls, token: str) -> "Trustee | None":
        """The keeper whose link this is; None if it is nobody's any more."""
        try:
            key, link = signing.Signer(salt=_SALT).unsign(token).split(".")
        except (signing.BadSignature, ValueError):
            return None
        return cls.objects.select_related("box__vote").filter(pk=int(key), link=int(link)).first()
