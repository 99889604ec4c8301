"""The desks of those who check, plan and moderate: what waits there, what is due first."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from korzo.capabilities.budgeting.models import Comment, Complaint, Cycle, Idea, Review, Track
from korzo.capabilities.budgeting.models.idea import IdeaQuerySet
from korzo.capabilities.budgeting.permissions import PLANNERS
from korzo.capabilities.budgeting.rules import states
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.people.roles import Role


def reviews(person: Person, *, state: str = "") -> QuerySet[Review]:
    """The checks of somebody's offices that are not confirmed, due first; who plans sees those of all offices."""
    found = Review.objects.exclude(state=Review.State.CONFIRMED)
    if not person.has_role(*PLANNERS):
        found = found.filter(office__in=person.offices)
    if state:
        found = found.filter(state=state)
    return found.select_related("idea__track", "idea__theme", "office", "reviewer").order_by("due_on", "pk")


def untouched() -> IdeaQuerySet:
    """Ideas that were sent and given to no office yet, oldest first."""
    found = Idea.objects.filter(state=states.State.PROPOSED, is_hidden=False).order_by("proposed_at")
    return found.select_related("track", "theme", "cycle", "district").defer("district__geometry")


def offices() -> QuerySet[Organisation]:
    """The offices that can be asked to check: those that somebody works for."""
    return Organisation.objects.filter(is_active=True, memberships__role=Role.OFFICER).distinct()


def late(today: date) -> QuerySet[Review]:
    """Open checks past their day."""
    return Review.objects.filter(state=Review.State.OPEN, due_on__lt=today)


def public_reviews(idea: Idea) -> list[Review]:
    """The confirmed checks of an idea, oldest first."""
    return list(idea.reviews.filter(state=Review.State.CONFIRMED).select_related("office"))


def held() -> QuerySet[Comment]:
    """Comments that wait for a moderator, and those that readers complained about."""
    complained = Complaint.objects.filter(comment=OuterRef("pk"), settled_at__isnull=True)
    return (
        Comment.objects.filter(Q(state=Comment.State.HELD) | Exists(complained))
        .select_related("idea", "person")
        .prefetch_related("complaints")
        .order_by("at", "pk")
    )


def complained() -> IdeaQuerySet:
    """Ideas that readers find out of place."""
    waiting = Complaint.objects.filter(idea=OuterRef("pk"), comment__isnull=True, settled_at__isnull=True)
    return Idea.objects.filter(Exists(waiting)).select_related("cycle").prefetch_related("complaints").order_by("pk")


@dataclass(frozen=True)
class Line:
    """An idea that can be shortlisted, with the sum of what stands before it, itself included, if it is chosen."""

    idea: Idea
    chosen: bool
    sum: Decimal | None


@dataclass(frozen=True)
class Sheet:
    """What a committee sees while it chooses: the ideas of a track, the sum, and how much it may be."""

    track: Track
    lines: list[Line]
    spent: Decimal
    limit: Decimal

    @property
    def percent(self) -> int:
        """The sum in per cent of the envelope."""
        return round(100 * self.spent / self.track.envelope)

    @property
    def is_over(self) -> bool:
        """Say whether it is more than may be."""
        return self.spent > self.limit


def sheet(track: Track) -> Sheet:
    """The ideas of a track that can be done, those with most support first, the chosen ones summed up."""
    able = (states.State.FEASIBLE, states.State.SHORTLISTED, states.State.NOT_SHORTLISTED)
    ideas = track.ideas.filter(state__in=able, is_hidden=False).select_related("theme", "district")
    lines, spent = [], Decimal(0)
    for idea in ideas.defer("district__geometry").order_by("-supporters", "code"):
        chosen = idea.state == states.State.SHORTLISTED
        spent += (idea.cost or Decimal(0)) if chosen else Decimal(0)
        lines.append(Line(idea, chosen, spent if chosen else None))
    return Sheet(track, lines, spent, track.shortlist_limit)


def money(cycle: Cycle) -> Decimal:
    """All envelopes of a cycle together."""
    return Decimal(cycle.tracks.aggregate(all=Coalesce(Sum("envelope"), Decimal(0)))["all"])
