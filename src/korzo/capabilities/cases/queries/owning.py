"""Who owns a case, who is asked to, and who decides."""

from dataclasses import dataclass

from django.db.models import Count, Q

from korzo.capabilities.cases.models import Case, Forwarding, HandOver, Part
from korzo.capabilities.cases.models.case import CaseQuerySet
from korzo.capabilities.cases.rules import handing_over
from korzo.kernel.people.models import Organisation, Person
from korzo.kernel.people.roles import Role

OFFICES = (Organisation.Kind.DEPARTMENT, Organisation.Kind.UTILITY)
"""Kinds of organisations that own cases."""
OUTSIDE = (Organisation.Kind.AUTHORITY,)
"""Kinds of organisations that cases are forwarded to."""
_BESIDE = ("giver", "receiver", "arbiter", "asked_by")


@dataclass(frozen=True)
class Waiting:
    """How much waits for a person, besides the cases of their own office."""

    acceptance: int
    parts: int
    decisions: int
    unread: int


def hand_over(case: Case) -> HandOver | None:
    """The hand-over that is not settled yet."""
    undecided = HandOver.objects.filter(case=case, state__in=handing_over.UNDECIDED)
    return undecided.select_related(*_BESIDE).first()


def is_decided(case: Case) -> bool:
    """Say whether an arbiter has given the case to the office that owns it now."""
    last = HandOver.objects.filter(case=case, state=HandOver.State.DECIDED).order_by("-decided_at", "-pk").first()
    return last is not None and last.decided_for_id == case.office_id


def forwarding(case: Case) -> Forwarding | None:
    """The letter that waits for an answer."""
    waiting = Forwarding.objects.filter(case=case, state=Forwarding.State.WAITING)
    return waiting.select_related("authority", "dispatch__system").first()


def parts(case: Case) -> list[Part]:
    """The parts of the work that other offices were asked for."""
    return list(case.parts.exclude(state=Part.State.DROPPED).select_related("office"))


def missing(case: Case) -> list[Part]:
    """Parts that must be done before the case is solved."""
    return list(case.parts.filter(state=Part.State.OPEN, is_required=True).select_related("office"))


def arbiters() -> list[Person]:
    """Everybody who decides."""
    return list(Person.objects.filter(memberships__role=Role.ARBITER, is_active=True).distinct().order_by("email"))


def next_arbiter() -> Person | None:
    """The arbiter with the fewest cases to decide; None where the city has none (administrators decide then)."""
    load = dict(
        HandOver.objects.filter(state__in=handing_over.TO_DECIDE, arbiter__isnull=False)
        .values_list("arbiter")
        .annotate(Count("pk"))
        .order_by()
    )
    return min(arbiters(), key=lambda person: load.get(person.pk, 0), default=None)


def for_acceptance(person: Person) -> "Q":
    """Cases that an office of this person is asked to take over."""
    waiting = HandOver.objects.filter(state=HandOver.State.WAITING, receiver__in=person.offices)
    return Q(pk__in=waiting.values("case"))


def with_parts(person: Person) -> "Q":
    """Cases of which an office of this person was asked for a part."""
    return Q(pk__in=Part.objects.filter(state=Part.State.OPEN, office__in=person.offices).values("case"))


def to_decide() -> "Q":
    """Cases that an arbiter has to decide about."""
    return Q(pk__in=HandOver.objects.filter(state__in=handing_over.TO_DECIDE).values("case"))


def unread(person: Person) -> CaseQuerySet:
    """Closed cases of a person's offices about which their reporters wrote something that nobody has read."""
    cases: CaseQuerySet = Case.objects.filter(unread_since__isnull=False)
    sees_all = person.has_role(Role.AGENT, Role.ARBITER, Role.ELECTED, Role.ADMINISTRATOR)
    return cases if sees_all else cases.filter(office__in=person.offices)


def waiting(person: Person) -> Waiting:
    """Count what waits for a person."""
    is_officer, decides = person.has_role(Role.OFFICER), person.has_role(Role.ARBITER, Role.ADMINISTRATOR)
    cases: CaseQuerySet = Case.objects.open()
    return Waiting(
        cases.filter(for_acceptance(person)).count() if is_officer else 0,
        cases.filter(with_parts(person)).count() if is_officer else 0,
        cases.filter(to_decide()).count() if decides else 0,
        unread(person).count(),
    )
