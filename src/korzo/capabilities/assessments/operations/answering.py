"""Answering the questionnaire."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.assessments import events, permissions
from korzo.capabilities.assessments.models import Answer, Assessment, Document, Part
from korzo.capabilities.assessments.operations import documents
from korzo.capabilities.assessments.operations.documents import Handed
from korzo.capabilities.assessments.operations.refusals import NotAllowed, Refused
from korzo.capabilities.assessments.operations.setting_up import lock
from korzo.capabilities.assessments.queries import definitions
from korzo.capabilities.assessments.rules import scoring
from korzo.kernel import trail
from korzo.kernel.people.models import Person


@transaction.atomic
def answer(
    assessment: Assessment,
    question: str,
    score: str,
    *,
    comment: str = "",
    evidence: Iterable[Document] = (),
    handed: Handed | None = None,
    version: int | None = None,
    by: Person,
    now: datetime,
) -> Answer:
    """Give a question its score, with the reason and evidence (also `handed` in for it); an empty score takes it back.

    `version` is that of the answer they saw (None: any). Raises NotAllowed, Refused, ValidationError.
    """
    locked = lock(assessment)
    asked = definitions.questions_of(locked)
    found = asked.find(question) if asked else None
    if found is None:
        raise Refused("", _("There is no such question."))
    indicator, _question = found
    code = f"questions:{indicator.id}"
    part = locked.parts.filter(code=code).first() or Part(assessment=locked, code=code)
    if not permissions.can_contribute(by, part):
        raise NotAllowed
    if score not in {*indicator.scores, scoring.NONE, scoring.NOT_APPLICABLE, ""}:
        raise Refused("score", _("Choose from the list."))
    held = locked.answers.filter(question=question).first()
    if version is not None and version != (held.version if held else 0):
        raise Refused("", _("Somebody else answered this question meanwhile. Load the page again."))
    before = held.score if held else ""
    kept = held or Answer(assessment=locked, question=question, version=0)
    kept.score, kept.comment, kept.by, kept.at, kept.version = score, comment.strip(), by, now, kept.version + 1
    kept.full_clean(exclude=["version"])
    kept.save()
    proofs = [document for document in evidence if document.assessment_id == locked.pk]
    kept.evidence.set([*proofs, documents.keep(locked, handed, by=by, now=now)] if handed else proofs)
    if before != score:
        trail.record(events.QuestionAnswered(locked.ref, question, before, score), by=by, now=now)
    return kept
