"""Panels of an envelope: a list and a form."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from korzo.capabilities.budgeting.forms import voting as forms
from korzo.capabilities.budgeting.models import Panel
from korzo.capabilities.budgeting.operations import panels
from korzo.capabilities.budgeting.views import inside, votes
from korzo.kernel.people.models import Person
from korzo.ui.doors import READS_AND_WRITES


@require_http_methods(READS_AND_WRITES)
@inside.administrators
def panels_of(request: HttpRequest, by: Person, code: str, track: str) -> HttpResponse:
    """Show the panels, add one, or take one away."""
    found = votes.track_of(code, track)
    form = forms.PanelForm(None if "delete" in request.POST else request.POST or None, instance=Panel(track=found))
    if request.method == "POST":
        try:
            if "delete" in request.POST:
                row = get_object_or_404(found.panels, code=request.POST["delete"])
                panels.delete(row, by=by, now=timezone.now())
                messages.success(request, _("Deleted."))
                return redirect("budgeting:panels", code, track)
            if form.is_valid():
                panels.keep(form.save(commit=False), by=by, now=timezone.now())
                messages.success(request, _("Saved."))
                return redirect("budgeting:panels", code, track)
        except inside.REFUSALS as refusal:
            inside.tell(request, refusal, form)
    rows = list(found.panels.all())
    context = {
        "cycle": found.cycle,
        "track": found,
        "rows": rows,
        "sum": sum(row.weight for row in rows),
        "form": form,
    }
    return render(request, "budgeting/votes/panels.html", context, status=422 if form.errors else 200)
