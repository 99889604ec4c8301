"""How well the data sets of a steward are described, and what to do first."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from korzo.capabilities.catalog.queries import quality
from korzo.capabilities.catalog.rules import mqa
from korzo.capabilities.catalog.views import inside
from korzo.kernel.people.models import Person

PAGE_SIZE = 50


@require_safe
@inside.stewards
def report(request: HttpRequest, person: Person) -> HttpResponse:
    """Show everything that the reader keeps, worst first."""
    found = quality.report(person)
    page = Paginator(found.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "catalog/desk/quality.html", {"found": found, "page": page, "most": mqa.MOST})
