"""Deciding what everybody may read, saying what it means, the signed file, and the presentation for the council."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.capabilities.assessments import permissions
from korzo.capabilities.assessments.forms import publishing as forms
from korzo.capabilities.assessments.models import Assessment
from korzo.capabilities.assessments.operations import setting_up, signing
from korzo.capabilities.assessments.queries import presenting, snapshots
from korzo.capabilities.assessments.queries.audiences import PUBLISHABLE
from korzo.capabilities.assessments.views import inside
from korzo.kernel.people.models import Person
from korzo.ui import doors
from korzo.ui.doors import READS_AND_WRITES


@require_http_methods(READS_AND_WRITES)
@inside.workers
def publish(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    """Choose what everybody may read."""
    found = _led(person, code)
    given = request.POST if request.method == "POST" else None
    form = forms.Publish(given, initial={"parts": found.published or list(PUBLISHABLE)})
    if request.method == "POST" and form.is_valid():
        try:
            signing.publish(found, form.cleaned_data["parts"], by=person, now=timezone.now())
        except inside.REFUSALS as refusal:
            doors.tell(request, refusal, form)
        else:
            done = form.cleaned_data["parts"]
            messages.success(request, _("Published.") if done else _("Nothing of it is published any more."))
            return redirect("assessments:publish", found.code)
    context = {
        "assessment": found,
        "form": form,
        "correct": forms.Correct(),
        "seen": PUBLISHABLE,
        "inside": True,
        "leads": True,
    }
    return render(request, "assessments/results/publish.html", context, status=422 if form.errors else 200)


@require_http_methods(READS_AND_WRITES)
@inside.workers
def narrative(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    """Say in a few sentences what the figures mean."""
    found = _led(person, code)
    form = forms.Narrative(request.POST if request.method == "POST" else None, initial={"narrative": found.narrative})
    if request.method == "POST" and form.is_valid():
        try:
            setting_up.change(found, {"narrative": dict(form.cleaned_data["narrative"])}, by=person, now=timezone.now())
        except inside.REFUSALS as refusal:
            said = str(refusal) or _("It is signed, and cannot be changed any more. Begin a correction.")
            form.add_error(None, said)
        else:
            messages.success(request, _("Saved."))
            return redirect("assessments:results", found.code)
    context = {"assessment": found, "form": form}
    return render(request, "assessments/results/narrative.html", context, status=422 if form.errors else 200)


@require_POST
@inside.workers
def correct(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    """Begin a correction of what is signed."""
    found = _led(person, code)
    form = forms.Correct(request.POST)
    if form.is_valid():
        try:
            made = signing.correct(found, form.cleaned_data["code"], by=person, now=timezone.now())
        except inside.REFUSALS as refusal:
            inside.refuse(request, refusal)
        else:
            messages.success(request, _("The correction is begun. It takes the place of this one when it is signed."))
            return redirect("assessments:room", made.code)
    for problem in (each for problems in form.errors.values() for each in problems):
        messages.error(request, str(problem))
    return redirect("assessments:publish", code)


@require_safe
def snapshot(request: HttpRequest, code: str) -> HttpResponse:
    """Give the signed file, byte for byte, so that its fingerprint can be checked; everybody, what is published."""
    found = inside.shown(request, code)
    held = getattr(found, "snapshot", None)
    if held is None:
        raise Http404
    is_whole = inside.audience(request, found).is_house and "public" not in request.GET
    told = held.content if is_whole else snapshots.public(held, found.published)
    answer = HttpResponse(told.encode(), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{found.code}.json"'
    return answer


@require_safe
def council(request: HttpRequest, code: str) -> HttpResponse:
    """Show one message a page, in large type."""
    found = inside.shown(request, code, "summary")
    slides = presenting.slides(found, inside.audience(request, found))
    return render(request, "assessments/results/council.html", {"assessment": found, "slides": slides})


def _led(person: Person, code: str) -> Assessment:
    found = inside.read(person, code)
    if not permissions.can_lead(person, found):
        raise PermissionDenied
    return found
