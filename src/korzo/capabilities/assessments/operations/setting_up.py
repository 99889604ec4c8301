"""Beginning an assessment, and asking people for its parts."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.assessments import events, permissions
from korzo.capabilities.assessments.models import Assessment, Definition, Part, Scenario
from korzo.capabilities.assessments.operations.refusals import NotAllowed, Refused
from korzo.capabilities.assessments.queries import definitions
from korzo.capabilities.assessments.rules import states
from korzo.capabilities.assessments.rules.packs import BadPack
from korzo.kernel import trail
from korzo.kernel.people.models import Organisation, Person

_KEPT = (
    "first_year",
    "last_year",
    "currency",
    "country",
    "packs",
    "questions",
    "limits",
    "lead",
    "previous",
    "narrative",
)

TAKEN = frozenset({"mine", "begin", "peers", "definitions"})
"""Codes that are addresses of pages."""


@transaction.atomic
def begin(
    organisation: Organisation,
    code: str,
    values: Mapping[str, Any],
    *,
    instrument: str = "mfsa",
    by: Person,
    now: datetime,
) -> Assessment:
    """Begin an assessment with a part for each table and indicator, asked of nobody yet.

    Packs and questionnaire are the instrument's own unless `values` name others; every version is pinned. Raises
    NotAllowed, Refused, ValidationError.
    """
    if not permissions.can_begin(by, organisation):
        raise NotAllowed
    free(code)
    try:
        asked = definitions.named(Definition.Kind.INSTRUMENT, instrument)
        packs = [_pinned(Definition.Kind.PACK, each) for each in values.get("packs") or asked.packs]
        questions = values.get("questions", asked.questions)
        questions = _pinned(Definition.Kind.QUESTIONS, questions) if questions else ""
    except BadPack as error:
        raise Refused("", str(error)) from error
    made = Assessment(
        code=code,
        organisation=organisation,
        instrument=f"{asked.id}@{asked.version}",
        lead=by,
        made_at=now,
        changed_at=now,
    )
    for name, value in {**values, "packs": packs, "questions": questions}.items():
        if name not in _KEPT:
            raise TypeError(name)
        setattr(made, name, value)
    made.full_clean()
    made.save(force_insert=True)
    Part.objects.bulk_create(Part(assessment=made, code=each, changed_at=now) for each in parts(made))
    Scenario.objects.bulk_create(Scenario(assessment=made, kind=kind, changed_at=now) for kind in Scenario.Kind.values)
    trail.record(events.AssessmentBegun(made.ref, organisation.code, made.instrument), by=by, now=now)
    return made


def parts(assessment: Assessment) -> list[str]:
    """The codes of all parts: tables as they are, indicators of the questionnaire behind `questions:`."""
    asked = definitions.questions_of(assessment)
    indicators = [f"questions:{each.id}" for each in asked.indicators] if asked else []
    return [table.id for table in definitions.instrument(assessment).tables] + indicators


@transaction.atomic
def change(assessment: Assessment, values: Mapping[str, Any], *, by: Person, now: datetime) -> Assessment:
    """Change years, packs, lead or what is told about it. Raises NotAllowed, Refused, ValidationError."""
    locked = lock(assessment)
    if locked.is_locked or not permissions.can_lead(by, locked):
        raise NotAllowed
    currency = locked.currency
    for name, value in values.items():
        if name not in _KEPT:
            raise TypeError(name)
        setattr(locked, name, _pinned(Definition.Kind.PACK, value) if name == "limits" and value else value)
    if currency != locked.currency and _has_amounts(locked):
        raise Refused("currency", _("There are amounts in %(currency)s already.") % {"currency": currency})
    outside = locked.figures.filter(year__gt=0).exclude(year__range=(locked.first_year, locked.last_year))
    if outside.exists():
        raise Refused("first_year", _("There are figures of years that you would leave out."))
    locked.changed_at = now
    locked.full_clean()
    locked.save()
    trail.record(events.AssessmentKept(locked.ref, tuple(sorted(values))), by=by, now=now)
    return locked


@transaction.atomic
def ask(
    assessment: Assessment,
    codes: list[str],
    *,
    person: Person | None = None,
    office: Organisation | None = None,
    due_on: date | None = None,
    by: Person,
    now: datetime,
) -> None:
    """Ask a person or an office for parts until a day. Raises NotAllowed, Refused."""
    locked = lock(assessment)
    if locked.is_locked or not permissions.can_lead(by, locked):
        raise NotAllowed
    if due_on and due_on < now.date():
        raise Refused("due_on", _("This day is over."))
    for part in locked.parts.filter(code__in=codes):
        part.person, part.office, part.due_on, part.changed_at = person, office, due_on, now
        part.save()
        trail.record(events.PartAsked(locked.ref, part.code, due_on.isoformat() if due_on else ""), by=by, now=now)


@transaction.atomic
def hand_in(part: Part, *, is_empty: bool = False, by: Person, now: datetime) -> None:
    """Say that a part is filled in, or that there is nothing to enter. Raises NotAllowed, Refused."""
    lock(part.assessment)
    part.refresh_from_db()
    if not permissions.can_contribute(by, part):
        raise NotAllowed
    if is_empty and part.assessment.figures.filter(table=part.code).exists():
        raise Refused("", _("There are figures in this table. Take them away first."))
    part.is_empty = is_empty
    _step(part, Part.State.ANSWERED, by, now)


@transaction.atomic
def judge(part: Part, *, accept: bool, message: str = "", by: Person, now: datetime) -> None:
    """Accept a part, or send it back and say what to put right. Raises NotAllowed, Refused."""
    lock(part.assessment)
    part.refresh_from_db()
    if part.assessment.is_locked or not permissions.can_lead(by, part.assessment):
        raise NotAllowed
    if not accept and not message.strip():
        raise Refused("message", _("Say what has to be put right."))
    part.message = "" if accept else message.strip()
    _step(part, Part.State.ACCEPTED if accept else Part.State.RETURNED, by, now)


def free(code: str) -> None:
    """Raise Refused for a code that is the address of a page."""
    if code in TAKEN:
        raise Refused("code", _("This code is taken by a page. Choose another."))


def lock(assessment: Assessment) -> Assessment:
    """Have an assessment to oneself until the transaction ends."""
    return Assessment.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=assessment.pk)


def _has_amounts(assessment: Assessment) -> bool:
    """Whether anything is said in its currency: figures, costs of actions, assumptions."""
    assumed = (row.plan or row.loans for row in assessment.scenarios.all())
    return assessment.figures.exists() or assessment.actions.exists() or any(assumed)


def _step(part: Part, after: str, by: Person, now: datetime) -> None:
    if not states.may_follow(states.PART, part.state, after) and part.state != after:
        raise Refused("", _("This part is not at that step any more. Load the page again."))
    before, part.state, part.changed_at = part.state, after, now
    part.full_clean()
    part.save()
    trail.record(events.PartStepped(part.assessment.ref, part.code, before, after), by=by, now=now)


def _pinned(kind: str, name: str) -> str:
    found = definitions.named(kind, name)
    return f"{found.id}@{found.version}"
