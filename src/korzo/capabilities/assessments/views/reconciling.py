"""What does not agree: two ways to an amount, two sources, remarks, and figures that look wrong."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from korzo.capabilities.assessments import permissions
from korzo.capabilities.assessments.operations import settling
from korzo.capabilities.assessments.queries import books, doubting, reconciling
from korzo.capabilities.assessments.views import inside
from korzo.kernel.people.models import Person


@require_safe
@inside.workers
def differences(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    """Show all that is to be settled."""
    found = inside.read(person, code)
    book = books.book(found)
    context = {
        "assessment": found,
        "differences": [reconciling.opened(each, book) for each in reconciling.differences(found, book)],
        "beside": reconciling.sources(found),
        "remarks": reconciling.open_remarks(found),
        "doubts": doubting.doubted(found, book),
        "settles": permissions.can_settle(person, found),
    }
    return render(request, "assessments/differences.html", context)


@require_POST
@inside.workers
def settle(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    """Explain a difference, choose a source, or close a remark."""
    found, now = inside.read(person, code), timezone.now()
    reason = request.POST.get("reason", "")
    key = _number(request.POST.get("key"))
    try:
        match request.POST.get("do"):
            case "explain":
                settling.explain(found, request.POST.get("check", ""), key, reason=reason, by=person, now=now)
            case "choose":
                for figure in found.figures.filter(pk=key):
                    settling.choose(figure, reason=reason, by=person, now=now)
            case _:
                for remark in found.remarks.filter(pk=key):
                    settling.settle(remark, by=person, now=now)
    except inside.REFUSALS as refusal:
        inside.refuse(request, refusal)
    else:
        messages.success(request, _("Saved."))
    return redirect("assessments:differences", code)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
