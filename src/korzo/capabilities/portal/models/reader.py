"""Who wants to hear: of notices for a place, of news by category, of the newsletter."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.portal.models.item import Category, Item
from korzo.kernel.people.models import Person
from korzo.kernel.text.fields import MultilingualField

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class Reader(models.Model):
    """An account or an address, with the secret that opens its list of wishes."""

    person = models.OneToOneField(Person, models.CASCADE, null=True, blank=True, related_name="+")
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=10)
    nonce = models.CharField(max_length=32)
    if TYPE_CHECKING:
        wishes: "RelatedManager[Wish]"

    class Meta:
        """Once for each account or address."""

        constraints = [
            models.UniqueConstraint(fields=["email"], condition=~Q(email=""), name="portal_reader_once"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, email="") | (Q(person__isnull=True) & ~Q(email="")),
                name="portal_reader_reachable",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def ref(self) -> str:
        """How the trail names them."""
        return f"portal-reader:{self.pk}"


class Wish(models.Model):
    """What one reader wants to hear of; until its address is confirmed it counts for nothing.

    Of notices: in a street, a district, within metres of a point, or everywhere; of one kind or of all. Of news, events
    and publications: in a category, or all. The newsletter comes as it is sent.
    """

    class About(models.TextChoices):
        """What sort of thing."""

        NOTICES = "notices", _("Works and outages")
        NEWS = "news", _("News")
        EVENTS = "events", _("Events")
        PUBLICATIONS = "brochures", _("Publications")
        LETTER = "letter", _("Newsletter")

    reader = models.ForeignKey(Reader, models.CASCADE, related_name="wishes", db_index=False)
    about = models.CharField(max_length=10, choices=About)
    kind = models.CharField(max_length=10, blank=True)
    category = models.ForeignKey(Category, models.CASCADE, null=True, blank=True, related_name="+")
    street = models.ForeignKey("kernel.Street", models.CASCADE, null=True, blank=True, related_name="+")
    district = models.ForeignKey("kernel.District", models.CASCADE, null=True, blank=True, related_name="+")
    lat = models.FloatField(null=True, blank=True)
    long = models.FloatField(null=True, blank=True)
    radius = models.PositiveSmallIntegerField(null=True, blank=True, help_text="metres")
    mark = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """In the order in which they were asked for; the same wish once for each reader."""

        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["reader", "mark"], name="portal_wish_once"),
            models.CheckConstraint(
                condition=Q(radius__isnull=True, lat__isnull=True, long__isnull=True)
                | Q(radius__isnull=False, lat__isnull=False, long__isnull=False),
                name="portal_wish_circle_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["about", "street"], name="portal_wish_street", condition=Q(confirmed_at__isnull=False)
            ),
            models.Index(fields=["asked_at"], name="portal_wish_waiting", condition=Q(confirmed_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.reader_id} {self.about}"


class Telling(models.Model):
    """That a reader was told of something, or is to be: once for each occasion, however many wishes it meets."""

    reader = models.ForeignKey(Reader, models.CASCADE, related_name="tellings", db_index=False)
    ref = models.CharField(max_length=80)
    occasion = models.CharField(max_length=24)
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Told in the order in which it happened."""

        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["reader", "ref", "occasion"], name="portal_telling_once")]
        indexes = [models.Index(fields=["at"], name="portal_telling_waiting", condition=Q(told_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.reader_id} {self.ref} {self.occasion}"


class Issue(models.Model):
    """One newsletter: a greeting and the items it tells of, sent once to everybody who asked for it."""

    title = MultilingualField(_("title"), max_length=160)
    intro = MultilingualField(_("first words"), max_length=2000, blank=True)
    items = models.ManyToManyField(Item, blank=True, related_name="+", verbose_name=_("what it tells of"))
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_to = models.PositiveIntegerField(default=0)

    class Meta:
        """The newest first."""

        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def ref(self) -> str:
        """How the trail names it."""
        return f"issue:{self.pk}"
