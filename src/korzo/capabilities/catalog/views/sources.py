"""Administrators name other catalogues, try them, and read what each run took over."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.capabilities.catalog import permissions
from korzo.capabilities.catalog.forms.harvesting import Other
from korzo.capabilities.catalog.models import Run, Source
from korzo.capabilities.catalog.operations import Refused, harvesting
from korzo.capabilities.catalog.queries import sources
from korzo.kernel.people.models import Person
from korzo.ui import doors
from korzo.ui.doors import Guarded, P, View


def administrators(view: View[P]) -> Guarded[P]:
    """Let in who sets the portal up."""
    return doors.guard(permissions.can_set_up, gettext_lazy("These pages are for administrators."), view)


@administrators
@require_safe
def overview(request: HttpRequest, _person: Person) -> HttpResponse:
    """List the sources with their last runs."""
    return render(request, "catalog/desk/sources.html", {"sources": sources.overview()})


@administrators
@require_http_methods(doors.READS_AND_WRITES)
def edit(request: HttpRequest, person: Person, name: str = "") -> HttpResponse:
    """Name a source, or say something else about it."""
    source = get_object_or_404(Source, name=name) if name else None
    form = Other(request.POST if request.method == "POST" else None, instance=source)
    if form.is_valid():
        saved = harvesting.keep(form.save(commit=False), by=person, now=timezone.now())
        return redirect("catalog:source", saved.name)
    context = {"form": form, "source": source}
    return render(request, "catalog/desk/source_form.html", context, status=422 if form.errors else 200)


@administrators
@require_safe
def source(request: HttpRequest, _person: Person, name: str) -> HttpResponse:
    """Show a source and its runs."""
    found = get_object_or_404(Source, name=name)
    runs = found.runs.all()[: sources.RUNS]
    context = {"source": found, "runs": runs, "counts": sources.COUNTS, "kept": sources.kept(found)}
    return render(request, "catalog/desk/source.html", context)


@administrators
@require_POST
def run(request: HttpRequest, person: Person, name: str) -> HttpResponse:
    """Look through a source now, or only try; the worker does it, and the page shows how far it is."""
    found = get_object_or_404(Source, name=name)
    del person
    harvesting.start(found, trial="trial" in request.POST)
    messages.info(request, _("It has begun. Load this page again to see how far it is."))
    return redirect("catalog:source", found.name)


@administrators
@require_POST
def confirm(request: HttpRequest, person: Person, name: str, key: int) -> HttpResponse:
    """Say that what is missing there is really gone."""
    found = get_object_or_404(Run, pk=key, source__name=name)
    try:
        harvesting.confirm(found, by=person, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("catalog:source", name)


@administrators
@require_POST
def delete(request: HttpRequest, person: Person, name: str) -> HttpResponse:
    """Give a source up; what was taken over stays, without being kept."""
    harvesting.give_up(get_object_or_404(Source, name=name), by=person, now=timezone.now())
    messages.success(request, _("It is no longer asked. What was taken over stays until somebody deletes it."))
    return redirect("catalog:sources")
