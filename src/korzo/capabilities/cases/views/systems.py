"""Pages on which administrators keep the systems of neighbouring cities and outside authorities."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.capabilities.cases.forms import systems as forms
from korzo.capabilities.cases.models import System
from korzo.capabilities.cases.operations import systems as operations
from korzo.capabilities.cases.queries import systems as reading
from korzo.capabilities.cases.views.setting_up import administrators
from korzo.kernel.people.models import Person
from korzo.ui.doors import READS_AND_WRITES


@require_safe
@administrators
def systems(request: HttpRequest, _by: Person) -> HttpResponse:
    """List the systems, and how it stands with each."""
    context = {"systems": reading.known(), "may_add": bool(reading.without()), "here": "systems"}
    return render(request, "cases/systems/list.html", context)


@require_http_methods(READS_AND_WRITES)
@administrators
def edit(request: HttpRequest, by: Person, code: str = "") -> HttpResponse:
    """Add a system, or change one."""
    found = _found(code) if code else None
    form = forms.Edit(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        kept = form.save(commit=False)
        operations.keep(kept, key=form.cleaned_data["key"] or None, by=by, now=timezone.now())
        messages.success(request, _("Saved. Test the connection now."))
        return redirect("cases:system", kept.authority.code)
    context = {"form": form, "system": found}
    return render(request, "cases/systems/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(READS_AND_WRITES)
@administrators
def system(request: HttpRequest, by: Person, code: str) -> HttpResponse:
    """Show a system, and choose what goes to it."""
    found = _found(code)
    form = forms.Kinds(request.POST or None, system=found)
    if request.method == "POST" and form.is_valid():
        found.kinds = form.kinds
        operations.keep(found, key=None, by=by, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("cases:system", code)
    return _shown(request, found, form)


@require_POST
@administrators
def test(request: HttpRequest, by: Person, code: str) -> HttpResponse:
    """Ask it what it takes."""
    tested = operations.test(_found(code), by=by, now=timezone.now())
    if tested.problem:
        messages.error(request, _("It does not work: %(problem)s") % {"problem": tested.problem})
    else:
        messages.success(request, _("It works: %(count)d services.") % {"count": tested.services})
    return redirect("cases:system", code)


@require_POST
@administrators
def key(request: HttpRequest, by: Person, code: str) -> HttpResponse:
    """Make a key for its programs, and show it this once."""
    found = _found(code)
    made = operations.give_key(found, by=by, now=timezone.now())
    return _shown(request, found, forms.Kinds(system=found), made)


@require_POST
@administrators
def delete(request: HttpRequest, by: Person, code: str) -> HttpResponse:
    """Forget a system that was never used."""
    if operations.delete(_found(code), by=by, now=timezone.now()):
        messages.success(request, _("Deleted."))
        return redirect("cases:systems")
    messages.error(request, _("Cases went to it or came from it, so it is kept. You can switch it off."))
    return redirect("cases:system", code)


def _found(code: str) -> System:
    return get_object_or_404(System.objects.select_related("authority", "account"), authority__code=code)


def _shown(request: HttpRequest, found: System, form: forms.Kinds, made: str = "") -> HttpResponse:
    context = {"system": found, "form": form, "made": made}
    return render(request, "cases/systems/system.html", context, status=422 if form.errors else 200)
