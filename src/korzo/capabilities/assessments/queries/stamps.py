"""Of what everybody sees of an assessment: a word that changes as soon as any of it does."""

import hashlib

from django.conf import settings
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import get_language

from korzo.capabilities.assessments.models import Assessment, PeerSet
from korzo.capabilities.assessments.queries.audiences import Audience


def stamp(assessment: Assessment, audience: Audience) -> str:
    """The same as long as these parts, in this language, on this day, come to the same."""
    plan = assessment.actions.aggregate(Max("changed_at"), Count("pk"))
    beside = [assessment.previous, *assessment.next.order_by("pk")]
    held = (
        assessment.pk,
        assessment.changed_at,
        str(assessment.organisation.name),
        audience.parts,
        get_language(),
        timezone.localdate(),
        settings.KORZO.city_name,
        plan,
        assessment.scenarios.aggregate(Max("changed_at")),
        [(each.pk, each.state, each.changed_at, each.published) for each in beside if each is not None],
        [_plan(each) for each in beside if each is not None],
        PeerSet.objects.filter(country=assessment.country).aggregate(Max("loaded_at"), Count("pk")),
    )
    return hashlib.sha256(repr(held).encode()).hexdigest()


def _plan(assessment: Assessment) -> dict[str, object]:
    return assessment.actions.aggregate(Max("changed_at"), Count("pk"))
