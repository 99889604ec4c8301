"""Who may come in, which assessment they asked for, and how a refusal is told."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from korzo.capabilities.assessments import permissions
from korzo.capabilities.assessments.models import Assessment, Part
from korzo.capabilities.assessments.operations.refusals import NotAllowed, Refused
from korzo.capabilities.assessments.operations.signing import PUBLISHABLE
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


def seen(person: Person | None, assessment: Assessment) -> tuple[str, ...]:
    """The parts of an assessment that somebody may see: all of them, or what is published."""
    return PUBLISHABLE if permissions.can_read(person, assessment) else tuple(assessment.published)


def read(person: Person, code: str) -> Assessment:
    """An assessment all of which this person may read; raises Http404."""
    found = _found(code)
    if not permissions.can_read(person, found):
        raise Http404
    return found


def part(assessment: Assessment, code: str) -> Part:
    """A part of it; raises Http404."""
    return get_object_or_404(assessment.parts.select_related("person", "office"), code=code)


def _found(code: str) -> Assessment:
    return get_object_or_404(Assessment.objects.select_related("organisation__parent", "previous", "lead"), code=code)
