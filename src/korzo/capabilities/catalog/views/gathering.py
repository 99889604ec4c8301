"""Publishers, groups and series, each with its data sets, and setting them up."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from korzo.capabilities.catalog import permissions
from korzo.capabilities.catalog.forms import registers as forms
from korzo.capabilities.catalog.models import Dataset, Group, Publisher, Series
from korzo.capabilities.catalog.operations import registers
from korzo.capabilities.catalog.queries import gathering, lists
from korzo.capabilities.catalog.views import inside
from korzo.kernel.people.models import Person
from korzo.ui import doors


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """List who publishes, and what data sets are gathered in."""
    context = {
        "sets_up": permissions.can_set_up(doors.reader(request)),
        "publishers": gathering.publishers(timezone.now()),
        "groups": gathering.groups(timezone.now()),
        "series": gathering.series(timezone.now()),
    }
    return render(request, "catalog/collections/overview.html", context)


@require_safe
def publisher(request: HttpRequest, name: str) -> HttpResponse:
    """Show a publisher with its data sets and whom to ask."""
    found = get_object_or_404(Publisher, name=name, is_deleted=False)
    return _page(request, "publisher", found, lists.shown(timezone.now()).filter(publisher=found))


@require_safe
def group(request: HttpRequest, name: str) -> HttpResponse:
    """Show a group with its data sets."""
    found = get_object_or_404(Group, name=name, is_deleted=False)
    return _page(request, "group", found, lists.shown(timezone.now()).filter(groups=found))


@require_safe
def series(request: HttpRequest, name: str) -> HttpResponse:
    """Show a series, what covers the latest time first."""
    found = get_object_or_404(Series.objects.select_related("publisher"), name=name)
    rows = lists.shown(timezone.now()).filter(series=found).order_by("-temporal_start", "-issued_at", "name")
    return _page(request, "series", found, rows)


@require_http_methods(doors.READS_AND_WRITES)
@inside.administrators
def keep(request: HttpRequest, person: Person, kind: str, name: str = "") -> HttpResponse:
    """Enter a publisher, group or series, change it, or give it up."""
    if kind not in forms.KINDS:
        raise Http404
    model, shape = forms.KINDS[kind]
    row: Any = get_object_or_404(model, name=name) if name else None
    form = shape(request.POST or None, row=row)
    if "delete" in request.POST and isinstance(row, Publisher | Group):
        form = shape(row=row)
        if inside.tried(request, lambda: registers.delete(row, by=person, now=timezone.now())):
            messages.success(request, _("It is no longer offered."))
            return redirect("catalog:collections")
    elif request.method == "POST" and form.is_valid():
        made = inside.tried(request, lambda: _kept(model, row, form.cleaned_data, by=person), form)
        if made:
            messages.success(request, _("Saved."))
            return redirect(f"catalog:{kind}", made.name)
    context = {"form": form, "kind": kind, "row": row}
    return render(request, "catalog/collections/keep.html", context, status=422 if form.errors else 200)


def _kept(model: Any, row: Any, values: dict[str, Any], *, by: Person) -> Any:
    now = timezone.now()
    if model is Series:
        return registers.keep_series(row or Series(), values, by=by, now=now)
    return registers.change(row, values, by=by, now=now) if row else registers.make(model, values, by=by, now=now)


def _page(request: HttpRequest, kind: str, found: Any, rows: QuerySet[Dataset]) -> HttpResponse:
    rows = rows.prefetch_related("distributions")
    context = {
        "kind": kind,
        "row": found,
        "page": Paginator(rows, lists.PAGE_SIZE).get_page(request.GET.get("page")),
        "sets_up": permissions.can_set_up(doors.reader(request)),
    }
    return render(request, "catalog/collections/one.html", context)
