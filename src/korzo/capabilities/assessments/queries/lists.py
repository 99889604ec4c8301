"""Which assessments somebody finds."""

from django.db.models import Q, QuerySet

from korzo.capabilities.assessments import permissions
from korzo.capabilities.assessments.models import LOCKED, Assessment, Part
from korzo.kernel.people.models import Organisation, Person


def published() -> QuerySet[Assessment]:
    """What everybody may read something of."""
    return Assessment.objects.exclude(published=[]).select_related("organisation")


def of(person: Person) -> QuerySet[Assessment]:
    """What this person may read: of the organisations that they work for, and where they were asked for a part."""
    offices = [where for role, where in person.roles if role in permissions.CONTRIBUTORS]
    known = permissions.trees(person)
    mine = Q(organisation__in=permissions.houses(person)) | Q(lead=person, organisation__in=known)
    asked = Q(parts__person=person, organisation__in=known) | Q(parts__office__in=offices)
    found = Assessment.objects.filter(mine | asked).values("pk")
    return Assessment.objects.filter(pk__in=found).select_related("organisation")


def asked_of(person: Person) -> QuerySet[Part]:
    """Parts that this person or their offices still have to fill in, the most urgent first."""
    offices = [where for role, where in person.roles if role in permissions.CONTRIBUTORS]
    waiting = Part.objects.filter(state__in=(Part.State.OPEN, Part.State.RETURNED)).exclude(
        assessment__state__in=[Assessment.State.DRAFT, *LOCKED]
    )
    known = permissions.trees(person)
    mine = waiting.filter(Q(person=person, assessment__organisation__in=known) | Q(office__in=offices))
    return mine.select_related("assessment__organisation").order_by("due_on", "assessment", "code")


def can_begin_for(person: Person) -> QuerySet[Organisation]:
    """The organisations that this person may begin an assessment of: cities and utilities that they lead."""
    led = [where for role, where in person.roles if role in permissions.LEADERS]
    return Organisation.objects.filter(Q(pk__in=led) | Q(parent__in=led), is_active=True).order_by("kind", "code")
