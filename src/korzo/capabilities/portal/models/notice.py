"""Notices of works and outages: who tells of what, where, from when, until when, and how it goes on."""

from datetime import datetime
from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.portal.rules import notices
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.text.fields import MultilingualField


class NoticeYear(models.Model):
    """The last number given in a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Ways to choose notices."""

    def current(self, now: datetime) -> Self:
        """Those that run or are to come."""
        return self.filter(is_cancelled=False).filter(Q(ended_at__isnull=True) | Q(ended_at__gt=now))

    def running(self, now: datetime) -> Self:
        """Those that run now."""
        return self.current(now).filter(begins_at__lte=now)


class Notice(models.Model):
    """Water, power, a street … not as usual. It ends when somebody says so, not when it was planned to."""

    class Kind(models.TextChoices):
        """What is concerned."""

        WATER = "water", _("Water")
        POWER = "power", _("Electricity")
        HEAT = "heat", _("Heating")
        GAS = "gas", _("Gas")
        STREET = "street", _("Street closed or narrowed")
        TRANSPORT = "transport", _("Public transport")
        WASTE = "waste", _("Waste collection")
        WEATHER = "weather", _("Weather")
        WORKS = "works", _("Works")
        OTHER = "other", _("Something else")

    class Severity(models.TextChoices):
        """How much it matters (CAP 1.2)."""

        MINOR = "Minor", _("Little")
        MODERATE = "Moderate", _("Noticeable")
        SEVERE = "Severe", _("Severe")
        EXTREME = "Extreme", _("Danger")

    code = models.CharField(max_length=24, unique=True, validators=[RegexValidator(r"^N-\d{4}-\d{5}$")])
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    severity = models.CharField(_("how severe"), max_length=8, choices=Severity, default=Severity.MODERATE)
    title = MultilingualField(_("title"), max_length=160)
    text = MultilingualField(_("what happens, and what to do"), max_length=4000, blank=True)
    reason = MultilingualField(_("reason"), max_length=300, blank=True)
    operator = models.ForeignKey(Organisation, models.PROTECT, related_name="notices", verbose_name=_("announced by"))
    is_planned = models.BooleanField(_("planned"), default=True)
    begins_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("planned until"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    is_cancelled = models.BooleanField(default=False)
    area = models.JSONField(_("area"), null=True, blank=True, help_text=_("GeoJSON geometry, WGS 84."))
    west = models.FloatField(null=True, editable=False)
    south = models.FloatField(null=True, editable=False)
    east = models.FloatField(null=True, editable=False)
    north = models.FloatField(null=True, editable=False)
    streets = models.ManyToManyField("kernel.Street", blank=True, related_name="+", verbose_name=_("streets"))
    districts = models.ManyToManyField("kernel.District", blank=True, related_name="+", verbose_name=_("districts"))
    is_everywhere = models.BooleanField(_("the whole city"), default=False)
    related = models.JSONField(_("belongs to"), default=list, blank=True)
    sender = models.CharField(max_length=200, blank=True)
    identifier = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    objects = NoticeQuerySet.as_manager()

    class Meta:
        """What begins first, first; from one sender an alert once."""

        ordering = ["begins_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("begins_at")), name="portal_notice_times_in_order"
            ),
            models.UniqueConstraint(
                fields=["sender", "identifier"], condition=~Q(identifier=""), name="portal_notice_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["begins_at"],
                name="portal_notice_current",
                condition=Q(ended_at__isnull=True, is_cancelled=False),
            ),
            models.Index(fields=["-changed_at"], name="portal_notice_changed"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def ref(self) -> str:
        """How other rooms name it."""
        return f"notice:{self.code}"

    def state(self, now: datetime) -> str:
        """Whether it is planned, runs, or is over."""
        return notices.state(self.begins_at, self.ended_at, is_cancelled=self.is_cancelled, now=now)

    def is_late(self, now: datetime) -> bool:
        """Whether its planned end has passed without an all-clear."""
        return not self.is_cancelled and notices.is_late(self.ends_at, self.ended_at, now)


class NoticeUpdate(models.Model):
    """Something that was said of a notice after it was announced. `what` changed stands beside the words."""

    class What(models.TextChoices):
        """What an update says."""

        TOLD = "told", _("How it goes on")
        MOVED = "moved", _("Other times")
        WIDENED = "widened", _("Other places")
        ENDED = "ended", _("Over: everything works again")
        CANCELLED = "cancelled", _("Cancelled")

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="updates")
    what = models.CharField(max_length=10, choices=What, default=What.TOLD)
    text = MultilingualField(_("what is new"), max_length=1000, blank=True)
    begins_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """The newest first."""

        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.what}"
