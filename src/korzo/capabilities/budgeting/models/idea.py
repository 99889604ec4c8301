"""An idea, who stands behind it, and what people say about it."""

from typing import TYPE_CHECKING, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from korzo.capabilities.budgeting.models.cycle import Cycle, Theme, Track
from korzo.capabilities.budgeting.rules import states
from korzo.kernel.people.models import Person

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

    from korzo.capabilities.budgeting.models.reviewing import Review

TITLE_LIMIT = 120
TEXT_LIMIT = 4000
COMMENT_LIMIT = 2000


class IdeaQuerySet(models.QuerySet["Idea"]):
    """Ways to choose ideas."""

    def public(self) -> Self:
        """Those that everybody may see."""
        return self.exclude(state=states.State.DRAFT).filter(is_hidden=False, cycle__is_published=True)


class Idea(models.Model):
    """What somebody proposes to do with a part of an envelope."""

    class State(models.TextChoices):
        """The rules' states, with names to read."""

        DRAFT = "draft", _("Draft")
        PROPOSED = "proposed", pgettext_lazy("idea", "Proposed")
        IN_CHECK = "in_check", _("Being checked")
        RETURNED = "returned", _("To be improved")
        FEASIBLE = "feasible", _("Can be done")
        INFEASIBLE = "infeasible", _("Cannot be done")
        MERGED = "merged", _("Joined with another idea")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        SHORTLISTED = "shortlisted", _("On the shortlist")
        NOT_SHORTLISTED = "not_shortlisted", _("Not on the shortlist")
        WON = "won", _("Chosen")
        LOST = "lost", _("Not chosen")
        CUT = "cut", _("Not approved by the council")
        BUILDING = "building", _("Being built")
        FINISHED = "finished", _("Finished")

    code = models.CharField(max_length=40, unique=True)
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="ideas")
    track = models.ForeignKey(Track, models.PROTECT, related_name="ideas", verbose_name=_("envelope"))
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+", verbose_name=_("theme"))
    state = models.CharField(max_length=16, choices=State, default=State.DRAFT)
    title = models.CharField(_("title"), max_length=TITLE_LIMIT)
    body = models.TextField(_("what should be done"), max_length=TEXT_LIMIT, blank=True)
    benefits = models.TextField(_("who benefits"), max_length=1000, blank=True)
    language = models.CharField(max_length=10, blank=True)
    is_signed = models.BooleanField(_("show my name with the idea"), default=False)
    estimated_cost = models.DecimalField(
        _("estimated cost"), max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(1)]
    )
    cost = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    yearly_cost = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)

    lat = models.FloatField(null=True, blank=True)
    long = models.FloatField(null=True, blank=True)
    address = models.CharField(max_length=200, blank=True)
    district = models.ForeignKey("kernel.District", models.SET_NULL, null=True, blank=True, related_name="+")

    author = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    from_ref = models.CharField(max_length=80, blank=True, db_index=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    is_hidden = models.BooleanField(default=False)
    hidden_why = models.TextField(max_length=500, blank=True)
    supporters = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = IdeaQuerySet.as_manager()

    if TYPE_CHECKING:
        reviews: RelatedManager[Review]
        photos: RelatedManager["Photo"]
        comments: RelatedManager["Comment"]
        coauthors: RelatedManager["Coauthor"]
        supports: RelatedManager["Support"]

    class Meta:
        """Constraints that hold however a row is written."""

        constraints = [
            models.CheckConstraint(
                condition=Q(lat__isnull=True, long__isnull=True) | Q(lat__range=(-90, 90), long__range=(-180, 180)),
                name="idea_position_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
                name="idea_merged_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(proposed_at__isnull=False), name="idea_sent_has_date"
            ),
        ]
        indexes = [
            models.Index(fields=["cycle", "state", "-proposed_at"], name="idea_by_state"),
            models.Index(fields=["author"], name="idea_by_author"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def ref(self) -> str:
        """How other capabilities name this idea."""
        return f"idea:{self.code}"

    @property
    def step(self) -> states.State:
        """The state as the rules know it."""
        return states.State(self.state)


class Coauthor(models.Model):
    """Somebody who stands behind an idea beside its author: invited, or the author of an idea that was joined to it."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="coauthors")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    since = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Each once."""

        ordering = ["since", "pk"]
        constraints = [models.UniqueConstraint(fields=["idea", "person"], name="coauthor_once")]

    def __str__(self) -> str:
        return f"{self.idea_id} {self.person_id}"


class Support(models.Model):
    """That somebody would like an idea; a sign of interest, not a vote."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="supports")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        """One each."""

        constraints = [models.UniqueConstraint(fields=["idea", "person"], name="support_once")]

    def __str__(self) -> str:
        return f"{self.idea_id} {self.person_id}"


class Comment(models.Model):
    """What somebody says about an idea."""

    class State(models.TextChoices):
        """Who may read it."""

        SHOWN = "shown", _("Shown")
        HELD = "held", _("Waits for a moderator")
        HIDDEN = "hidden", _("Hidden")

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="comments")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.TextField(max_length=COMMENT_LIMIT)
    at = models.DateTimeField()
    state = models.CharField(max_length=6, choices=State, default=State.SHOWN)
    hidden_why = models.CharField(max_length=300, blank=True)
    judged_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        """In the order in which they were written."""

        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.idea_id} {self.pk}"


class Complaint(models.Model):
    """That a reader finds a comment or an idea out of place; `comment` empty: the idea itself."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="complaints")
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, blank=True, related_name="complaints")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    why = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Nobody complains twice about the same."""

        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "person"], condition=Q(comment__isnull=False), name="complaint_of_comment_once"
            ),
            models.UniqueConstraint(
                fields=["idea", "person"], condition=Q(comment__isnull=True), name="complaint_of_idea_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.idea_id} {self.comment_id or ''}"


class Photo(models.Model):
    """A picture of the place or of what is meant."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="photos")
    upload = models.ForeignKey("kernel.Upload", models.CASCADE, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        """In the order in which they came."""

        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return f"{self.idea_id} {self.upload_id}"
