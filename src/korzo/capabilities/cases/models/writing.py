"""What makes an officer's day shorter: texts that stand ready, lists that were kept, colleagues named in notes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.cases.models.case import Update
from korzo.capabilities.cases.models.catalogue import Category
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.text.fields import MultilingualField


class ReadyText(models.Model):
    """A text that is written again and again, in every language in which residents are answered."""

    class Use(models.TextChoices):
        """The form it is for; the words are the forms' own."""

        COMMENT = "comment", _("Comment")
        ASK = "ask", _("Question to the person who reported it")
        RESOLVE = "resolve", _("Solved")
        DECLINE = "decline", _("Not possible")

    name = models.CharField(_("name for colleagues"), max_length=80)
    use = models.CharField(_("for"), max_length=8, choices=Use)
    text = MultilingualField(_("text"))
    office = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    category = models.ForeignKey(Category, models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        """By use and name."""

        ordering = ["use", "name", "pk"]

    def __str__(self) -> str:
        return self.name


class SavedFilter(models.Model):
    """A narrowed list that somebody wants to open again."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(max_length=400)

    class Meta:
        """One name stands for one list."""

        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="saved_filter_name")]

    def __str__(self) -> str:
        return self.name


class Mention(models.Model):
    """A colleague who is named in a note and told of it."""

    update = models.ForeignKey(Update, models.CASCADE, related_name="mentions")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        """Once in a note is enough."""

        constraints = [models.UniqueConstraint(fields=["update", "person"], name="mention_once")]

    def __str__(self) -> str:
        return f"{self.update_id} {self.person_id}"
