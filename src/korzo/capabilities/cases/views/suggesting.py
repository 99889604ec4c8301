"""Proposing what a report is about while it is written; the person chooses."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from korzo.capabilities.cases.queries import suggested


@never_cache
@require_POST
def kinds(request: HttpRequest) -> HttpResponse:
    """Name the kinds that the words so far point to. The words come in the body, so that no log keeps them."""
    found = suggested.kinds(request.POST.get("description", ""))
    chosen = request.POST.get("category", "")
    shown = [] if found and found[0].code == chosen else [each for each in found if each.code != chosen]
    return render(request, "cases/report/proposed.html", {"proposed": shown})
