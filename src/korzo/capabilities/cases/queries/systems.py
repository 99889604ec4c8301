"""Systems of neighbouring cities and outside authorities, as pages and programs ask for them."""

from korzo.capabilities.cases.models import Category, System
from korzo.capabilities.cases.queries.choices import Choice
from korzo.kernel.people.models import Organisation, Person


def of(person: Person) -> System | None:
    """The system whose programs write to us as this person."""
    return System.objects.select_related("authority").filter(account=person).first()


def known() -> list[System]:
    """All systems, with the authorities they belong to."""
    return list(System.objects.select_related("authority"))


def without() -> list[Choice]:
    """Authorities outside the city that have no system yet, by name."""
    outside = Organisation.objects.filter(is_active=True, kind=Organisation.Kind.AUTHORITY, open311=None)
    return sorted(((each.code, str(each.name)) for each in outside), key=lambda pair: pair[1])


def services(system: System) -> list[Choice]:
    """What the system takes, by its own names."""
    return [(each["code"], each["name"] or each["code"]) for each in system.services]


def kinds() -> list[Category]:
    """What can be reported to us, in the city's order."""
    return list(Category.objects.filter(is_active=True).order_by("group", "order", "code"))
