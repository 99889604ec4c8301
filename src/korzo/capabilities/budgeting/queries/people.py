"""Who stands behind ideas, as everybody may read it, and what somebody has to do with which idea."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from korzo.capabilities.budgeting.models import Coauthor, Complaint, Idea, Support, Volunteer
from korzo.capabilities.budgeting.models.idea import IdeaQuerySet
from korzo.kernel.people.models import Person

MOST = 20


def called(person: Person | None, *, signed: bool = True) -> str:
    """The name that everybody reads; somebody without a name, or who does not want it shown, is a resident."""
    return person.name if person and signed and person.name else _("A resident")


def authors(idea: Idea) -> list[str]:
    """The author and those who agreed to stand behind the idea, as everybody reads them.

    Who came with an idea that was joined to it is named as they were there.
    """
    others = idea.coauthors.filter(agreed_at__isnull=False).select_related("person")
    unnamed = set(idea.merged.filter(is_signed=False).values_list("author_id", flat=True))
    named = [called(each.person, signed=each.person_id not in unnamed) for each in others]
    return [called(idea.author, signed=idea.is_signed), *named]


def ideas_of(person: Person) -> IdeaQuerySet:
    """The ideas somebody began, stands behind, or is asked to stand behind; newest first."""
    found = Idea.objects.filter(Q(author=person) | Q(coauthors__person=person)).distinct()
    return found.select_related("cycle", "track", "theme").order_by("-changed_at", "-pk")


def invitation(idea: Idea, person: Person | None) -> Coauthor | None:
    """The question whether somebody stands behind an idea, as long as it waits for an answer."""
    return idea.coauthors.filter(person=person, agreed_at__isnull=True).first() if person else None


def supports(person: Person | None, ideas: Sequence[Idea]) -> set[int]:
    """Which of the ideas somebody supports."""
    if person is None:
        return set()
    return set(Support.objects.filter(person=person, idea__in=ideas).values_list("idea_id", flat=True))


def has_complained(idea: Idea, person: Person | None) -> bool:
    """Say whether somebody has told us that the idea is out of place."""
    return person is not None and Complaint.objects.filter(idea=idea, comment=None, person=person).exists()


def volunteered(cycle_id: int, person: Person | None) -> Volunteer | None:
    """What somebody said when they volunteered for the committee."""
    return Volunteer.objects.filter(cycle=cycle_id, person=person).first() if person else None
