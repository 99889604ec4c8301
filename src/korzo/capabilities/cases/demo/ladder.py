"""Who is told in Galebinje when time runs out, and the one office that works at weekends."""

from datetime import datetime, time

from korzo.capabilities.cases.models import Case, EscalationRung, OfficeHours
from korzo.capabilities.cases.operations import clocks
from korzo.capabilities.cases.queries import deciding
from korzo.kernel.people.models import Organisation

RUNGS = (("resolution", 80, "lead"), ("resolution", 100, "arbiter"), ("resolution", 200, "elected"))
RUNGS_OF_ANSWERS = (("answer", 80, "lead"),)


def open_at_weekends() -> None:
    """The beach office works every day of the week."""
    for beach in Organisation.objects.filter(code="beach"):
        OfficeHours.objects.get_or_create(
            office=beach, defaults={"opens": time(7), "closes": time(19), "weekdays": list(range(7))}
        )


def put_up(*, now: datetime) -> None:
    """Put the ladder up today: it holds for what is not late yet; nobody is told about the past."""
    if EscalationRung.objects.exists():
        return
    EscalationRung.objects.bulk_create(
        EscalationRung(which=which, percent=percent, to=to) for which, percent, to in (*RUNGS, *RUNGS_OF_ANSWERS)
    )
    deciding.forget()
    for case in Case.objects.open().filter(due_at__gt=now, promised_from__isnull=False).select_related("category"):
        at = clocks.dates(case, clocks.stored(case))["escalate_at"]
        Case.objects.filter(pk=case.pk).update(escalate_at=at if at and at > now else None)
