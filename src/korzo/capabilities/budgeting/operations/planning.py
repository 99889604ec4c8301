"""What is done between check and ballot: ideas are joined, visited, shortlisted, and hidden when out of place."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.capabilities.budgeting import events, permissions
from korzo.capabilities.budgeting.models import Coauthor, Idea, Review, Support, Track, Visit
from korzo.capabilities.budgeting.operations.stepping import NotAllowed, Refused, changing, in_time, needed, tidy
from korzo.capabilities.budgeting.operations.supporting import recount
from korzo.capabilities.budgeting.queries import checking
from korzo.capabilities.budgeting.rules import states
from korzo.capabilities.budgeting.rules.states import Action
from korzo.kernel import trail
from korzo.kernel.people.models import Person


class OverLimit(Refused):
    """What is chosen costs more than the shortlist may."""

    def __init__(self, spent: Decimal, limit: Decimal) -> None:
        super().__init__("", _("This costs more than the shortlist may. Leave something off."))
        self.spent, self.limit = spent, limit


def merge(idea: Idea, *, into: Idea, by: Person, now: datetime) -> None:
    """Join an idea to another: its authors stand behind that one too, its supporters support it."""
    _planner(by)
    if idea.pk == into.pk or idea.cycle_id != into.cycle_id or into.merged_into_id is not None:
        raise Refused("into", _("Choose another idea of the same cycle."))
    with transaction.atomic():
        list(Idea.objects.select_for_update().filter(pk__in=[idea.pk, into.pk]).order_by("pk"))
        with changing(into, now=now) as step:
            if step.idea.step not in states.BEFORE_SHORTLIST:
                raise states.NotPossible(Action.MERGE, step.idea.step)
            trail.record(events.IdeaTookOver(into.ref, idea.ref), by=by, now=now)
        with changing(idea, now=now) as step:
            step.to(Action.MERGE)
            step.set(merged_into=into)
            step.idea.reviews.exclude(state=Review.State.CONFIRMED).delete()
            trail.record(events.IdeaMerged(idea.ref, into.ref), by=by, now=now)
        idea.merged.update(merged_into=into)
        _bring_along(idea, into, now)


def _bring_along(idea: Idea, into: Idea, now: datetime) -> None:
    authors = [idea.author_id, *idea.coauthors.filter(agreed_at__isnull=False).values_list("person_id", flat=True)]
    people = [person for person in dict.fromkeys(authors) if person is not None and person != into.author_id]
    for person in people:
        Coauthor.objects.update_or_create(
            idea=into, person_id=person, defaults={"agreed_at": now}, create_defaults={"since": now, "agreed_at": now}
        )
    known = set(into.supports.values_list("person_id", flat=True)) | set(people) | {into.author_id}
    Support.objects.bulk_create(
        Support(idea=into, person_id=each.person_id, since=each.since)
        for each in idea.supports.all()
        if each.person_id not in known
    )
    into.supports.filter(person__in=people).delete()
    recount(into)


def visit(idea: Idea, *, on: date, text: str, people: int | None, by: Person, now: datetime) -> Visit:
    """Note that the committee or an office went to look at the place."""
    _planner(by)
    if on > timezone.localdate(now):
        raise Refused("on", _("This day is still to come."))
    with transaction.atomic():
        text = needed(text, _("Tell what was found."))
        made = Visit.objects.create(idea=idea, on=on, text=text, people=people)
        trail.record(events.VisitNoted(idea.ref, made.pk), by=by, now=now)
        return made


def shortlist(track: Track, codes: Collection[str], *, by: Person, now: datetime) -> None:
    """Put exactly these ideas of a track on its shortlist; all others that can be done are left off.

    A ballot that was made of another shortlist is taken away. Raises OverLimit when they cost more than the shortlist
    may, NotNow when the calendar does not allow it.
    """
    _planner(by)
    in_time(track.cycle, "shortlist", now=now)
    with transaction.atomic():
        locked = Track.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=track.pk)
        if locked.batches.exists():
            raise Refused("", _("Votes have come in. The ballot cannot be changed any more."))
        lines = checking.sheet(locked).lines
        if unknown := set(codes) - {line.idea.code for line in lines}:
            raise Refused("", _("%(codes)s cannot be shortlisted.") % {"codes": ", ".join(sorted(unknown))})
        spent = sum((line.idea.cost or Decimal(0) for line in lines if line.idea.code in codes), Decimal(0))
        if spent > track.shortlist_limit:
            raise OverLimit(spent, track.shortlist_limit)
        if set(codes) != {line.idea.code for line in lines if line.chosen}:
            locked.candidates.all().delete()
        for line in lines:
            chosen = line.idea.code in codes
            wanted = states.State.SHORTLISTED if chosen else states.State.NOT_SHORTLISTED
            if line.idea.state == wanted:
                continue
            with changing(line.idea, now=now) as step:
                step.to(Action.SHORTLIST if chosen else Action.LEAVE_OFF)
                kind = events.IdeaShortlisted if chosen else events.IdeaLeftOff
                trail.record(kind(step.idea.ref, track.code), by=by, now=now)


def hide(idea: Idea, *, hidden: bool, why: str, by: Person, now: datetime) -> None:
    """Take an idea out of public view with a reason that its author reads, or put it back."""
    if not permissions.can_moderate(by):
        raise NotAllowed(_("Only moderators can do this."))
    with changing(idea, now=now) as step:
        why = needed(why, _("Say why. The writer reads it."), field="why", limit=500) if hidden else ""
        step.set(is_hidden=hidden, hidden_why=tidy(why, limit=500))
        step.idea.complaints.filter(comment=None, settled_at__isnull=True).update(settled_at=now)
        trail.record(events.IdeaHidden(step.idea.ref, hidden), by=by, now=now)


def _planner(person: Person) -> None:
    if not permissions.can_plan(person):
        raise NotAllowed(_("Only who plans the cycle can do this."))
