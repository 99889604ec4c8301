"""Search over everything, and its description for browsers."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from korzo.capabilities.portal.queries import searching

LONGEST = 200
LAST_PAGE = 10


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what is found."""
    words, asked = request.GET.get("q", "").strip()[:LONGEST], request.GET.get("page", "1")
    number = min(max(int(asked), 1), LAST_PAGE) if asked.isdecimal() and len(asked) < 4 else 1  # noqa: PLR2004 -- pages
    found = searching.find(words, number)
    context = {"words": words, "found": found, "page": number, "shortest": searching.SHORTEST}
    return render(request, "portal/search.html", context)


@require_safe
def opensearch(_request: HttpRequest) -> HttpResponse:
    """Describe the search to browsers (OpenSearch 1.1)."""
    text = render_to_string(
        "portal/opensearch.xml",
        {"city_name": settings.KORZO.city_name, "base_url": settings.KORZO.base_url, "code": settings.KORZO.language},
    )
    return HttpResponse(text, content_type="application/opensearchdescription+xml; charset=utf-8")
