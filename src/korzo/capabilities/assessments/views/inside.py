"""Who may come in, which assessment they asked for, and how a refusal is told."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from korzo.capabilities.assessments import permissions
from korzo.capabilities.assessments.models import Assessment, Document, Part
from korzo.capabilities.assessments.operations.refusals import NotAllowed, Refused
from korzo.capabilities.assessments.queries import audiences
from korzo.capabilities.assessments.queries.audiences import Audience
from korzo.kernel.people.models import Person
from korzo.ui import doors
from korzo.ui.doors import Guarded, P, View

REFUSALS = (Refused, NotAllowed, ValidationError)
_WHY = gettext_lazy("These pages are for the people who examine the city’s finances.")


def workers(view: View[P]) -> Guarded[P]:
    """Let in who works on assessments; the view gets them as its second argument."""
    return doors.guard(permissions.can_work, _WHY, view)


def administrators(view: View[P]) -> Guarded[P]:
    """Let in who loads peers and adds packs."""
    return doors.guard(permissions.can_set_up, _WHY, view)


def refuse(request: HttpRequest, refusal: Exception) -> None:
    """Tell above the page why something was not done; raises PermissionDenied for who may not do it at all."""
    if isinstance(refusal, NotAllowed):
        raise PermissionDenied
    doors.tell(request, refusal)


def shown(request: HttpRequest, code: str, part: str = "") -> Assessment:
    """The assessment with this code, when the reader may see it, or this published part of it; raises Http404."""
    found = _found(code)
    if not permissions.can_see(doors.reader(request), found, part):
        raise Http404
    return found


def audience(request: HttpRequest, assessment: Assessment) -> Audience:
    """For whom an assessment is told."""
    return audiences.of(doors.reader(request), assessment)


def read(person: Person, code: str) -> Assessment:
    """An assessment all of which this person may read; raises Http404."""
    found = _found(code)
    if not permissions.can_read(person, found):
        raise Http404
    return found


def entered(person: Person, code: str) -> Assessment:
    """An assessment all of which, or some parts of which, this person may read; raises Http404."""
    found = _found(code)
    if not permissions.can_enter(person, found):
        raise Http404
    return found


def documents(person: Person, part: Part, questions: Iterable[str] = ()) -> QuerySet[Document]:
    """The documents that somebody can name as a source of a part: all, or their own and those that it names already."""
    held = part.assessment.documents.all()
    if permissions.can_read(person, part.assessment):
        return held
    return held.filter(Q(added_by=person) | Q(figures__table=part.code) | Q(answers__question__in=questions)).distinct()


def opened(person: Person, code: str, part: str) -> Part:
    """A part that this person may read, with its assessment; raises Http404."""
    parts = Part.objects.select_related(
        "person", "office", "assessment__organisation__parent", "assessment__previous", "assessment__lead"
    )
    found = get_object_or_404(parts, assessment__code=code, code=part)
    if not permissions.can_open(person, found):
        raise Http404
    return found


def _found(code: str) -> Assessment:
    return get_object_or_404(Assessment.objects.select_related("organisation__parent", "previous", "lead"), code=code)
