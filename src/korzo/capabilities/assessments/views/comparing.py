"""Pages of administrators: other cities' figures, and the definitions of an association or ministry."""

import tempfile
from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.capabilities.assessments.forms import comparing as forms
from korzo.capabilities.assessments.models import Definition, PeerSet
from korzo.capabilities.assessments.operations import defining, loading
from korzo.capabilities.assessments.operations.refusals import Refused
from korzo.capabilities.assessments.queries import comparing, definitions
from korzo.capabilities.assessments.rules import cities
from korzo.capabilities.assessments.rules.packs import BadPack
from korzo.capabilities.assessments.rules.reading import Unreadable
from korzo.capabilities.assessments.rules.tables import BadTable
from korzo.capabilities.assessments.views import inside
from korzo.kernel.people.models import Person
from korzo.ui import doors
from korzo.ui.doors import READS_AND_WRITES


@require_http_methods(READS_AND_WRITES)
@inside.administrators
def peers(request: HttpRequest, person: Person) -> HttpResponse:
    """Show which sets of cities there are, and load one."""
    form = forms.Peers(request.POST, request.FILES) if request.method == "POST" else forms.Peers()
    if form.is_bound and form.is_valid():
        try:
            made = _load(form, person)
        except inside.REFUSALS as refusal:
            doors.tell(request, refusal, form)
        else:
            count = made.rows.count()
            told = ngettext("%(count)d row is loaded.", "%(count)d rows are loaded.", count) % {"count": count}
            messages.success(request, told)
            return redirect("assessments:peers")
    context = {"form": form, "sets": comparing.sets()}
    return render(request, "assessments/peers.html", context, status=422 if form.errors else 200)


@require_POST
@inside.administrators
def forget(request: HttpRequest, person: Person, code: str) -> HttpResponse:
    """Take a set of cities away."""
    loading.forget(get_object_or_404(PeerSet, code=code), by=person, now=timezone.now())
    messages.success(request, _("Deleted."))
    return redirect("assessments:peers")


def _load(form: forms.Peers, by: Person) -> PeerSet:
    sent, said = form.cleaned_data["file"], form.cleaned_data
    chart = definitions.chart(said["chart"])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(sent.name).name
        path.write_bytes(sent.read())
        try:
            found = cities.read(path, chart, year=said["year"])
        except (Unreadable, BadTable) as error:
            raise Refused("file", _("No cities are found in this file: %(why)s") % {"why": error}) from error
    made = PeerSet(chart=chart.id, country=chart.country, currency=chart.currency)
    for name in ("title", "code", "source", "licence"):
        setattr(made, name, said[name])
    years = sorted({at for each in found.accounts.values() for at in each.years})
    return loading.load(made, found.accounts, years=years, by=by, now=timezone.now())


@require_http_methods(READS_AND_WRITES)
@inside.administrators
def define(request: HttpRequest, person: Person) -> HttpResponse:
    """Show which definitions there are, and add one."""
    form = forms.Define(request.POST, request.FILES) if request.method == "POST" else forms.Define()
    if form.is_bound and form.is_valid():
        try:
            text = form.cleaned_data["file"].read().decode("utf-8-sig")
            defining.add(form.cleaned_data["kind"], text, by=person, now=timezone.now())
        except UnicodeDecodeError:
            form.add_error("file", _("This file is not written in UTF-8."))
        except inside.REFUSALS as refusal:
            doors.tell(request, refusal, form)
        else:
            messages.success(request, _("Added. New assessments can use it."))
            return redirect("assessments:definitions")
    context = {"form": form, "kinds": definitions.listed()}
    return render(request, "assessments/definitions.html", context, status=422 if form.errors else 200)


@require_safe
@inside.administrators
def definition(_request: HttpRequest, _person: Person, kind: str, code: str) -> HttpResponse:
    """A definition's file, to take as a pattern."""
    if kind not in Definition.Kind.values:
        raise Http404
    try:
        text = definitions.text(kind, code)
    except BadPack as error:
        raise Http404 from error
    answer = HttpResponse(text, content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{code.partition("@")[0]}.toml"'
    return answer
