"""Saying what is assumed of the years to come."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from korzo.capabilities.assessments import events, permissions
from korzo.capabilities.assessments.models import Assessment, Scenario
from korzo.capabilities.assessments.operations.refusals import NotAllowed
from korzo.capabilities.assessments.operations.setting_up import lock
from korzo.kernel import trail
from korzo.kernel.people.models import Person


@transaction.atomic
def assume(
    assessment: Assessment,
    kind: str,
    *,
    years: int,
    drivers: Mapping[str, Decimal],
    plan: Mapping[str, Mapping[int, Decimal]],
    loans: Sequence[Mapping[str, str]],
    by: Person,
    now: datetime,
) -> Scenario:
    """Keep the assumptions of a scenario: growth of lines as shares, planned amounts, new loans. Raises NotAllowed.

    Also after signing off: plans follow results, and what is expected is no part of what was signed.
    """
    locked = lock(assessment)
    if not permissions.can_plan(by, locked):
        raise NotAllowed
    values = {
        "years": years,
        "drivers": {line: str(growth) for line, growth in drivers.items()},
        "plan": {line: {str(year): str(amount) for year, amount in of.items()} for line, of in plan.items()},
        "loans": list(loans),
        "changed_at": now,
    }
    kept, _made = Scenario.objects.update_or_create(assessment=locked, kind=kind, defaults=values)
    kept.full_clean(exclude=["assessment"])
    locked.scenarios.exclude(kind=kind).update(years=years)
    trail.record(events.AssessmentKept(locked.ref, ("scenarios",)), by=by, now=now)
    return kept
