"""How well the data sets of a steward are described, and what to do first."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from korzo.capabilities.catalog import permissions
from korzo.capabilities.catalog.queries import quality
from korzo.capabilities.catalog.rules import mqa
from korzo.capabilities.catalog.views import inside

PAGE_SIZE = 50


@login_required
@never_cache
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """Show everything that the reader keeps, worst first."""
    person = inside.reader(request)
    if person is None or not permissions.can_work(person):
        raise PermissionDenied(_("These pages are for the stewards of the city’s data."))
    found = quality.report(person)
    page = Paginator(found.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "catalog/desk/quality.html", {"found": found, "page": page, "most": mqa.MOST})
