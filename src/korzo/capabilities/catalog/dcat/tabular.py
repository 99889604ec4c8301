"""What columns mean, beside the files: CSVW metadata and data packages."""

import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from korzo.capabilities.catalog.dcat.views import found_by, open_to_all
from korzo.capabilities.catalog.models import Dataset
from korzo.capabilities.catalog.queries import describing
from korzo.capabilities.catalog.rules import tabular


@open_to_all
@require_safe
def package(request: HttpRequest, named: str) -> HttpResponseBase:
    """Describe a data set as a Data Package."""
    found = found_by(request, named)
    if not isinstance(found, Dataset):
        return found
    language = request.GET.get("language", settings.LANGUAGE_CODE)
    return _json(tabular.package(describing.view(found), language), "application/json")


@open_to_all
@require_safe
def csvw(request: HttpRequest, key: str, form: str) -> HttpResponseBase:
    """Describe the columns of a CSV file."""
    found = found_by(request, str(key))
    if not isinstance(found, Dataset):
        return found
    view = describing.view(found)
    chosen = next((each for each in view.distributions if each.key == str(form)), None)
    try:
        if chosen is not None:
            return _json(tabular.csvw(chosen, view), "application/csvm+json")
    except LookupError:
        pass
    raise Http404


def _json(made: Any, media_type: str) -> HttpResponse:
    return HttpResponse(json.dumps(made, ensure_ascii=False, indent=1), content_type=media_type)
