"""What comes after the count: the council's decision on a chosen idea, and how its building goes on."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from korzo.capabilities.budgeting.forms import voting as forms
from korzo.capabilities.budgeting.operations import building
from korzo.capabilities.budgeting.views import inside
from korzo.kernel.people.models import Person
from korzo.ui import photos
from korzo.ui.doors import READS_AND_WRITES


@require_http_methods(READS_AND_WRITES)
@inside.deciders
def decide(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    """Record what the council decided."""
    idea = inside.idea(request, code)
    form = forms.DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            building.decide(
                idea,
                endorsed=given["is_endorsed"],
                reason=given["reason"],
                on=given["decided_on"],
                by=person,
                now=timezone.now(),
            )
        except inside.REFUSALS as refusal:
            inside.tell(request, refusal, form)
        else:
            messages.success(request, _("Saved."))
            return redirect("budgeting:idea", code)
    context = {"idea": idea, "form": form}
    return render(request, "budgeting/votes/decide.html", context, status=422 if form.errors else 200)


@require_http_methods(READS_AND_WRITES)
@inside.reporters
def report(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    """Tell how the building goes on."""
    idea = inside.idea(request, code)
    form = forms.ProgressForm(request.POST or None, request.FILES or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        kept = photos.keep(form, owner=idea.ref)
        try:
            news = building.News(given["step"], given["text"], given["on"], given["spent"], kept[0] if kept else None)
            building.report(idea, news, by=person, now=timezone.now())
        except inside.REFUSALS as refusal:
            inside.tell(request, refusal, form)
        else:
            messages.success(request, _("Saved. The authors and supporters hear of it."))
            return redirect("budgeting:idea", code)
    context = {"idea": idea, "form": form}
    return render(request, "budgeting/votes/report.html", context, status=422 if form.errors else 200)
