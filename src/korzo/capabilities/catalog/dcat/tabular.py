"""What columns mean, beside the files: CSVW metadata and data packages."""

import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from korzo.capabilities.catalog.dcat.views import of_dataset
from korzo.capabilities.catalog.models import Dataset
from korzo.capabilities.catalog.queries import describing
from korzo.capabilities.catalog.rules import tabular


@of_dataset
def package(request: HttpRequest, found: Dataset) -> HttpResponse:
    """Describe a data set as a Data Package."""
    language = request.GET.get("language", settings.LANGUAGE_CODE)
    return _json(tabular.package(describing.view(found), language), "application/json")


@of_dataset
def csvw(_request: HttpRequest, found: Dataset, form: str) -> HttpResponse:
    """Describe the columns of a CSV file."""
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
