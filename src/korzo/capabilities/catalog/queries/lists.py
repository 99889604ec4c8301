"""Lists of data sets, and one of them with everything its page shows."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from korzo.capabilities.catalog.models import Dataset, Distribution, Publisher
from korzo.capabilities.catalog.rules import vocabularies
from korzo.kernel.people.models import Person
from korzo.kernel.people.roles import Role

PAGE_SIZE = 20
OVERDUE = 1.5
"""How many times its own rhythm a data set may be quiet before it is called stale."""


def shown(now: datetime) -> QuerySet[Dataset]:
    """What strangers see, the newest data first."""
    return (
        Dataset.objects.filter(step__in=(Dataset.Step.PUBLISHED, Dataset.Step.DEPRECATED), is_private=False)
        .filter(Q(embargo_until__isnull=True) | Q(embargo_until__lte=now))
        .select_related("publisher")
        .order_by("-updated_at", "name")
    )


def to_have(now: datetime) -> QuerySet[Dataset]:
    """Of these, the ones whose data strangers may have too."""
    return shown(now).exclude(access=Dataset.Access.NON_PUBLIC)


def newest(now: datetime) -> QuerySet[Dataset]:
    """The three that people published or changed last; those that change by themselves each night would hide them."""
    return shown(now).filter(step=Dataset.Step.PUBLISHED, updated_at__isnull=False, origin=Dataset.Origin.EDITED)[:3]


def find(named: str) -> Dataset | None:
    """A data set by its name or its id, with what its page needs."""
    try:
        wanted = Q(name=named) | Q(pk=UUID(named))
    except ValueError:
        wanted = Q(name=named)
    forms = Prefetch("distributions", Distribution.objects.select_related("current"))
    whole = Dataset.objects.select_related("publisher__organisation", "series", "replaced_by", "creator")
    return whole.prefetch_related(forms, "groups", "services").filter(wanted).first()


def kept_by(person: Person) -> QuerySet[Dataset]:
    """What a steward keeps, everything for administrators; what needs doing first."""
    kept = Dataset.objects.select_related("publisher").annotate(forms=Count("distributions"))
    if not person.has_role(Role.ADMINISTRATOR):
        kept = kept.filter(publisher__organisation__in=person.offices)
    return kept.order_by("name")


def publishers_of(person: Person) -> QuerySet[Publisher]:
    """For whom a steward may enter data sets."""
    all_of_them = Publisher.objects.filter(is_deleted=False).select_related("organisation")
    if person.has_role(Role.ADMINISTRATOR):
        return all_of_them
    return all_of_them.filter(organisation__in=person.offices)


def is_stale(dataset: Dataset, now: datetime) -> bool:
    """Whether new open data are overdue by half of what was promised, or more."""
    days = vocabularies.DAYS.get(dataset.frequency)
    last = dataset.updated_at or dataset.issued_at
    if dataset.step != Dataset.Step.PUBLISHED or dataset.access != Dataset.Access.PUBLIC:
        return False
    if days is None or last is None:
        return False
    return now - last > timedelta(days=days * OVERDUE)
