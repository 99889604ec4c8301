"""Who may vote: rolls of voters, made from a register as of a day."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from korzo.kernel.text.fields import MultilingualField


class Roll(models.Model):
    """A roll of voters. Personal: for those who run votes only, never published."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = MultilingualField(_("name"), max_length=120)
    as_of = models.DateField(_("as of"), help_text=_("The day for which the register was asked."))
    made_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True, blank=True, help_text=_("From then on nobody is added or taken off."))

    forgotten_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Then its voters were deleted: all votes with it were long over.")
    )

    class Meta:
        """The newest first."""

        ordering = ["-as_of", "code"]

    def __str__(self) -> str:
        return self.code

    @property
    def ref(self) -> str:
        """How other rooms name this roll."""
        return f"roll:{self.code}"


class Voter(models.Model):
    """Somebody on a roll. `key` is a keyed hash of the number in the register: one row a person in all districts."""

    class Channel(models.TextChoices):
        """How they vote: marked before codes are made, so that nobody has two ways at once."""

        ONLINE = "online", _("With a code")
        PAPER = "paper", _("On paper")

    roll = models.ForeignKey(Roll, models.CASCADE, related_name="voters")
    number = models.PositiveIntegerField(help_text=_("The only thing about a voter that leaves the roll."))
    key = models.CharField(max_length=64)
    name = models.CharField(_("name"), max_length=160, blank=True)
    birth_date = models.DateField(_("born"), null=True, blank=True)
    address = models.CharField(_("address"), max_length=240, blank=True)
    district = models.ForeignKey("kernel.District", models.PROTECT, null=True, blank=True, related_name="+")
    email = models.EmailField(_("e-mail address"), blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    weight = models.PositiveIntegerField(default=1)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.ONLINE)
    code_hash = models.CharField(
        max_length=64, blank=True, help_text=_("Of the code in the letter, for consultations.")
    )
    person = models.ForeignKey("kernel.Person", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        """In the order of the file."""

        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["roll", "number"], name="voter_number_once"),
            models.UniqueConstraint(fields=["roll", "key"], name="voter_once"),
            models.UniqueConstraint(fields=["roll", "code_hash"], condition=~Q(code_hash=""), name="voter_code_once"),
            models.UniqueConstraint(
                fields=["roll", "person"], condition=Q(person__isnull=False), name="voter_person_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.roll_id} {self.number}"
