"""The improvement plan: writing actions, deciding on them, telling how they go on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from korzo.capabilities.assessments import events, permissions
from korzo.capabilities.assessments.models import Action, Assessment, Document
from korzo.capabilities.assessments.operations import documents
from korzo.capabilities.assessments.operations.documents import Handed
from korzo.capabilities.assessments.operations.refusals import NotAllowed, Refused
from korzo.capabilities.assessments.operations.setting_up import lock
from korzo.capabilities.assessments.queries import findings
from korzo.capabilities.assessments.rules import states
from korzo.kernel import trail
from korzo.kernel.people.models import Person

_OWN = {"id", "assessment", "number", "state", "percent", "reason", "made_at", "changed_at", "version", "evidence"}
WRITTEN = frozenset(field.name for field in Action._meta.fields) - _OWN  # noqa: SLF001 -- Django's way


@transaction.atomic
def plan(assessment: Assessment, values: Mapping[str, Any], *, by: Person, now: datetime) -> Action:
    """Write an action; its baseline is what the indicator says now unless given.

    Raises NotAllowed, Refused, ValidationError.
    """
    locked = lock(assessment)
    if not permissions.can_plan(by, locked):
        raise NotAllowed
    last = locked.actions.aggregate(models.Max("number"))["number__max"] or 0
    made = Action(assessment=locked, number=last + 1, made_at=now, changed_at=now)
    return _write(made, values, by, now)


@transaction.atomic
def change(action: Action, values: Mapping[str, Any], *, version: int, by: Person, now: datetime) -> Action:
    """Change an action that the council has not approved yet. Raises NotAllowed, Refused, ValidationError."""
    held = _held(action)
    if not permissions.can_plan(by, held.assessment):
        raise NotAllowed
    if held.version != version:
        raise Refused("", _("Somebody else changed this action meanwhile. Load the page again."))
    if held.state != Action.State.DRAFT:
        raise Refused("", _("The council has approved this action. Drop it and write a new one."))
    held.version += 1
    return _write(held, values, by, now)


@transaction.atomic
def step(
    action: Action,
    state: str,
    *,
    percent: int | None = None,
    decision: str = "",
    reason: str = "",
    by: Person,
    now: datetime,
) -> Action:
    """Take an action on, tell how much is done, or drop it with the reason. Raises NotAllowed, Refused."""
    held = _held(action)
    decides = state in {Action.State.APPROVED, Action.State.DROPPED} and state != held.state
    if not (permissions.can_plan(by, held.assessment) if decides else permissions.can_report(by, held)):
        raise NotAllowed
    if state != held.state and not states.may_follow(states.ACTION, held.state, state):
        raise Refused("", _("This action is not at that step any more. Load the page again."))
    if state == Action.State.APPROVED and not (decision.strip() or held.decision):
        raise Refused("decision", _("Give the number of the council’s decision."))
    if state == Action.State.DROPPED and not reason.strip():
        raise Refused("reason", _("Say why it is dropped."))
    before, held.state = held.state, state
    held.decision = decision.strip() or held.decision
    held.reason = reason.strip() if state == Action.State.DROPPED else ""
    if percent is not None:
        held.percent = percent
    if state == Action.State.DONE:
        held.percent = 100
    held.version, held.changed_at = held.version + 1, now
    held.full_clean(exclude=["assessment"])
    held.save()
    trail.record(events.ActionStepped(held.ref, before, state, held.percent), by=by, now=now)
    return held


@transaction.atomic
def prove(
    action: Action,
    title: str,
    content: bytes | None = None,
    *,
    file_name: str = "",
    address: str = "",
    by: Person,
    now: datetime,
) -> Document:
    """Add a file or an address that shows what was done, also after signing. Raises NotAllowed, Refused."""
    held = _held(action)
    if not permissions.can_report(by, held):
        raise NotAllowed
    made = documents.keep(held.assessment, Handed(title, content, file_name, address), by=by, now=now)
    held.evidence.add(made)
    trail.record(events.ActionStepped(held.ref, held.state, held.state, held.percent), by=by, now=now)
    return made


def _held(action: Action) -> Action:
    return Action.objects.select_for_update(of=("self",)).select_related("assessment__organisation").get(pk=action.pk)


def _write(action: Action, values: Mapping[str, Any], by: Person, now: datetime) -> Action:
    if strange := set(values) - WRITTEN:
        raise TypeError(min(strange))
    for name, value in values.items():
        setattr(action, name, value)
    indicator = findings.indicator(action.assessment, action.indicator)
    if indicator is None:
        raise Refused("indicator", _("Choose from the list what the action is to move."))
    if indicator.is_ratio and action.baseline is None:
        action.baseline = indicator.value
    if not indicator.is_ratio and not action.baseline_score:
        action.baseline_score = indicator.score
    if (action.target is None) if indicator.is_ratio else not action.target_score:
        raise Refused("target" if indicator.is_ratio else "target_score", _("Say what it is to become."))
    action.changed_at = now
    action.full_clean(exclude=["assessment"])
    action.save()
    told = str(action.target if indicator.is_ratio else action.target_score)
    trail.record(
        events.ActionPlanned(action.ref, action.assessment.ref, action.indicator, told, action.target_year),
        by=by,
        now=now,
    )
    return action
