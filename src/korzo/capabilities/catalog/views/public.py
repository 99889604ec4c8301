"""What everybody reads: the list of data sets and each of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from korzo.capabilities.catalog.queries import lists


@require_safe
def datasets(request: HttpRequest) -> HttpResponse:
    """List what is published."""
    return render(request, "catalog/datasets.html", {"datasets": lists.shown(timezone.now())})


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """List what the reader keeps."""
    return render(request, "catalog/datasets.html", {"datasets": lists.shown(timezone.now())})
