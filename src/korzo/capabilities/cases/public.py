"""The door of cases: what journeys may ask and do."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from korzo.capabilities.cases import permissions
from korzo.capabilities.cases.models import Case
from korzo.kernel import files, refs
from korzo.kernel.files.models import Upload
from korzo.kernel.people.models import Person


@dataclass(frozen=True)
class CaseView:
    """A case as everybody may see it. Position in degrees WGS 84, None where unknown."""

    ref: str
    code: str
    category: str
    state: str
    reason: str
    text: str
    address: str
    lat: float | None
    long: float | None
    reported_at: datetime
    closed_at: datetime | None


def find(ref: str) -> CaseView | None:
    """Look a public case up by its reference; None when there is none or it is not public."""
    case = Case.objects.public().select_related("category").filter(code=refs.parse(ref)[1]).first()
    if case is None:
        return None
    return CaseView(
        ref=case.ref,
        code=case.code,
        category=case.category.code,
        state=case.state,
        reason=case.reason,
        text=case.description if case.text_is_public else "",
        address=case.address,
        lat=case.lat,
        long=case.long,
        reported_at=case.reported_at,
        closed_at=case.closed_at,
    )


@refs.describes("case")
def describe(code: str) -> refs.Described | None:
    """Show a case to other capabilities."""
    case = Case.objects.public().select_related("category").filter(code=code).first()
    if case is None:
        return None
    return refs.Described(case.ref, f"{case.category.name} · {case.code}", reverse("cases:case", args=[code]))


@files.guards("case")
def may_see_photo(person: Person | None, upload: Upload) -> bool:
    """Photos of a case are shown like its text."""
    case = Case.objects.filter(code=upload.owner.partition(":")[2]).first()
    return case is not None and permissions.can_see_text(person, case)
