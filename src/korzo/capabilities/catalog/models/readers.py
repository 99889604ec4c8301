"""What readers do: ask for data, comment, follow, and show what they made of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from korzo.kernel.text.fields import MultilingualField


class Request(models.Model):
    """Somebody asks for data that is not there yet; the city answers in public, by a day it promised."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("Waits for a check")
        OPEN = "open", _("Being looked into")
        PROMISED = "promised", pgettext_lazy("request for data", "Promised")
        DONE = "done", _("Published")
        DECLINED = "declined", _("Declined")
        HIDDEN = "hidden", _("Hidden")

    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(_("Which data?"), max_length=160)
    text = models.TextField(_("What do you need it for?"), max_length=4000, blank=True)
    language = models.CharField(max_length=10, blank=True)
    person = models.ForeignKey("kernel.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    publisher = models.ForeignKey("catalog.Publisher", models.SET_NULL, null=True, blank=True, related_name="requests")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    answer = MultilingualField(_("answer"), max_length=4000, blank=True)
    dataset = models.ForeignKey("catalog.Dataset", models.SET_NULL, null=True, blank=True, related_name="requests")
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The newest first."""

        ordering = ["-number"]

    def __str__(self) -> str:
        return f"#{self.number}"

    @property
    def ref(self) -> str:
        """How other rooms name this request."""
        return f"data_request:{self.number}"


class Support(models.Model):
    """Somebody needs what another asked for."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="supports")
    person = models.ForeignKey("kernel.Person", models.CASCADE, related_name="+")

    class Meta:
        """Once each."""

        constraints = [models.UniqueConstraint(fields=["request", "person"], name="data_request_supported_once")]

    def __str__(self) -> str:
        return f"{self.request_id}"


class Showcase(models.Model):
    """What somebody made of open data (a "reuse")."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("Waits for a check")
        SHOWN = "shown", _("Shown")
        DECLINED = "declined", _("Declined")

    title = models.CharField(_("Name"), max_length=160)
    text = models.TextField(_("What is it?"), max_length=4000)
    url = models.URLField(_("Address"), max_length=500)
    author = models.CharField(_("Made by"), max_length=160, blank=True)
    language = models.CharField(max_length=10, blank=True)
    picture = models.ForeignKey("kernel.Upload", models.SET_NULL, null=True, blank=True, related_name="+")
    datasets = models.ManyToManyField("catalog.Dataset", blank=True, related_name="showcases")
    person = models.ForeignKey("kernel.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    reply = models.CharField(max_length=1000, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        """The newest first."""

        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.title


class Comment(models.Model):
    """A remark on a data set; it reaches the stewards of its publisher."""

    dataset = models.ForeignKey("catalog.Dataset", models.CASCADE, related_name="comments")
    reply_to = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replies")
    person = models.ForeignKey("kernel.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    is_official = models.BooleanField(default=False)
    text = models.TextField(_("Your remark"), max_length=4000)
    language = models.CharField(max_length=10, blank=True)
    is_hidden = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    class Meta:
        """The oldest first, as in a talk."""

        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return f"{self.dataset_id}: {self.pk}"


class Follow(models.Model):
    """Somebody wants to hear when a data set changes, or when a publisher has a new one."""

    person = models.ForeignKey("kernel.Person", models.CASCADE, related_name="+")
    dataset = models.ForeignKey("catalog.Dataset", models.CASCADE, null=True, blank=True, related_name="follows")
    publisher = models.ForeignKey("catalog.Publisher", models.CASCADE, null=True, blank=True, related_name="follows")
    group = models.ForeignKey("catalog.Group", models.CASCADE, null=True, blank=True, related_name="follows")
    theme = models.CharField(max_length=4, blank=True)
    since = models.DateTimeField()

    class Meta:
        """One thing each, once each."""

        constraints = [
            models.UniqueConstraint(fields=["person", "dataset"], name="dataset_followed_once"),
            models.UniqueConstraint(fields=["person", "publisher"], name="publisher_followed_once"),
            models.UniqueConstraint(fields=["person", "group"], name="group_followed_once"),
            models.UniqueConstraint(fields=["person", "theme"], condition=~Q(theme=""), name="theme_followed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.dataset_id or self.publisher_id or self.group_id or self.theme}"
