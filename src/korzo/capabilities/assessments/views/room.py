"""The data room: what is asked of whom, how far it is, and the next step."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from korzo.capabilities.assessments import permissions
from korzo.capabilities.assessments.queries import rooms
from korzo.capabilities.assessments.views import inside
from korzo.kernel.people.models import Person


@require_safe
@inside.workers
def room(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    """Show the parts of an assessment by chapter."""
    found = inside.read(person, code)
    context = {
        "assessment": found,
        "chapters": rooms.chapters(found),
        "leads": permissions.can_lead(person, found),
        "today": timezone.localdate(),
    }
    return render(request, "assessments/room.html", context)
