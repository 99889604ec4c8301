"""What every page with a list of cases shows: the page that was asked for, and the form that narrows the list."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from korzo.capabilities.cases import forms
from korzo.capabilities.cases.queries.lists import NAMES, Filters, Pages


def context(request: HttpRequest, pages: Pages, filters: Filters) -> dict[str, Any]:
    """Everything that the templates of a list need."""
    return {
        "page": pages.get_page(request.GET.get("page")),
        "is_capped": pages.is_capped,
        "filters": filters,
        "has_filters": bool(filters.category or filters.district or filters.street or filters.status or filters.office),
        "form": forms.Filter(request.GET),
        "list_query": urlencode(given := sorted((n, v) for n, v in request.GET.items() if n in NAMES and v)),
        "list_fields": given,
    }
