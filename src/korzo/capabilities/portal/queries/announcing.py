"""What those who announce works and outages have before them."""

from datetime import datetime

from korzo.capabilities.portal import permissions
from korzo.capabilities.portal.models import Notice
from korzo.capabilities.portal.models.notice import NoticeQuerySet
from korzo.capabilities.portal.queries import notices
from korzo.kernel.people.models import Organisation, Person

ANNOUNCING = (
    Organisation.Kind.CITY, Organisation.Kind.DEPARTMENT, Organisation.Kind.UTILITY, Organisation.Kind.AUTHORITY,
)  # fmt: skip
MOST_OVER = 20


def offices(person: Person) -> list[Organisation]:
    """In whose name somebody may announce, by name."""
    rows = Organisation.objects.filter(is_active=True)
    if permissions.is_editor(person):
        rows = rows.filter(kind__in=ANNOUNCING)
    else:
        rows = rows.filter(pk__in=[where for role, where in person.roles if role in permissions.ANNOUNCERS])
    return sorted(rows, key=lambda each: str(each.name))


def own(person: Person) -> NoticeQuerySet:
    """The notices that somebody keeps: those of their offices; of editors all."""
    rows = notices.rows()
    return rows if permissions.is_editor(person) else rows.filter(operator__in=offices(person))


def desk(person: Person, now: datetime) -> dict[str, list[Notice]]:
    """What is late, what runs and comes, and what was over last."""
    current = list(own(person).current(now))
    late = [each for each in current if each.is_late(now)]
    return {
        "late": late,
        "current": [each for each in current if each not in late],
        "over": list(own(person).exclude(pk__in=[each.pk for each in current]).order_by("-changed_at")[:MOST_OVER]),
    }
