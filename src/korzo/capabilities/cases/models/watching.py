"""Who wants to hear what happens in a district, in a street, around a point, or of a kind of problem."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.cases.models.case import Case
from korzo.capabilities.cases.models.catalogue import Category
from korzo.capabilities.cases.rules.watching import Wish
from korzo.kernel.people.models import Person


class Reader(models.Model):
    """An account or an address, with the secret that opens its list of subscriptions."""

    person = models.OneToOneField(Person, models.CASCADE, null=True, blank=True, related_name="+")
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    nonce = models.CharField(max_length=32)

    class Meta:
        """Once for each account or address."""

        constraints = [
            models.UniqueConstraint(fields=["email"], condition=~Q(email=""), name="reader_once"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, email="") | (Q(person__isnull=True) & ~Q(email="")),
                name="reader_reachable",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def ref(self) -> str:
        """How the trail names them."""
        return f"reader:{self.pk}"

    @property
    def address(self) -> str:
        """Where they read their mail."""
        return self.person.email.lower() if self.person else self.email


class Subscription(models.Model):
    """What one reader wants to hear of, and how often; until its address is confirmed it counts for nothing."""

    class Pace(models.TextChoices):
        """How often somebody is told."""

        AT_ONCE = "at_once", _("At once")
        DAILY = "daily", _("Once a day, in the morning")
        WEEKLY = "weekly", _("Once a week, on Monday")

    reader = models.ForeignKey(Reader, models.CASCADE, related_name="subscriptions", db_index=False)
    district = models.ForeignKey("kernel.District", models.CASCADE, null=True, blank=True, related_name="+")
    street = models.ForeignKey("kernel.Street", models.CASCADE, null=True, blank=True, related_name="+")
    lat = models.FloatField(null=True, blank=True)
    long = models.FloatField(null=True, blank=True)
    radius = models.PositiveSmallIntegerField(null=True, blank=True)
    category = models.ForeignKey(Category, models.CASCADE, null=True, blank=True, related_name="+")
    group = models.CharField(max_length=40, blank=True)
    mark = models.CharField(max_length=80)
    solved = models.BooleanField(default=True)
    pace = models.CharField(max_length=8, choices=Pace, default=Pace.DAILY)
    is_paused = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """In the order in which they were asked for; the same wish once for each reader."""

        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["reader", "mark"], name="subscribed_once"),
            models.CheckConstraint(
                condition=Q(radius__isnull=True, lat__isnull=True, long__isnull=True)
                | Q(radius__isnull=False, lat__isnull=False, long__isnull=False),
                name="subscription_circle_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at"], name="subscription_waiting", condition=Q(confirmed_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def wish(self) -> Wish:
        """The same as the rules know it."""
        return Wish(self.district_id, self.street_id, self.lat, self.long, self.radius, self.category_id, self.group)


class SubscriptionKey(models.Model):
    """A key under which a subscription is found."""

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="keys")
    key = models.CharField(max_length=64)

    class Meta:
        """Found by the key."""

        constraints = [models.UniqueConstraint(fields=["key", "subscription"], name="subscription_key_once")]

    def __str__(self) -> str:
        return self.key


class News(models.Model):
    """Something that a subscription is to be told, or was: a case once for each thing that can be said of it."""

    class What(models.TextChoices):
        """What is said of a case."""

        NEW = "new", _("New")
        SOLVED = "solved", _("Solved")

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="news", db_index=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    what = models.CharField(max_length=6, choices=What)
    due_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Told in the order of the hour that each waits for."""

        constraints = [models.UniqueConstraint(fields=["subscription", "case", "what"], name="news_once")]
        indexes = [
            models.Index(fields=["due_at"], name="news_waiting", condition=Q(told_at__isnull=True)),
            models.Index(fields=["told_at"], name="news_told", condition=Q(told_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.subscription_id} {self.case_id} {self.what}"
