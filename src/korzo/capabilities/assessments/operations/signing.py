"""Taking an assessment from step to step: checked, signed off with a snapshot, approved, published, corrected."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.assessments import events, permissions
from korzo.capabilities.assessments.models import (
    Answer,
    Assessment,
    Explanation,
    Figure,
    Part,
    Scenario,
    Snapshot,
)
from korzo.capabilities.assessments.operations import standing
from korzo.capabilities.assessments.operations.refusals import NotAllowed, Refused
from korzo.capabilities.assessments.operations.setting_up import free, lock
from korzo.capabilities.assessments.queries import definitions, reconciling, snapshots
from korzo.capabilities.assessments.queries.audiences import PUBLISHABLE
from korzo.capabilities.assessments.rules import states
from korzo.kernel import trail
from korzo.kernel.people.models import Person

State = Assessment.State
_SIGNED = {State.SUBMITTED, State.APPROVED}


@transaction.atomic
def step(assessment: Assessment, state: str, *, decision: str = "", by: Person, now: datetime) -> Assessment:
    """Take it on, back to an earlier step, or abandon it, which only a correction is; signing off makes the snapshot.

    Raises NotAllowed, Refused.
    """
    locked = lock(assessment)
    allowed = permissions.can_sign if state in _SIGNED else permissions.can_lead
    if not allowed(by, locked):
        raise NotAllowed
    if not states.may_follow(states.ASSESSMENT, locked.state, state):
        raise Refused("", _("It is not at that step any more. Load the page again."))
    if state == State.ABANDONED and locked.corrects is None:
        raise Refused("", _("Only a correction is abandoned: what it was to correct stays as it is."))
    if state in {State.REVIEWED, State.SUBMITTED}:
        _ready(locked)
    if state == State.APPROVED:
        if not decision.strip():
            raise Refused("decision", _("Give the number of the council’s decision."))
        locked.council_decision = decision.strip()
    before, locked.state, locked.changed_at = locked.state, state, now
    locked.full_clean()
    sha256 = _freeze(locked, by, now) if state == State.SUBMITTED else ""
    locked.save()
    trail.record(events.AssessmentStepped(locked.ref, before, state, sha256), by=by, now=now)
    if sha256 and locked.corrects:
        _replace(lock(locked.corrects), locked, by, now)
    return locked


def _replace(old: Assessment, new: Assessment, by: Person, now: datetime) -> None:
    if old.state == State.SUPERSEDED:
        raise Refused("", _("Another correction has replaced it meanwhile. Begin a correction of that one."))
    before, old.state, old.changed_at = old.state, State.SUPERSEDED, now
    old.save(update_fields=["state", "changed_at"])
    trail.record(events.AssessmentReplaced(old.ref, before, new.ref), by=by, now=now)


def _ready(assessment: Assessment) -> None:
    waiting = assessment.parts.filter(state__in=(Part.State.ANSWERED, Part.State.RETURNED)).count()
    if waiting:
        raise Refused("", _("Some parts are handed in or sent back, but not accepted yet."))
    if any(each.blocks for each in reconciling.differences(assessment)):
        raise Refused("", _("Some totals do not agree. Put them right, or say that they are published so."))


def _freeze(assessment: Assessment, by: Person, now: datetime) -> str:
    definitions.pin(assessment)
    content = snapshots.dumped(snapshots.content(assessment))
    sha256 = snapshots.sha256(content)
    Snapshot.objects.create(assessment=assessment, content=content, sha256=sha256, made_by=by, made_at=now)
    return sha256


@transaction.atomic
def publish(assessment: Assessment, parts: Iterable[str], *, by: Person, now: datetime) -> Assessment:
    """Decide what everybody may read of a signed assessment; nothing takes it back. Raises NotAllowed, Refused."""
    locked = lock(assessment)
    if not permissions.can_lead(by, locked):
        raise NotAllowed
    chosen = [each for each in PUBLISHABLE if each in set(parts)]
    if chosen and not locked.is_signed:
        raise Refused("", _("Only a signed assessment can be published."))
    locked.published, locked.published_at, locked.changed_at = chosen, now if chosen else None, now
    locked.save()
    trail.record(events.AssessmentPublished(locked.ref, tuple(chosen)), by=by, now=now)
    return locked


@transaction.atomic
def correct(assessment: Assessment, code: str, *, by: Person, now: datetime) -> Assessment:
    """Begin a correction of a signed assessment: a copy that names it, and takes its place when it is signed.

    Raises NotAllowed, Refused, ValidationError.
    """
    locked = lock(assessment)
    if not permissions.can_lead(by, locked):
        raise NotAllowed
    if not locked.is_signed or locked.state == State.SUPERSEDED:
        raise Refused("", _("Only a signed assessment is corrected. This one can still be changed."))
    if under_way := locked.correction:
        raise Refused("", _("A correction is under way already: %(code)s.") % {"code": under_way.code})
    free(code)
    made = _copy(locked, code, now)
    made.full_clean()
    made.save(force_insert=True)
    _carry(locked, made)
    told = events.AssessmentBegun(made.ref, made.organisation.code, made.instrument, locked.ref)
    trail.record(told, by=by, now=now)
    return made


def _carry(old: Assessment, new: Assessment) -> None:
    """Copy all that was gathered, with what it rests on: sources and evidence point to the copy's own documents."""
    documents = {}
    for document in old.documents.all():
        key, document.pk, document.assessment = document.pk, None, new
        document.save(force_insert=True)  # the file itself lies once, under its hash
        documents[key] = document
    origins = {standing.origin(key): standing.origin(document.pk) for key, document in documents.items()}
    evidence = {each.question: [row.pk for row in each.evidence.all()] for each in old.answers.all()}
    for model in (Part, Figure, Scenario, Explanation, Answer):
        rows = [*model.objects.filter(assessment=old)]
        for row in rows:
            row.pk, row.assessment = None, new
            if isinstance(row, Figure):
                row.document = documents[row.document_id] if row.document_id else None
                row.origin = origins.get(row.origin, row.origin)
        model.objects.bulk_create(rows)
    for answer in new.answers.all():
        answer.evidence.set(documents[key] for key in evidence[answer.question])


def _copy(assessment: Assessment, code: str, now: datetime) -> Assessment:
    made = Assessment.objects.select_related("organisation").get(pk=assessment.pk)
    made.pk, made.code, made.corrects, made.state = None, code, assessment, State.RECONCILING
    made.published, made.published_at, made.council_decision = [], None, ""
    made.made_at = made.changed_at = now
    return made
