"""What events have beside other items: an agenda, and people who come."""

import secrets

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.portal.models.item import Item
from korzo.capabilities.portal.rules import registering
from korzo.kernel.people.models import Person
from korzo.kernel.text.fields import MultilingualField

MOST_TOGETHER = 10


def _nonce() -> str:
    return secrets.token_urlsafe(18)


class Slot(models.Model):
    """A line of an event's agenda."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    title = MultilingualField(_("title"), max_length=160)
    speakers = models.CharField(_("who speaks"), max_length=300, blank=True)
    room = models.CharField(_("where"), max_length=120, blank=True)

    class Meta:
        """As the day goes."""

        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        return f"{self.item_id} {self.starts_at}"


class Registration(models.Model):
    """Somebody who wants to come. Without an account the address is confirmed first, by a button behind a link."""

    class State(models.TextChoices):
        """Whether they have a place."""

        UNCONFIRMED = "unconfirmed", _("Address not confirmed")
        ASKED = registering.ASKED, _("Waits for an answer")
        CONFIRMED = registering.CONFIRMED, _("Has a place")
        WAITING = registering.WAITING, _("On the waiting list")
        CANCELLED = registering.CANCELLED, _("Cancelled")
        ATTENDED = registering.ATTENDED, _("Was there")

    item = models.ForeignKey(Item, models.CASCADE, related_name="registrations")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="event_registrations")
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=120)
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    people = models.PositiveSmallIntegerField(
        _("how many people"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_TOGETHER)]
    )
    needs = models.CharField(_("what we should know (wheelchair, interpreter …)"), max_length=500, blank=True)
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=12, choices=State)
    nonce = models.CharField(max_length=32, default=_nonce, unique=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        """First come, first served; an address once for each event."""

        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "email"], condition=~Q(state="cancelled"), name="portal_registration_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def place(self) -> registering.Place:
        """The same as the rules know it."""
        return registering.Place(self.pk, self.state, self.people)
