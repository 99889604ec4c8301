"""What programs can be told of cases: references, codes and times of public cases.

Words are not told: they are fetched from the API, which knows what is public at that moment.
"""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.cases import events
from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.queries import choices
from korzo.kernel import webhooks
from korzo.kernel.trail.models import Entry
from korzo.kernel.webhooks import Facet, Said, Type

TYPES: dict[type, Type] = {
    events.CaseReported: Type("case.reported", _("A problem was reported")),
    events.CaseValidated: Type("case.validated", _("A report was checked")),
    events.CaseAssigned: Type("case.assigned", _("A case went to another office or person")),
    events.CaseStarted: Type("case.started", _("Work began")),
    events.CaseCommented: Type("case.commented", _("Something was written for everybody")),
    events.CaseForwarded: Type("case.forwarded", _("A case went to another authority")),
    events.CaseResolved: Type("case.resolved", _("A case was solved")),
    events.CaseDeclined: Type("case.declined", _("A case was closed as not possible")),
    events.CaseReopened: Type("case.reopened", _("A case was opened again")),
    events.CaseWithdrawn: Type("case.withdrawn", _("A report was withdrawn")),
    events.CaseMerged: Type("case.merged", _("A case was joined to another")),
    events.CaseSplit: Type("case.split", _("A case stands by itself again")),
    events.PromiseMoved: Type("case.promise_moved", _("The promised date moved")),
}


def describe(entry: Entry) -> Said | None:
    """Tell of a public case what everybody may read; None when it is not public, or a comment was not."""
    found = Case.objects.public().filter(code=entry.ref.partition(":")[2])
    case = found.select_related("category", "office", "district", "merge__root").first()
    data = entry.data
    if case is None or (entry.event == "cases.CaseCommented" and not data["public"]):
        return None
    return Said(_told(case, data), {"office": case.office.code, "category": case.category.code})


def _told(case: Case, data: dict[str, Any]) -> dict[str, Any]:
    with translation.override(settings.LANGUAGE_CODE):
        page = settings.KORZO.base_url + reverse("cases:case", args=[case.code])
    told: dict[str, Any] = {
        "code": case.code,
        "version": case.version,
        "state": case.state,
        "is_open": case.is_open,
        "category": case.category.code,
        "office": case.office.code,
        "district": case.district.code if case.district else None,
        "lat": case.lat,
        "long": case.long,
        "reported_at": case.reported_at.isoformat(),
        "due_at": case.due_at.isoformat() if case.due_at else None,
        "closed_at": case.closed_at.isoformat() if case.closed_at else None,
        "page": page,
        "api": f"{settings.KORZO.base_url}/api/v1/cases/{case.code}",
    }
    if "update" in data:
        told["update"] = str(data["update"])
    if hasattr(case, "merge") and case.merge.root.is_public:
        told["duplicate_of"] = case.merge.root.code
    return told


webhooks.source(
    "cases",
    title=_("Problems and repairs"),
    types=TYPES,
    facets=(
        Facet("office", _("Only of these offices"), choices.offices),
        Facet("category", _("Only of these kinds"), choices.categories),
    ),
    describe=describe,
)
