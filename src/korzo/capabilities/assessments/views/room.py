"""The data room: what is asked of whom, how far it is, and the next step."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.capabilities.assessments import permissions
from korzo.capabilities.assessments.forms import asking as forms
from korzo.capabilities.assessments.forms.setting_up import SetUp
from korzo.capabilities.assessments.models import Assessment, Part
from korzo.capabilities.assessments.operations import setting_up, signing
from korzo.capabilities.assessments.queries import rooms
from korzo.capabilities.assessments.rules import states
from korzo.capabilities.assessments.views import inside
from korzo.kernel.people.models import Person
from korzo.ui import doors
from korzo.ui.doors import READS_AND_WRITES


@require_safe
@inside.workers
def room(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    """Show the parts of an assessment by chapter, and its next step."""
    found = inside.entered(person, code)
    leads = permissions.can_lead(person, found)
    chapters = rooms.chapters(found, person)
    context = {
        "assessment": found,
        "chapters": chapters,
        "progress": rooms.progress(chapters),
        "leads": leads,
        "reads": permissions.can_read(person, found),
        "signs": permissions.can_sign(person, found),
        "back": [each for each in states.ASSESSMENT[found.state] if each in ("collecting", "reconciling")],
        "ask": _ask(found) if leads and not found.is_locked else None,
        "decision": forms.Decision(),
        "again": forms.Back(auto_id=False),
        "today": timezone.localdate(),
    }
    return render(request, "assessments/room.html", context)


@require_POST
@inside.workers
def step(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    """Take an assessment to another step."""
    found = inside.read(person, code)
    try:
        signing.step(
            found,
            request.POST.get("state", ""),
            decision=request.POST.get("decision", ""),
            by=person,
            now=timezone.now(),
        )
    except inside.REFUSALS as refusal:
        inside.refuse(request, refusal)
    else:
        if request.POST.get("state") == Assessment.State.ABANDONED:
            messages.success(request, _("The correction is abandoned. What it was to correct stays as it is."))
    return redirect("assessments:room", code)


@require_POST
@inside.workers
def ask(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    """Ask somebody for the chosen parts."""
    found = inside.read(person, code)
    if not permissions.can_lead(person, found):
        raise PermissionDenied
    form, codes = _ask(found, request), request.POST.getlist("part")
    if not codes:
        messages.error(request, _("Choose the parts that you ask for."))
    elif not form.is_valid():
        for problem in (each for problems in form.errors.values() for each in problems):
            messages.error(request, str(problem))
    else:
        try:
            setting_up.ask(found, codes, **form.asked(), by=person, now=timezone.now())
        except inside.REFUSALS as refusal:
            inside.refuse(request, refusal)
        else:
            told = ngettext("%(count)d part is asked for.", "%(count)d parts are asked for.", len(codes))
            messages.success(request, told % {"count": len(codes)})
    return redirect("assessments:room", code)


@require_POST
@inside.workers
def part(request: HttpRequest, person: Person, code: str, part: str) -> HttpResponse:
    """Hand in a part, say that there is nothing to enter, accept it, or send it back."""
    one = inside.opened(person, code, part)
    found, doing, now = one.assessment, request.POST.get("do", ""), timezone.now()
    try:
        if doing in ("hand_in", "empty"):
            setting_up.hand_in(one, is_empty=doing == "empty", by=person, now=now)
        else:
            accept = doing == "accept"
            setting_up.judge(one, accept=accept, message=request.POST.get("message", ""), by=person, now=now)
    except inside.REFUSALS as refusal:
        inside.refuse(request, refusal)
    else:
        messages.success(request, str(_DONE[Part.State(one.state)]) % {"part": rooms.name(found, part)})
    return redirect(f"{reverse('assessments:room', args=[code])}#{part}")


@require_http_methods(READS_AND_WRITES)
@inside.workers
def set_up(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    """Change years, lead and what is computed."""
    found = inside.read(person, code)
    if found.is_locked or not permissions.can_lead(person, found):
        raise PermissionDenied
    working = Person.objects.filter(pk__in=[each.pk for each in rooms.people(rooms.offices(found))])
    before = Assessment.objects.filter(organisation=found.organisation).exclude(pk=found.pk)
    before = before.exclude(state=Assessment.State.ABANDONED)
    form = SetUp(request.POST if request.method == "POST" else None, instance=found, people=working, previous=before)
    if request.method == "POST" and form.is_valid():
        try:
            setting_up.change(found, form.values(), by=person, now=timezone.now())
        except inside.REFUSALS as refusal:
            doors.tell(request, refusal, form)
        else:
            messages.success(request, _("Saved."))
            return redirect("assessments:room", code)
    context = {"assessment": inside.read(person, code), "form": form}
    return render(request, "assessments/set_up.html", context, status=422 if form.errors else 200)


_DONE = {
    Part.State.ANSWERED: gettext_lazy("“%(part)s” is handed in."),
    Part.State.RETURNED: gettext_lazy("“%(part)s” is sent back."),
    Part.State.ACCEPTED: gettext_lazy("“%(part)s” is accepted."),
}


def _ask(found: Assessment, request: HttpRequest | None = None) -> forms.Ask:
    offices = rooms.offices(found)
    return forms.Ask(request.POST if request else None, people=rooms.people(offices), offices=offices)
